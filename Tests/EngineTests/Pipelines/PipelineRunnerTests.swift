import Foundation
import JSON
import Posix
import Tables
import Testing

@testable import Engine

struct PipelineRunnerTests {
  private static let text = "when,n\n2024-01-01,1\n2024-01-02,2\n"

  private let place: CatalogPlace
  private let catalog: Catalog
  private let id = JobID(7)
  private let failing = FailingFiles()

  init() throws {
    place = try CatalogPlace()
    catalog = try place.open()
    try catalog.upload(place.arrived(Self.text), "t")
  }

  private var source: PipelineSource.Place { .dataset(.named("t")) }

  private func runner(_ catalog: Catalog? = nil, lanes: Lanes = .single) throws -> PipelineRunner {
    let failing = failing
    return try place.pipelines(
      catalog ?? self.catalog, try place.importer(), lanes: lanes, failing: { failing.next() })
  }

  private func run(
    _ order: PipelineOrder, _ runner: PipelineRunner? = nil,
    progress: Tables.Progress = Tables.Progress(),
    phase: @escaping @Sendable (String) -> Void = { _ in }
  ) throws -> String {
    let bytes = try (runner ?? self.runner()).answer(
      to: order, of: id, progress: progress, phase: phase)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func failure(
    _ order: PipelineOrder, _ runner: PipelineRunner? = nil,
    progress: Tables.Progress = Tables.Progress(),
    phase: @escaping @Sendable (String) -> Void = { _ in }
  ) -> WorkFailure? {
    #expect(throws: WorkFailure.self) {
      try run(order, runner, progress: progress, phase: phase)
    }
  }

  /// The artifacts that are there, with their contents.
  private func left() throws -> [String: [UInt8]] {
    let artifacts = try runner().artifacts
    var left: [String: [UInt8]] = [:]
    for file in try artifacts.files(of: id) {
      let name = try #require(ArtifactName(file.name))
      left[file.name] = try artifacts.open(name, of: id)?.read()
      #expect(left[file.name]?.count == file.byteCount)
    }
    return left
  }

  private func manifest() throws -> JSONValue {
    try JSONParser.parse(try #require(try left()["manifest.json"]))
  }

  // What is left

  @Test func `each stage leaves its artifacts, and the answer says where`() throws {
    #expect(
      try run(.sample("tell", "draw", of: source))
        == #"{"status":"done","data":{"draw_html":"/api/v1/jobs/job_id_7/results/draw.html","#
        + #""draw_svg":"/api/v1/jobs/job_id_7/results/draw.svg","#
        + #""tell":"/api/v1/jobs/job_id_7/results/tell.json"}}"#)
    let left = try left()
    #expect(left.keys.sorted() == ["draw.html", "draw.svg", "manifest.json", "tell.json"])
    // What is no JSON is left as it is.
    #expect(left["draw.html"] == Array("<p>{\"a\":1}</p>".utf8))
    let told = String(decoding: try #require(left["tell.json"]), as: UTF8.self)
    #expect(told.hasPrefix("{\n    \"parameters\": {\n        \"limit\": 3,\n"))
    #expect(told.contains("\n        {\n            \"dataset:t\": 2,\n"))
  }

  @Test func `the manifest tells the run with what is on the disk`() throws {
    _ = try run(.sample("tell", "draw", of: source))
    let manifest = try manifest()
    #expect(manifest["job_id"] == .string("job_id_7"))
    #expect(manifest["name"] == .string("mine"))
    #expect(manifest["status"] == .string("completed"))
    #expect(manifest["tally_version"] == .string("1.2.3"))
    guard case .array(let stages)? = manifest["stages"], stages.count == 2 else {
      Issue.record("there are two stages")
      return
    }
    #expect(stages[0]["parameters"]?["kind"] == .string("a"))
    guard case .array(let artifacts)? = stages[1]["artifacts"] else {
      Issue.record("there are artifacts")
      return
    }
    #expect(artifacts.map { $0["file"] } == [.string("draw.svg"), .string("draw.html")])
    #expect(artifacts[0]["bytes"] == .integer(6))
  }

  @Test func `an order without a stage looks at no source and leaves its manifest alone`() throws {
    let other = try OneAnswer(body: "a\n1\n")
    #expect(try run(.sample(of: .address(other.url))) == #"{"status":"done","data":{}}"#)
    #expect(!other.wasAsked)
    #expect(try left().keys.sorted() == ["manifest.json"])
    #expect(try manifest()["sources"] == .array([]))
  }

  @Test func `a second run, and one on other threads, leaves the same bytes`() throws {
    let order = PipelineOrder.sample("tell", "draw", of: source)
    func artifacts(_ runner: PipelineRunner) throws -> [String: [UInt8]] {
      _ = try run(order, runner)
      var left = try left()
      left["manifest.json"] = nil
      return left
    }
    let first = try artifacts(runner())
    #expect(first.count == 3)
    #expect(try artifacts(runner()) == first)
    #expect(try artifacts(runner(lanes: .computing(count: 3))) == first)
    #expect(try artifacts(runner(place.open())) == first)
  }

  @Test func `a run begins with nothing of one that was killed`() throws {
    let order = PipelineOrder.sample("tell", of: source)
    _ = try run(order)
    let first = try left()
    let folder = try runner().artifacts.path + "/job_id_7"
    // Half of what was there, and what another release may have left.
    try Data("{".utf8).write(to: URL(fileURLWithPath: folder + "/tell.json"))
    try Data("x".utf8).write(to: URL(fileURLWithPath: folder + "/other.svg"))
    try Data("x".utf8).write(to: URL(fileURLWithPath: folder + "/.tell.json.1.1.draft"))
    try FileManager.default.removeItem(atPath: folder + "/manifest.json")
    _ = try run(order)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        == ["manifest.json", "tell.json"])
    #expect(try left()["tell.json"] == first["tell.json"])
  }

  // What goes wrong

  @Test func `a stage that fails leaves what is there, and says what is wrong`() throws {
    let reason = SampleStages.failure.sentence(of: "fail")
    #expect(failure(.sample("tell", "fail", "draw", of: source)) == .failed(reason))
    #expect(try left().keys.sorted() == ["manifest.json", "tell.json"])
    let manifest = try manifest()
    #expect(manifest["status"] == .string("failed"))
    #expect(manifest["error"] == .string(reason))
    guard case .array(let stages)? = manifest["stages"] else {
      Issue.record("there are stages")
      return
    }
    #expect(stages.map { $0["name"] } == [.string("tell"), .string("fail")])
  }

  @Test func `an artifact that is too long fails its stage and is not put in place`() throws {
    let reason = "flood: There are more than 134217728 bytes in an artifact"
    #expect(failure(.sample("tell", "flood", of: source)) == .failed(reason))
    #expect(try left().keys.sorted() == ["manifest.json", "tell.json"])
    #expect(try manifest()["error"] == .string(reason))
  }

  @Test func `a source that cannot be read fails the run, and the manifest says why`() throws {
    let reason = "There is no data set 'gone'; there are t"
    #expect(failure(.sample("tell", of: .dataset(.named("gone")))) == .failed(reason))
    #expect(try left().keys.sorted() == ["manifest.json"])
    #expect(try manifest()["error"] == .string(reason))
  }

  @Test func `a stage that is not there any more fails the run`() throws {
    let order = PipelineOrder(
      sources: [PipelineSource(source)],
      stages: [StageOrder(name: "gone", parameters: StageOrder.sample("draw").parameters)])
    #expect(failure(order) == .failed("This release knows no stage 'gone'"))
  }

  @Test(arguments: [Errno.noSpace, .inputOutput])
  func `whichever write fails, nothing is left and the run can be made again`(errno: Errno) throws {
    let order = PipelineOrder.sample("tell", "draw", of: source)
    var calls = 0
    while true {
      calls += 1
      failing.arm(calls, errno)
      do {
        _ = try run(order)
        break
      } catch {
        #expect(error as? WorkFailure == .storage(errno))
        #expect(try left().isEmpty, "call \(calls)")
      }
    }
    failing.disarm()
    // Two folders with their syncs, and four files of five calls each.
    #expect(calls == 25)
    #expect(try left().count == 4)
  }

  @Test func `a failed run whose manifest finds no place is made again`() throws {
    failing.arm(5, .noSpace)
    #expect(failure(.sample("fail", of: source)) == .storage(.noSpace))
    #expect(try left().isEmpty)
  }

  // Progress and cancelling

  @Test func `a run tells its stages and steps in order, and how far it is`() throws {
    let heard = Guarded<[(phase: String, percent: Int)]>([])
    let progress = Progress()
    _ = try run(.sample("tell", "draw", of: source), progress: progress) { phase in
      heard.withLock { $0.append((phase, progress.percent)) }
    }
    let told = heard.withLock { $0 }
    #expect(
      told.map(\.phase) == [
        "reading", "tell: starting", "tell: counting", "tell: writing", "draw: starting",
        "draw: drawing", "draw: writing",
      ])
    #expect(told.map(\.percent) == [0, 30, 30, 47, 65, 65, 65])
    #expect(progress.percent == 100)
  }

  @Test func `a run that nobody wants is not begun`() throws {
    let progress = Progress()
    progress.cancel()
    #expect(failure(.sample("tell", of: source), progress: progress) == .cancelled)
    #expect(try left().isEmpty)
  }

  @Test func `a run that is stopped leaves what is there, whatever it does at the moment`() throws {
    for (last, expected) in [
      ("reading", []), ("tell: starting", []), ("tell: counting", []), ("tell: writing", []),
      ("draw: starting", ["tell.json"]), ("hold: holding", ["tell.json"]),
    ] as [(String, [String])] {
      let progress = Progress()
      let order = PipelineOrder.sample(
        "tell", last.hasPrefix("hold") ? "hold" : "draw", of: source)
      let failure = failure(order, progress: progress) { phase in
        if phase == last { progress.cancel() }
      }
      #expect(failure == .cancelled)
      #expect(try left().keys.sorted() == ["manifest.json"] + expected, "\(last)")
      #expect(try manifest()["status"] == .string("stopped"))
    }
  }

  @Test func `who takes a run back does not wait for a disk`() throws {
    let progress = Progress()
    let failing = failing
    let failure = failure(.sample("hold", of: source), progress: progress) { phase in
      guard phase == "hold: holding" else { return }
      failing.arm(1, .noSpace, isLasting: true)
      progress.cancel()
    }
    #expect(failure == .cancelled)
    failing.disarm()
    #expect(try left().isEmpty)
  }
}
