import Foundation
import Posix
import Statistics
import Stores
import Testing

@testable import Engine

struct CollectorPartsTests {
  private let place: CollectorPlace

  init() throws {
    place = try CollectorPlace()
  }

  private func parts() throws -> CollectorParts {
    try CollectorParts(
      .init(), data: Folder(path: place.place.dataPath, creating: true), state: place.place.state,
      place.place.database(), log: place.place.log)
  }

  private func decide(_ round: Int, by job: Int) throws {
    let stage = try parts().staging.begin(JobID(job))
    try stage.decide(Publication(day: CollectorPlace.day, round: round))
  }

  @Test func `a decision that is not noted as carried out is unfinished`() throws {
    #expect(try parts().unfinished.isEmpty)
    try decide(1, by: 5)
    let found = try parts()
    #expect(found.unfinished.map(\.job) == [JobID(5)])
    #expect(found.turns.unfinished(CollectorPlace.day) == JobID(5))
  }

  @Test func `one that is noted, or older, is cleared away and never carried out again`() throws {
    for round in [2, 1] {
      try decide(round, by: 5)
      try parts().publisher.note(.init(), of: CollectorPlace.day, round: 2, by: JobID(9))
      #expect(try parts().unfinished.isEmpty)
      #expect(try place.staged().isEmpty)
    }
  }

  @Test func `one that cannot be read stays, and its day is told to be unreadable`() throws {
    try decide(1, by: 5)
    let path = place.place.statePath + "/collecting/job_id_5/ready"
    let text = try Data(contentsOf: URL(fileURLWithPath: path))
    for (damaged, isDayKnown) in [(text.dropLast(), true), (Data("{".utf8), false)] {
      try damaged.write(to: URL(fileURLWithPath: path))
      let parts = try parts()
      parts.tidy { _ in false }
      #expect(try place.staged() == ["job_id_5"])
      #expect(parts.unfinished.map(\.job) == (isDayKnown ? [JobID(5)] : []))
      guard isDayKnown else { continue }
      let path = parts.staging.path(of: JobID(5))
      #expect(throws: CollectorFailure.staging(path: path, .invalid)) {
        try parts.reader.complete([CollectorPlace.day])
      }
    }
  }

  @Test func `what was gathered goes with its job, unless it was decided`() throws {
    try decide(1, by: 5)
    for job in [6, 7] { _ = try parts().staging.begin(JobID(job)) }
    try parts().tidy { $0 == JobID(7) }
    #expect(try place.staged() == ["job_id_5", "job_id_7"])
  }
}
