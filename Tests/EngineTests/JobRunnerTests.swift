import Engine
import Foundation
import JSON
import Posix
import Statistics
import Testing

struct JobRunnerTests {
  private let scratch = ScratchFolder()

  /// Runs jobs on an engine of its own until all are finished and logged.
  private func lines(
    survey: TallyEngine.LoadedSurvey? = .init(name: "sample", survey: Samples.survey),
    level: Log.Level = .info, _ submit: (TallyEngine) throws -> Void
  ) throws -> [JSONValue] {
    var logOptions = Log.Options()
    logOptions.destination = .file(path: scratch.path + "/log", rotateBytes: 1 << 20, keptCount: 1)
    logOptions.level = level
    let log = try Log(logOptions)
    let engine = try TallyEngine(
      TallyEngine.Options(),
      EngineFolders(
        data: Folder(path: scratch.path, creating: true),
        state: Folder(path: scratch.path + "/state", creating: true),
        results: Folder(path: scratch.path + "/results", creating: true)), survey: survey, log: log)
    try submit(engine)
    let count = engine.figures.submittedJobs
    // A job is counted in the histogram before its line is written, by the same lane.
    for _ in 0..<120_000 where finishedCount(engine) < count || engine.jobPool.load.busyLanes > 0 {
      Posix.Thread.sleep(milliseconds: 1)
    }
    log.flush()
    let text = try String(contentsOfFile: scratch.path + "/log", encoding: .utf8)
    return try text.split(separator: "\n").map { try JSONParser.parse(Array($0.utf8)) }
  }

  private func finishedCount(_ engine: TallyEngine) -> Int {
    engine.figures.durations.counts.reduce(0, +)
  }

  private func line(_ message: String, of id: Int, in lines: [JSONValue]) -> JSONValue? {
    lines.first { $0["message"] == .string(message) && $0["job_id"] == .string("job_id_\(id)") }
  }

  @Test func `an accepted job is logged with the request that brought it`() throws {
    let lines = try lines { engine in
      _ = try engine.submit(Samples.question, requestID: "client-7")
      _ = try engine.submit(Samples.question)
    }
    let first = try #require(line("job accepted", of: 1, in: lines))
    #expect(first["request_id"] == .string("client-7"))
    #expect(first["level"] == .string("info"))
    let second = try #require(line("job accepted", of: 2, in: lines))
    #expect(second["request_id"] == nil)
  }

  @Test func `the end of a job is logged with its state and duration`() throws {
    let silent = Samples.question(
      .init(.stateMean, question: "Q", state: "Guam", fromYear: 2012))
    let lines = try lines { engine in
      _ = try engine.submit(Samples.question)
      _ = try engine.submit(silent)
    }
    for (id, state) in [(1, "succeeded"), (2, "failed")] {
      let found = try #require(line("job finished", of: id, in: lines))
      #expect(found["state"] == .string(state))
      guard case .double(let milliseconds)? = found["duration_ms"] else {
        Issue.record("a duration is a number")
        continue
      }
      #expect(milliseconds > 0)
    }
  }

  @Test func `above its level the log says nothing of jobs that go well`() throws {
    let lines = try lines(level: .warning) { engine in
      _ = try engine.submit(Samples.question, requestID: "client-7")
    }
    #expect(lines.isEmpty)
  }

  @Test func `a question without a survey fails its job`() throws {
    let lines = try lines(survey: nil) { engine in
      _ = try engine.submit(Samples.question)
    }
    #expect(line("job finished", of: 1, in: lines)?["state"] == .string("failed"))
    #expect(
      try String(contentsOfFile: scratch.path + "/results/job_id_1.json", encoding: .utf8)
        == #"{"status":"error","reason":"No survey is loaded"}"#)
  }
}
