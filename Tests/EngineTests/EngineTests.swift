import Engine
import Foundation
import Posix
import Statistics
import Testing

struct EngineTests {
  private let scratch = ScratchFolder()

  private func engine(
    _ change: (inout TallyEngine.Options) -> Void = { _ in }
  ) throws -> TallyEngine {
    var options = TallyEngine.Options()
    change(&options)
    var logOptions = Log.Options()
    logOptions.destination = .file(
      path: scratch.path + "/log", rotateBytes: 1 << 20, keptCount: 1)
    return try TallyEngine(
      options,
      EngineFolders(
        data: Folder(path: scratch.path, creating: true),
        state: Folder(path: scratch.path + "/state", creating: true),
        results: Folder(path: scratch.path + "/results", creating: true)),
      survey: TallyEngine.LoadedSurvey(name: "sample", survey: Samples.survey), log: Log(logOptions)
    )
  }

  private func wait(for engine: TallyEngine) {
    for _ in 0..<120_000 where engine.unfinishedCount > 0 { Posix.Thread.sleep(milliseconds: 1) }
  }

  private let done = #"{"status":"done","data":{"Ohio":2.0,"Guam":4.0}}"#

  @Test func `a job's file is in place and its answer in memory when it is done`() throws {
    let engine = try engine()
    let id = try engine.submit(Samples.question)
    wait(for: engine)
    #expect(engine.outcome(of: id) == .finished(.succeeded, answer: Array(done.utf8)))
    let file = try String(contentsOfFile: scratch.path + "/results/job_id_1.json", encoding: .utf8)
    #expect(file == done)
    let stored = try #require(try engine.openResult(of: id))
    #expect(stored.byteCount == done.utf8.count)
  }

  @Test func `a job without an answer fails and its file says why`() throws {
    let engine = try engine()
    let id = try engine.submit(
      Samples.question(SurveyInquiry(.stateMean, question: "Q", state: "Guam", fromYear: 2012)))
    wait(for: engine)
    let reason = #"{"status":"error","reason":"Guam has no value for this question from 2012"}"#
    #expect(engine.outcome(of: id) == .finished(.failed, answer: Array(reason.utf8)))
    let file = try String(contentsOfFile: scratch.path + "/results/job_id_1.json", encoding: .utf8)
    #expect(file == reason)
  }

  @Test func `after a restart finished jobs are known and numbers go on`() throws {
    do {
      let engine = try engine()
      for _ in 0..<3 { _ = try engine.submit(Samples.question) }
      wait(for: engine)
    }
    try "stranger".write(
      toFile: scratch.path + "/results/notes.txt", atomically: true, encoding: .utf8)
    let engine = try engine()
    #expect(engine.outcome(of: JobID(2)) == .finished(.succeeded, answer: nil))
    #expect(try engine.submit(Samples.question) == JobID(4))
    wait(for: engine)
  }

  @Test func `what an older release has left is taken up, and its numbers are not given again`()
    throws
  {
    let results = scratch.path + "/results"
    let state = scratch.path + "/state"
    for path in [results, state] {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    try done.write(toFile: results + "/job_id_7.json", atomically: true, encoding: .utf8)
    try "half".write(toFile: results + "/job_id_9.json", atomically: true, encoding: .utf8)
    try #"{"next_free":16385}"#.write(
      toFile: state + "/job_numbers.json", atomically: true, encoding: .utf8)
    for _ in 0..<2 {
      let engine = try engine()
      #expect(engine.outcome(of: JobID(7)) == .finished(.succeeded, answer: nil))
      #expect(engine.outcome(of: JobID(9)) == .swept)
      #expect(engine.outcome(of: JobID(16_385)) == .unknown)
    }
    let engine = try engine()
    #expect(try engine.submit(Samples.question) == JobID(16_385))
    wait(for: engine)
  }

  @Test func `a note of the numbers that makes no sense stops the start`() throws {
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/state", withIntermediateDirectories: true)
    for text in ["", "{}", "{\"next_free\":-1}", "{\"next_free\":\"1\"}", "x"] {
      try text.write(
        toFile: scratch.path + "/state/job_numbers.json", atomically: true, encoding: .utf8)
      #expect(throws: EngineFailure.state(file: "job_numbers.json", reason: .unreadable)) {
        try engine()
      }
    }
  }

  @Test func `thousands of jobs are all done, under ascending numbers`() throws {
    let engine = try engine { $0.workers = 4 }
    let numbers = Guarded<[Int]>([])
    for _ in 0..<6000 {
      engine.submit(Submission(.survey(Samples.question), client: JobClient("a"))) { answer in
        if let id = try? answer.get() { numbers.withLock { $0.append(id.number) } }
      }
    }
    for _ in 0..<120_000 where numbers.withLock({ $0.count }) < 6000 || engine.unfinishedCount > 0 {
      Posix.Thread.sleep(milliseconds: 1)
    }
    #expect(numbers.withLock { $0 } == Array(1...6000))
    let files = try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/results")
    #expect(files.count == 6000)
    #expect(engine.jobs(from: 0, limit: 10_000).jobs.allSatisfy { $0.1 == .succeeded })
  }

  @Test func `a job whose result finds no place waits until it does`() throws {
    let engine = try engine()
    try FileManager.default.removeItem(atPath: scratch.path + "/results")
    try "in the way".write(toFile: scratch.path + "/results", atomically: true, encoding: .utf8)
    let id = try engine.submit(Samples.question)
    for _ in 0..<120_000 where engine.figures.storageFailure == nil {
      Posix.Thread.sleep(milliseconds: 1)
    }
    #expect(engine.figures.storageFailure?.contains("could not be stored") == true)
    #expect(!engine.canFinish)
    #expect(engine.unfinishedCount == 1)
    try FileManager.default.removeItem(atPath: scratch.path + "/results")
    wait(for: engine)
    #expect(engine.outcome(of: id) == .finished(.succeeded, answer: Array(done.utf8)))
    #expect(engine.figures.storageFailure == nil)
  }

  @Test func `an answer whose file is none any more is computed anew for who asks the same`() throws
  {
    let engine = try engine()
    _ = try engine.submit(Samples.question)
    wait(for: engine)
    let file = scratch.path + "/results/job_id_1.json"
    try FileManager.default.removeItem(atPath: file)
    try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
    let id = try engine.submit(Samples.question)
    wait(for: engine)
    #expect(engine.outcome(of: id) == .finished(.succeeded, answer: Array(done.utf8)))
    #expect(engine.figures.storageFailure == nil)
  }

  @Test func `a results folder that is removed while running is made again`() throws {
    let engine = try engine()
    let first = try engine.submit(Samples.question)
    wait(for: engine)
    try FileManager.default.removeItem(atPath: scratch.path + "/results")
    #expect(try engine.openResult(of: first) == nil)
    #expect(engine.outcome(of: first) == .finished(.succeeded, answer: Array(done.utf8)))
    let second = try engine.submit(Samples.question)
    wait(for: engine)
    #expect(engine.outcome(of: second) == .finished(.succeeded, answer: Array(done.utf8)))
    #expect(try engine.openResult(of: second) != nil)
  }

  @Test func `a drained engine refuses work and finishes what it has`() throws {
    let engine = try engine()
    for _ in 0..<20 { _ = try engine.submit(Samples.question) }
    _ = engine.drain()
    #expect(engine.isDraining)
    #expect(throws: AdmissionFailure.closed) { try engine.submit(Samples.question) }
    wait(for: engine)
    #expect(engine.jobs(from: 0, limit: 100).jobs.count == 20)
    #expect(engine.drain() == 0)
  }

  @Test func `figures count what was done`() throws {
    let engine = try engine { $0.workers = 3 }
    for _ in 0..<5 { _ = try engine.submit(Samples.question) }
    wait(for: engine)
    // The histogram is counted behind the ledger.
    for _ in 0..<120_000 where engine.figures.durations.counts.reduce(0, +) < 5 {
      Posix.Thread.sleep(milliseconds: 1)
    }
    let figures = engine.figures
    #expect(figures.submittedJobs == 5)
    #expect(figures.lanes == 3)
    #expect(figures.jobs.first { $0.state == .succeeded }?.count == 5)
    #expect(figures.durations.counts.reduce(0, +) == 5)
    #expect(figures.durations.totalSeconds > 0)
  }

  @Test func `a sweep removes the files of the oldest jobs`() throws {
    let engine = try engine {
      $0.ledger.retention.count = 2
      $0.workers = 1
    }
    for _ in 0..<5 { _ = try engine.submit(Samples.question) }
    wait(for: engine)
    for _ in 0..<120_000 {
      if try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/results").count == 2 {
        break
      }
      Posix.Thread.sleep(milliseconds: 1)
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/results").sorted() == [
        "job_id_4.json", "job_id_5.json",
      ])
    #expect(engine.outcome(of: JobID(1)) == .swept)
  }
}
