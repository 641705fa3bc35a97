import Foundation
import JSON
import Posix
import Stores
import Testing

@testable import Engine

/// Pipelines as jobs: durable, counted and removed with what they leave.
struct PipelineJobsTests {
  private let place: JobPlace

  init() throws {
    place = try JobPlace()
    let engine = try engine()
    try place.upload("when,n\n2024-01-01,1\n2024-01-02,2\n", "t", to: engine)
    engine.leave()
  }

  private func engine(
    _ change: (inout TallyEngine.Options) -> Void = { _ in }
  ) throws -> TallyEngine {
    try place.engine {
      $0.workers = 1
      $0.stages = SampleStages.all
      $0.version = "1.2.3"
      change(&$0)
    }
  }

  private func order(_ stages: String...) -> Submission {
    let order = PipelineOrder(
      sources: [PipelineSource(.dataset(.named("t")))], stages: stages.map { .sample($0) })
    return Submission(.pipeline(order), client: JobClient("ann"))
  }

  private func finished(_ submission: Submission, _ engine: TallyEngine) throws -> JobID {
    let id = try engine.submitAndWait(submission)
    #expect(place.allDone(engine))
    return id
  }

  private func names(_ id: JobID, _ engine: TallyEngine) throws -> [String] {
    try engine.artifacts(of: id).map(\.name)
  }

  private func bytes(_ name: String, _ id: JobID, _ engine: TallyEngine) throws -> [UInt8]? {
    try engine.openArtifact(name, of: id)?.read()
  }

  private func total(_ id: JobID, _ engine: TallyEngine) throws -> Int {
    let result = try #require(try engine.readResult(of: id))
    return try engine.artifacts(of: id).reduce(result.count) { $0 + $1.byteCount }
  }

  /// What is in the folder of all artifacts.
  private func folders() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: place.resultsPath + "/artifacts").sorted()
  }

  // What clients see

  @Test func `a pipeline runs as a job and leaves its artifacts`() throws {
    let engine = try engine()
    let id = try finished(order("tell", "draw"), engine)
    let account = try #require(engine.account(id))
    #expect(account.state == .succeeded && account.kind == "pipeline" && account.progress == 100)
    #expect(
      try engine.artifacts(of: id).map(\.name)
        == ["draw.html", "draw.svg", "manifest.json", "tell.json"])
    #expect(try bytes("draw.svg", id, engine) == Array("<svg/>".utf8))
    #expect(
      try place.file(of: id)?.hasPrefix(
        #"{"status":"done","data":{"draw_html":"/api/v1/jobs/\#(id)/results/draw.html","#) == true)
    let manifest = try JSONParser.parse(try #require(try bytes("manifest.json", id, engine)))
    #expect(manifest["tally_version"] == .string("1.2.3"))
    #expect(try place.resultNames() == ["artifacts", id.fileName])
    #expect(
      try FileManager.default.attributesOfItem(
        atPath: place.resultsPath + "/artifacts/\(id)/draw.svg")[.posixPermissions] as? Int
        == FileManager.default.attributesOfItem(atPath: place.resultsPath + "/" + id.fileName)[
          .posixPermissions] as? Int)
  }

  @Test(arguments: [
    "..", "../job_id_1.json", "draw.svg\0", "/etc/passwd", "a/b.json", "", ".", "other.json",
    "DRAW.svg",
    "../job_id_1/draw.svg", "./draw.svg", "%2e%2e", ".draw.svg.1.1.draft",
  ])
  func `what is no name of an artifact opens nothing`(name: String) throws {
    let engine = try engine()
    let id = try finished(order("draw"), engine)
    #expect(try engine.openArtifact(name, of: id) == nil)
    #expect(try engine.openArtifact("draw.svg", of: JobID(999)) == nil)
  }

  @Test func `two jobs of the same order have artifacts of their own, byte by byte the same`()
    throws
  {
    let engine = try engine()
    let first = try finished(order("tell"), engine)
    let second = try finished(order("tell"), engine)
    #expect(try bytes("tell.json", first, engine) == bytes("tell.json", second, engine))
    #expect(engine.account(second)?.coalescedWith == nil)
    #expect(try folders() == ["\(first)", "\(second)"])
  }

  @Test func `a stage that fails fails the job, and what was made before is there`() throws {
    let engine = try engine()
    let id = try finished(order("tell", "fail"), engine)
    let account = try #require(engine.account(id))
    #expect(account.state == .failed)
    #expect(account.reason == SampleStages.failure.sentence(of: "fail"))
    #expect(try names(id, engine) == ["manifest.json", "tell.json"])
    #expect(try account.resultBytes == total(id, engine))
  }

  @Test func `a job that is cancelled stops and keeps what it has`() throws {
    let engine = try engine()
    let id = try engine.submitAndWait(order("tell", "hold"))
    #expect(place.comes { engine.account(id)?.phase == "hold: holding" })
    guard case .stopping = engine.removeAndWait(id) else {
      Issue.record("it was running")
      return
    }
    // Left alone, it would hold for ever.
    #expect(place.allDone(engine))
    #expect(engine.account(id)?.state == .cancelled)
    #expect(try names(id, engine) == ["manifest.json", "tell.json"])
    #expect(try engine.account(id)?.resultBytes == total(id, engine))
  }

  // Bytes, and their removal

  @Test func `the bytes of artifacts count, also after a restart`() throws {
    let before = try engine()
    let id = try finished(order("tell", "draw"), before)
    let bytes = try total(id, before)
    #expect(before.account(id)?.resultBytes == bytes)
    before.leave()
    let after = try engine()
    #expect(after.account(id)?.resultBytes == bytes)
    after.leave()
    // The end of the job was not in the table when the process was killed.
    try place.database().execute(
      "UPDATE job SET state = 'queued', finished = NULL, bytes = NULL, work = ?, client = 'ann'",
      .blob(order("tell", "draw").work.encoded))
    let again = try engine()
    #expect(again.account(id)?.state == .succeeded)
    #expect(again.account(id)?.resultBytes == bytes)
    again.leave()
    // The table is lost.
    try place.database().execute("DELETE FROM job")
    try place.database().execute("DELETE FROM job_number")
    #expect(try engine().account(id)?.resultBytes == bytes)
  }

  @Test func `what is beyond the bytes that are kept goes with its artifacts`() throws {
    let before = try engine()
    let first = try finished(order("tell", "draw"), before)
    let bytes = try total(first, before)
    before.leave()
    // Without the artifacts there would be room for both.
    let engine = try engine { $0.ledger.retention.bytes = bytes + 10 }
    let second = try engine.submitAndWait(order("tell", "draw"))
    #expect(place.comes { engine.outcome(of: first) == .swept })
    #expect(place.comes { (try? folders()) == ["\(second)"] })
    #expect(try place.file(of: first) == nil)
  }

  @Test func `a job that is removed goes with its artifacts`() throws {
    let engine = try engine()
    let first = try finished(order("tell"), engine)
    let second = try finished(order("tell"), engine)
    #expect(engine.removeAndWait(first) == .removed)
    #expect(try folders() == ["\(second)"])
    #expect(try engine.artifacts(of: first).isEmpty)
    #expect(try engine.openArtifact("tell.json", of: first) == nil)
  }

  @Test func `a start removes artifacts of jobs that nobody knows, and nothing else`() throws {
    let before = try engine()
    let known = try finished(order("draw"), before)
    before.leave()
    let artifacts = place.resultsPath + "/artifacts"
    for (folder, files) in [
      ("job_id_500", ["a.json", ".a.json.1.1.draft"]), ("job_id_501", ["a.json", "notes.txt"]),
      ("mine", ["a.json"]),
    ] {
      try FileManager.default.createDirectory(
        atPath: artifacts + "/" + folder, withIntermediateDirectories: true)
      for file in files {
        try Data("x".utf8).write(to: URL(fileURLWithPath: "\(artifacts)/\(folder)/\(file)"))
      }
    }
    let engine = try engine()
    #expect(try folders() == ["\(known)", "job_id_501", "mine"].sorted())
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: artifacts + "/job_id_501")
        == ["notes.txt"])
    #expect(try names(known, engine) == ["draw.html", "draw.svg", "manifest.json"])
  }

  // Crashes and full disks

  @Test func `a job that was killed begins again and leaves the same`() throws {
    let before = try engine()
    let done = try finished(order("tell", "draw"), before)
    let expected = try bytes("tell.json", done, before)
    before.leave()
    // As a process leaves it that is killed between two artifacts.
    let id = JobID(done.number + 1)
    let database = try place.database()
    let job = OpenJob(
      id: id, work: order("tell", "draw").work, client: JobClient("ann"), createdNanoseconds: 1)
    try JobTable.insert(job, work: job.work.encoded, database)
    try JobTable.setNextNumber(id.number + 1, database)
    try RunningMarks(in: place.state).set(id)
    let folder = place.resultsPath + "/artifacts/\(id)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for file in ["tell.json", "left.svg", ".draw.svg.1.1.draft"] {
      try Data("{".utf8).write(to: URL(fileURLWithPath: folder + "/" + file))
    }
    let engine = try engine()
    #expect(place.allDone(engine))
    #expect(engine.account(id)?.state == .succeeded)
    #expect(engine.account(id)?.attempts == 2)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        == ["draw.html", "draw.svg", "manifest.json", "tell.json"])
    #expect(try bytes("tell.json", id, engine) == expected)
  }

  @Test func `a job whose stage is gone fails at the next start, and says so`() throws {
    let before = try engine()
    let lanes = try HeldLanes(before.jobPool, count: 1)
    let id = try before.submitAndWait(order("tell"))
    _ = before.drain()
    before.leave()
    let after = try engine { $0.stages = [SampleStages.draw] }
    #expect(after.account(id)?.state == .failed)
    #expect(after.account(id)?.reason == "This release knows no stage 'tell'")
    _ = consume lanes
  }

  @Test func `a disk that is full for a while delays a job, and its artifacts are whole`() throws {
    let engine = try engine()
    place.failingFiles.arm(10, .noSpace, isLasting: true)
    let id = try engine.submitAndWait(order("tell", "draw"))
    #expect(place.comes { !engine.canFinish })
    // What was there before the disk was full makes room.
    #expect(try engine.artifacts(of: id).isEmpty)
    #expect(engine.unfinishedCount == 1)
    place.failingFiles.disarm()
    #expect(place.allDone(engine))
    #expect(engine.account(id)?.state == .succeeded)
    #expect(engine.account(id)?.attempts == 2)
    #expect(try names(id, engine) == ["draw.html", "draw.svg", "manifest.json", "tell.json"])
  }

  @Test func `artifacts that find no place three times fail their job, which says so`() throws {
    // The rooms of probes and of results are large enough, that of artifacts is not.
    let results = place.resultsPath
    let engine = try engine()
    let id = JobID(engine.figures.submittedJobs + 1)
    try Data().write(to: URL(fileURLWithPath: results + "/artifacts"))
    #expect(try engine.submitAndWait(order("tell")) == id)
    #expect(place.allDone(engine))
    #expect(engine.account(id)?.state == .failed)
    #expect(engine.account(id)?.attempts == 3)
    #expect(engine.account(id)?.reason == "The artifacts could not be stored: Not a directory")
  }

  @Test func `after a disk has failed a job waits for the next start`() throws {
    let before = try engine()
    place.failingFiles.arm(8, .inputOutput)
    let id = try before.submitAndWait(order("tell"))
    #expect(place.comes { !before.canFinish })
    #expect(place.comes { before.account(id)?.state == .queued })
    #expect(try place.file(of: id) == nil)
    before.leave()
    let after = try engine()
    #expect(place.allDone(after))
    #expect(after.account(id)?.state == .succeeded)
    #expect(try names(id, after) == ["manifest.json", "tell.json"])
  }
}
