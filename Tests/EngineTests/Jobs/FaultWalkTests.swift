import Foundation
import JSON
import Posix
import Stores
import Testing

@testable import Engine

/// Each call to the disk fails once, one after the other, and nothing that was promised is lost.
struct FaultWalkTests {
  @Test func `whichever call to the database meets a full disk, every promise is kept`() throws {
    let walk = try FaultWalk()
    let place = walk.place
    try walk.walk(
      arm: { place.failing.arm($0) }, disarm: { place.failing.disarm() },
      isSpent: { place.failing.isSpent })
    #expect(walk.rounds > 30)
  }

  @Test func `after a failed sync of the database nothing is promised until the next start`() throws
  {
    let walk = try FaultWalk(isLasting: true)
    let place = walk.place
    try walk.walk(
      arm: { place.failing.arm($0, code: 1034) }, disarm: { place.failing.disarm() },
      isSpent: { place.failing.isSpent }, isKnown: { _ in place.failing.isSpent })
    #expect(walk.rounds > 30)
  }

  @Test func `whichever call to the results meets a full disk, every promise is kept`() throws {
    let walk = try FaultWalk()
    let place = walk.place
    try walk.walk(
      arm: { place.failingFiles.arm($0, .noSpace) }, disarm: { place.failingFiles.disarm() },
      isSpent: { place.failingFiles.isSpent })
    #expect(walk.rounds > 20)
  }

  @Test func `whichever call to the results meets a broken disk, the next start does the rest`()
    throws
  {
    let walk = try FaultWalk(isLasting: true)
    let place = walk.place
    try walk.walk(
      arm: { place.failingFiles.arm($0, .inputOutput) }, disarm: { place.failingFiles.disarm() },
      isSpent: { place.failingFiles.isSpent }, isKnown: { !$0.canFinish })
    #expect(walk.rounds > 20)
  }

  @Test func `a disk that is full for a while delays what was promised, and refuses the rest`()
    throws
  {
    let place = try JobPlace()
    let engine = try place.engine()
    try place.upload("n\n1\n2\n3\n", "t", to: engine)
    func submit(_ number: Int) throws -> JobID {
      try engine.submitAndWait(.aggregate("t", [("_agg", "sum(n)"), ("n__gt", "\(number)")]))
    }
    place.failingFiles.arm(1, .noSpace, isLasting: true)
    let first = try submit(0)
    #expect(place.comes { !engine.canFinish })
    let reason = "The result could not be stored: No space left on device"
    #expect(throws: AdmissionFailure.storageFull(reason: reason)) { try submit(1) }
    #expect(engine.figures.storageFailure == reason)
    // Many probes later.
    Posix.Thread.sleep(milliseconds: 100)
    #expect(throws: AdmissionFailure.storageFull(reason: reason)) { try submit(1) }
    #expect(engine.unfinishedCount == 1)
    place.failingFiles.disarm()
    #expect(place.allDone(engine))
    #expect(engine.account(first)?.state == .succeeded)
    #expect(place.comes { engine.figures.storageFailure == nil })
    let second = try submit(1)
    #expect(second == JobID(first.number + 1))
    #expect(place.allDone(engine))
  }
}

/// Rounds of jobs on one folder, each with a fault one call later than the round before.
private final class FaultWalk {
  let place: JobPlace
  private(set) var rounds = 0

  /// Whether the fault stays until the next start, so that nothing may be promised behind it.
  private let isLasting: Bool
  /// What was promised, with the answer that it must have.
  private var promised: [JobID: String] = [:]
  /// Those of them that leave artifacts.
  private var pipelines: Set<JobID> = []
  /// What was told to stop, and may end with its answer all the same.
  private var stopped: Set<JobID> = []
  /// What clients have removed.
  private var removed: Set<JobID> = []
  /// What clients have read.
  private var read: [JobID: String] = [:]
  private var last = JobID(0)

  init(isLasting: Bool = false) throws {
    place = try JobPlace()
    self.isLasting = isLasting
    let engine = try place.engine()
    try place.upload("n\n1\n2\n3\n", "t", to: engine)
    engine.leave()
  }

  /// Goes on until a round is through before its fault comes.
  ///
  /// - Parameter isKnown: whether the engine knows of a fault that stays, and must promise nothing more.
  func walk(
    arm: (Int) -> Void, disarm: () -> Void, isSpent: () -> Bool,
    isKnown: (TallyEngine) -> Bool = { _ in false }
  ) throws {
    while true {
      rounds += 1
      let key = "round \(rounds)"
      do {
        let engine = try open()
        arm(rounds)
        try round(engine, key, isKnown)
        if !isSpent() {
          #expect(place.allDone(engine))
          readAll(engine)
          engine.leave()
          break
        }
        if isLasting {
          #expect(place.comes { isKnown(engine) })
          #expect(throws: AdmissionFailure.self) { try engine.submitAndWait(.question()) }
        } else {
          #expect(place.allDone(engine), "round \(rounds)")
        }
        readAll(engine)
        disarm()
        engine.leave()
      }
      try finish(key)
      try check()
    }
    disarm()
    try finish("last")
    try check()
  }

  /// An engine to which the survey's questions of earlier rounds are others.
  private func open() throws -> TallyEngine {
    try place.engine(
      survey: .init(name: "sample", survey: Samples.survey, identity: "\(rounds)")
    ) {
      $0.workers = 1
      $0.stages = SampleStages.all
      $0.webhooks.totalSeconds = 1
    }
  }

  /// Lets a healthy engine do what is left.
  private func finish(_ key: String) throws {
    let engine = try open()
    #expect(place.allDone(engine), "round \(rounds)")
    // Whoever has been refused can come again, whoever was not is told of the same job.
    let id = try engine.submitAndWait(.question(key: key))
    if let known = keyed[key] { #expect(id == known) } else { #expect(id > last) }
    last = max(last, id)
    promised[id] = Self.means
    let name = Self.name(key)
    let other = try engine.submitAndWait(.question(name: name))
    if let known = named[key] { #expect(other == known) } else { #expect(other > last) }
    last = max(last, other)
    promised[other] = Self.means
    named[key] = other
    #expect(try place.names()[name] == other.number)
    #expect(place.allDone(engine))
    readAll(engine)
    engine.leave()
  }

  // A round

  private static let means = #"{"status":"done","data":{"Ohio":2.0,"Guam":4.0}}"#
  private static let cancelled = #"{"status":"error","reason":"cancelled"}"#
  private var keyed: [String: JobID] = [:]
  private var named: [String: JobID] = [:]

  private static func name(_ key: String) -> String {
    key.replacingOccurrences(of: " ", with: "-")
  }

  private func sum(above bound: Int) -> String {
    let sum = (1...3).filter { $0 > bound }.reduce(0, +)
    return #"{"status":"done","data":{"data":{"s":\#(sum)},"page":{"limit":null,"count":1},"#
      + #""meta":{"dataset":"t","version":1}}}"#
  }

  private func aggregate(above bound: Int, client: String) -> Submission {
    // A constant makes it another question in each round.
    .aggregate(
      "t", [("_agg", "s:sum(n)"), ("n__gt", "\(bound)"), ("n__lt", "\(rounds + 10)")],
      client: client)
  }

  private func round(
    _ engine: TallyEngine, _ key: String, _ isKnown: (TallyEngine) -> Bool
  ) throws {
    let lanes = try HeldLanes(engine.jobPool, count: 1)
    _ = submit(.question(), Self.means, to: engine, isKnown)
    _ = submit(aggregate(above: 0, client: "bob"), sum(above: 0), to: engine, isKnown)
    _ = submit(aggregate(above: 1, client: "ann"), sum(above: 1), to: engine, isKnown)
    _ = submit(aggregate(above: 1, client: "bob"), sum(above: 1), to: engine, isKnown)
    let unwanted = submit(aggregate(above: 2, client: "eve"), sum(above: 2), to: engine, isKnown)
    if let unwanted { remove(unwanted, engine) }
    let pipeline = PipelineOrder.sample("tell", of: .dataset(.named("t")))
    if let id = submit(
      Submission(.pipeline(pipeline), client: JobClient("eve")), "", to: engine, isKnown)
    {
      promised[id] =
        #"{"status":"done","data":{"tell":"/api/v1/jobs/\#(id)/results/tell.json"}}"#
      pipelines.insert(id)
    }
    lanes.release()
    keyed[key] = submit(.question(key: key), Self.means, to: engine, isKnown)
    named[key] = submit(.question(name: Self.name(key)), Self.means, to: engine, isKnown)
    var told = aggregate(above: 0, client: "ann")
    told.callback = "http://127.0.0.1:1/nowhere"
    _ = submit(told, sum(above: 0), to: engine, isKnown)
    _ = submit(.question(client: "bob"), Self.means, to: engine, isKnown)
    // What was promised goes on, or waits for the next start.
    #expect(place.comes { engine.unfinishedCount == 0 || isKnown(engine) }, "round \(rounds)")
  }

  private func submit(
    _ submission: Submission, _ answer: String, to engine: TallyEngine,
    _ isKnown: (TallyEngine) -> Bool
  ) -> JobID? {
    let wasKnown = isKnown(engine)
    do throws(AdmissionFailure) {
      let id = try engine.submitAndWait(submission)
      #expect(!wasKnown, "\(id) was promised behind the fault")
      #expect(id > last, "\(id) comes behind \(last)")
      last = id
      promised[id] = answer
      return id
    } catch {
      switch error {
      case .storageFull, .storageFailing: #expect(!isLasting)
      case .storageBroken: #expect(isLasting)
      default: Issue.record("\(error)")
      }
      return nil
    }
  }

  private func remove(_ id: JobID, _ engine: TallyEngine) {
    switch engine.removeAndWait(id) {
    case .cancelled: promised[id] = Self.cancelled
    case .removed: removed.insert(id)
    case .stopping: stopped.insert(id)
    case .refused, .spared: break
    case .unknown, .swept: Issue.record("\(id) was promised, and is not known")
    }
  }

  /// Reads what is finished, as clients do.
  private func readAll(_ engine: TallyEngine) {
    for id in promised.keys {
      switch engine.outcome(of: id) {
      case .unknown: Issue.record("\(id) was promised, and is not known")
      case .swept: #expect(removed.contains(id), "\(id) was promised, and is gone")
      case .queued, .running: break
      case .finished:
        let bytes = (try? engine.readResult(of: id)) ?? nil
        let text = bytes.map { String(decoding: $0, as: UTF8.self) }
        #expect(text != nil, "\(id) is finished without a file")
        if let before = read[id] { #expect(text == before, "\(id) has changed") }
        read[id] = text
      }
    }
  }

  // What is left

  private func check() throws {
    let rows = Dictionary(uniqueKeysWithValues: try place.finishedRows().map { ($0.id, $0) })
    #expect(try place.openRows().isEmpty)
    var files: Set<JobID> = []
    for name in try place.resultNames() where name != "artifacts" {
      let id = try #require(JobID(fileName: name), "\(name) is left")
      files.insert(id)
      let text = try #require(try place.file(of: id))
      // A part of an answer is no JSON.
      #expect((try? JSONParser.parse(Array(text.utf8))) != nil, "\(name) is torn")
    }
    for (id, answer) in promised where !removed.contains(id) {
      let text = try place.file(of: id)
      #expect(
        text == answer || (stopped.contains(id) && text == Self.cancelled),
        "round \(rounds), \(id)")
      #expect(text == read[id], "\(id) has changed")
      #expect(rows[id]?.state.isFinal == true, "\(id) is not in the table")
      #expect(rows[id]?.state != .failed, "\(id): \(rows[id]?.reason ?? "")")
      let artifactBytes = try place.results.artifacts.byteCount(of: id)
      #expect(rows[id]?.resultBytes == (text?.utf8.count ?? 0) + artifactBytes)
    }
    #expect(files == Set(rows.keys))
    try checkArtifacts()
    // No name without its job.
    #expect(try Set(place.names().values.map(JobID.init)).isSubset(of: files))
    #expect(files.isDisjoint(with: removed))
  }

  private func checkArtifacts() throws {
    let artifacts = try place.results.artifacts
    #expect(try Set(artifacts.jobs()) == pipelines)
    let name = try #require(ArtifactName("tell.json"))
    var first: [UInt8]?
    for id in pipelines {
      #expect(try artifacts.files(of: id).map(\.name) == ["manifest.json", "tell.json"], "\(id)")
      let bytes = try artifacts.open(name, of: id)?.read()
      if let first { #expect(bytes == first, "\(id)") }
      first = bytes
      let manifest = try #require(try artifacts.open(.manifest, of: id)?.read())
      #expect(try JSONParser.parse(manifest)["status"] == .string("completed"), "\(id)")
    }
  }
}
