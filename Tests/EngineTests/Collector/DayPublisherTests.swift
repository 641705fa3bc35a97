import Posix
import Statistics
import Stores
import Testing

@testable import Engine

struct DayPublisherTests {
  private let place: CollectorPlace
  private let parts: CollectorParts
  private let stage: StagedDay
  private let publication: Publication

  init() throws {
    place = try CollectorPlace()
    var options = Collector.Options()
    let bucket = place.bucket
    options.opening = { bucket.client() }
    parts = try CollectorParts(
      options, data: Folder(path: place.place.dataPath, creating: true), state: place.place.state,
      place.place.database(), log: place.place.log)
    stage = try parts.staging.begin(JobID(4))
    let draft = try stage.draft()
    try draft.append(Array("new".utf8))
    let city = StagedCity(digest: String(repeating: "ab", count: 20), rows: 1)
    try stage.keep(draft, as: city)
    var publication = Publication(day: CollectorPlace.day, round: 3)
    publication.puts = [
      .init(file: city.fileName, key: try #require(ObjectKey("F/2024-05-01/P.csv")))
    ]
    publication.removals = [try #require(ObjectKey("F/2024-05-01/Q.csv"))]
    publication.summary.stored = 1
    self.publication = publication
    bucket["F/2024-05-01/P.csv"] = "old"
    bucket["F/2024-05-01/Q.csv"] = "old"
  }

  @Test func `what was decided is carried out, noted and cleared away`() throws {
    try stage.decide(publication)
    let steps = Guarded<[String]>([])
    try parts.publisher.carryOut(publication, of: stage, in: parts.stores) {
      let step = "\($0) \($1)"
      steps.withLock { $0.append(step) }
    }
    #expect(steps.withLock { $0 } == ["0 F/2024-05-01/P.csv", "1 F/2024-05-01/Q.csv"])
    #expect(place.bucket.texts == ["F/2024-05-01/P.csv": "new"])
    let noted = try #require(try parts.publisher.noted(CollectorPlace.day))
    #expect(noted.round == 3 && noted.job == JobID(4) && noted.summary == publication.summary)
    #expect(try place.staged().isEmpty)
  }

  @Test func `what was left is completed from its start`() throws {
    try stage.decide(publication)
    try parts.publisher.complete(CollectorPlace.day, JobID(4), in: parts.stores)
    #expect(place.bucket.texts == ["F/2024-05-01/P.csv": "new"])
  }

  @Test func `where nothing was decided nothing is left to do`() throws {
    for job in [4, 99] {
      try parts.publisher.complete(
        CollectorPlace.day, JobID(job), in: parts.stores)
    }
    #expect(place.bucket["F/2024-05-01/P.csv"] == "old")
  }

  @Test func `a file that is gone is told, and its day stays undone`() throws {
    try stage.decide(publication)
    let file = publication.puts[0].file
    try stage.folder.remove(file)
    #expect(
      throws: CollectorFailure.staging(path: stage.folder.path + "/" + file, .notFound)
    ) {
      try parts.publisher.complete(
        CollectorPlace.day, JobID(4), in: parts.stores)
    }
    #expect(try parts.publisher.noted(CollectorPlace.day) == nil)
    #expect(try stage.publication() == publication)
  }
}
