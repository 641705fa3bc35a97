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
    for _ in 0..<10_000 where engine.unfinishedCount > 0 { Posix.Thread.sleep(milliseconds: 1) }
  }

  private let done = #"{"status":"done","data":{"Ohio":2.0,"Guam":4.0}}"#

  @Test func `a job's file is in place and its answer in memory when it is done`() throws {
    let engine = try engine()
    let id = try engine.submit(.survey(Samples.question))
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
      .survey(
        Samples.question(
          SurveyInquiry(.stateMean, question: "Q", state: "Guam", fromYear: 2012))))
    wait(for: engine)
    let reason = #"{"status":"error","reason":"Guam has no value for this question from 2012"}"#
    #expect(engine.outcome(of: id) == .finished(.failed, answer: Array(reason.utf8)))
    let file = try String(contentsOfFile: scratch.path + "/results/job_id_1.json", encoding: .utf8)
    #expect(file == reason)
  }

  @Test func `after a restart finished jobs are known and numbers go on`() throws {
    do {
      let engine = try engine()
      for _ in 0..<3 { _ = try engine.submit(.survey(Samples.question)) }
      wait(for: engine)
      try engine.noteNumbers()
    }
    try "stranger".write(
      toFile: scratch.path + "/results/notes.txt", atomically: true, encoding: .utf8)
    try "half".write(
      toFile: scratch.path + "/results/job_id_99.json", atomically: true, encoding: .utf8)
    let engine = try engine()
    #expect(engine.outcome(of: JobID(2)) == .finished(.succeeded, answer: nil))
    #expect(try engine.submit(.survey(Samples.question)) == JobID(4))
    wait(for: engine)
  }

  @Test func `after a crash no number is given again`() throws {
    do {
      let engine = try engine()
      for _ in 0..<3 { _ = try engine.submit(.survey(Samples.question)) }
      wait(for: engine)
    }
    do {
      let engine = try engine()
      #expect(try engine.submit(.survey(Samples.question)).number > 3)
      wait(for: engine)
    }
    // Without the note, the greatest number that a result bears is all there is to go by.
    try FileManager.default.removeItem(atPath: scratch.path + "/state/job_numbers.json")
    let third = try engine()
    #expect(try third.submit(.survey(Samples.question)).number > 4)
    wait(for: third)
  }

  @Test func `a note of the numbers that makes no sense stops the start`() throws {
    _ = try engine()
    for text in ["", "{}", "{\"next_free\":-1}", "{\"next_free\":\"1\"}", "x"] {
      try text.write(
        toFile: scratch.path + "/state/job_numbers.json", atomically: true, encoding: .utf8)
      #expect(throws: EngineFailure.state(file: "job_numbers.json", reason: .unreadable)) {
        try engine()
      }
    }
  }

  @Test func `thousands of jobs use more numbers than one block and none twice`() throws {
    let engine = try engine {
      $0.workers = 4
      $0.numbersPerNote = 1024
    }
    var numbers = Set<Int>()
    while numbers.count < 6000 {
      do throws(AdmissionFailure) {
        numbers.insert(try engine.submit(.survey(Samples.question)).number)
      } catch {
        #expect(error != .closed)
        Posix.Thread.sleep(milliseconds: 1)
      }
    }
    #expect(numbers.count == 6000)
    for _ in 0..<60_000 where engine.unfinishedCount > 0 { Posix.Thread.sleep(milliseconds: 1) }
    #expect(engine.unfinishedCount == 0)
    let files = try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/results")
    #expect(files.count == 6000)
    #expect(engine.jobs(from: 0, limit: 10_000).jobs.allSatisfy { $0.1 == .succeeded })
  }

  @Test func `numbers that could not be noted are asked for again once they are used up`() throws {
    let engine = try engine { $0.numbersPerNote = 4 }
    let state = scratch.path + "/state"
    try FileManager.default.removeItem(atPath: state)
    try "in the way".write(toFile: state, atomically: true, encoding: .utf8)
    for _ in 0..<4 { _ = try engine.submit(.survey(Samples.question)) }
    #expect(throws: AdmissionFailure.numbersExhausted) {
      try engine.submit(.survey(Samples.question))
    }
    // No job is running that could ask for numbers while the folder comes back.
    wait(for: engine)
    try FileManager.default.removeItem(atPath: state)
    var number: Int?
    for _ in 0..<10_000 where number == nil {
      number = try? engine.submit(.survey(Samples.question)).number
      if number == nil { Posix.Thread.sleep(milliseconds: 1) }
    }
    #expect(number == 5)
  }

  @Test func `a results folder that is removed while running is made again`() throws {
    let engine = try engine()
    let first = try engine.submit(.survey(Samples.question))
    wait(for: engine)
    try FileManager.default.removeItem(atPath: scratch.path + "/results")
    #expect(try engine.openResult(of: first) == nil)
    #expect(engine.outcome(of: first) == .finished(.succeeded, answer: Array(done.utf8)))
    let second = try engine.submit(.survey(Samples.question))
    wait(for: engine)
    #expect(engine.outcome(of: second) == .finished(.succeeded, answer: Array(done.utf8)))
    #expect(try engine.openResult(of: second) != nil)
  }

  @Test func `a result that cannot be stored fails its job and is seen by the operator`() throws {
    let engine = try engine()
    try FileManager.default.removeItem(atPath: scratch.path + "/results")
    try "in the way".write(toFile: scratch.path + "/results", atomically: true, encoding: .utf8)
    let id = try engine.submit(.survey(Samples.question))
    wait(for: engine)
    guard case .finished(.failed, let answer?) = engine.outcome(of: id) else {
      Issue.record("the job did not fail")
      return
    }
    #expect(String(decoding: answer, as: UTF8.self).contains("could not be stored"))
    #expect(engine.figures.storageFailure != nil)
    try FileManager.default.removeItem(atPath: scratch.path + "/results")
    _ = try engine.submit(.survey(Samples.question))
    wait(for: engine)
    #expect(engine.figures.storageFailure == nil)
  }

  @Test func `a drained engine refuses work and finishes what it has`() throws {
    let engine = try engine()
    for _ in 0..<20 { _ = try engine.submit(.survey(Samples.question)) }
    _ = engine.drain()
    #expect(engine.isDraining)
    #expect(throws: AdmissionFailure.closed) { try engine.submit(.survey(Samples.question)) }
    wait(for: engine)
    #expect(engine.jobs(from: 0, limit: 100).jobs.count == 20)
    #expect(engine.drain() == 0)
  }

  @Test func `figures count what was done`() throws {
    let engine = try engine { $0.workers = 3 }
    for _ in 0..<5 { _ = try engine.submit(.survey(Samples.question)) }
    wait(for: engine)
    // The histogram is counted behind the ledger.
    for _ in 0..<1000 where engine.figures.durations.counts.reduce(0, +) < 5 {
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
      $0.ledger.finishedLimit = 2
      $0.workers = 1
    }
    for _ in 0..<5 { _ = try engine.submit(.survey(Samples.question)) }
    wait(for: engine)
    for _ in 0..<1000 {
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
