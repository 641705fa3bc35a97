import Engine
import Statistics
import Tables
import Testing

struct JobLedgerTests {
  private let work = Work.survey(Samples.question)

  private func ledger(
    next: Int = 1, reservedEnd: Int = 1000, finished: [(JobID, JobState)] = [],
    _ change: (inout JobLedger.Options) -> Void = { _ in }
  ) -> JobLedger {
    var options = JobLedger.Options()
    change(&options)
    return JobLedger(
      options, numbers: JobNumbers(next: next, reservedEnd: reservedEnd), finished: finished)
  }

  @Test func `jobs get ascending numbers and are taken in their order`() throws {
    var ledger = ledger()
    let ids = try (0..<3).map { _ in try ledger.admit(work) }
    #expect(ids.map(\.number) == [1, 2, 3])
    #expect(ledger.takeNext()?.id == ids[0])
    #expect(ledger.takeNext()?.id == ids[1])
    #expect(ledger.outcome(of: ids[0]) == .running)
    #expect(ledger.outcome(of: ids[2]) == .queued)
    #expect(ledger.outcome(of: JobID(4)) == .unknown)
    #expect(ledger.unfinishedCount == 3)
  }

  @Test func `a finished job keeps its answer and nothing is left to do`() throws {
    var ledger = ledger()
    let id = try ledger.admit(work)
    _ = ledger.takeNext()
    #expect(ledger.finish(id, as: .succeeded, answer: [1, 2]) == [])
    #expect(ledger.outcome(of: id) == .finished(.succeeded, answer: [1, 2]))
    #expect(ledger.unfinishedCount == 0)
    #expect(ledger.takeNext() == nil)
    #expect(ledger.count(.succeeded) == 1)
  }

  @Test func `a job that does not run cannot be finished`() throws {
    var ledger = ledger()
    let id = try ledger.admit(work)
    #expect(ledger.finish(id, as: .succeeded, answer: []) == [])
    #expect(ledger.outcome(of: id) == .queued)
    #expect(ledger.finish(JobID(99), as: .failed, answer: []) == [])
  }

  @Test func `a closed ledger refuses new jobs and keeps the old ones`() throws {
    var ledger = ledger()
    let id = try ledger.admit(work)
    ledger.close()
    #expect(ledger.isClosed)
    #expect(throws: AdmissionFailure.closed) { try ledger.admit(work) }
    #expect(ledger.takeNext()?.id == id)
  }

  @Test func `one job more than may wait is refused until one is taken`() throws {
    var ledger = ledger { $0.waitingLimit = 2 }
    _ = try ledger.admit(work)
    _ = try ledger.admit(work)
    #expect(throws: AdmissionFailure.queueFull(limit: 2)) { try ledger.admit(work) }
    _ = ledger.takeNext()
    #expect(try ledger.admit(work).number == 3)
  }

  @Test func `no number is given that is not reserved`() throws {
    var ledger = ledger(next: 5, reservedEnd: 6)
    #expect(try ledger.admit(work).number == 5)
    #expect(throws: AdmissionFailure.numbersExhausted) { try ledger.admit(work) }
    ledger.extendNumbers(to: 7)
    #expect(try ledger.admit(work).number == 6)
    #expect(ledger.numbers == JobNumbers(next: 7, reservedEnd: 7))
  }

  @Test func `jobs of earlier runs are known and the numbers between them are gone`() {
    let ledger = ledger(
      next: 10, finished: [(JobID(3), .succeeded), (JobID(5), .failed), (JobID(6), .cancelled)])
    #expect(ledger.outcome(of: JobID(3)) == .finished(.succeeded, answer: nil))
    #expect(ledger.outcome(of: JobID(5)) == .finished(.failed, answer: nil))
    #expect(ledger.outcome(of: JobID(6)) == .finished(.cancelled, answer: nil))
    #expect(ledger.outcome(of: JobID(4)) == .swept)
    #expect(ledger.outcome(of: JobID(1)) == .swept)
    #expect(ledger.outcome(of: JobID(9)) == .swept)
    #expect(ledger.outcome(of: JobID(10)) == .unknown)
    #expect(ledger.page(from: 0, limit: 100).jobs.map(\.0.number) == [3, 5, 6])
  }

  @Test func `a job whose number is far above all others costs no place for each between`() {
    let far = 900_000_000_000_000
    let ledger = ledger(
      next: far + 1, reservedEnd: far + 100,
      finished: [(JobID(3), .succeeded), (JobID(far), .failed)])
    #expect(ledger.outcome(of: JobID(3)) == .swept)
    #expect(ledger.outcome(of: JobID(far - 1)) == .swept)
    #expect(ledger.outcome(of: JobID(far)) == .finished(.failed, answer: nil))
    #expect(ledger.count(.succeeded) == 0)
    #expect(ledger.count(.failed) == 1)
  }

  @Test func `beyond the limit the jobs that finished first are swept`() throws {
    var ledger = ledger { $0.finishedLimit = 2 }
    let ids = try (0..<4).map { _ in try ledger.admit(work) }
    for _ in ids { _ = ledger.takeNext() }
    #expect(ledger.finish(ids[1], as: .succeeded, answer: [1]) == [])
    #expect(ledger.finish(ids[0], as: .failed, answer: [2]) == [])
    #expect(ledger.finish(ids[2], as: .succeeded, answer: [3]) == [ids[1]])
    #expect(ledger.outcome(of: ids[1]) == .swept)
    #expect(ledger.outcome(of: ids[0]) == .finished(.failed, answer: [2]))
    #expect(ledger.outcome(of: ids[3]) == .running)
    #expect(ledger.count(.succeeded) == 1)
  }

  @Test func `answers leave memory when they are large, or too many, the oldest first`() throws {
    var ledger = ledger {
      $0.rememberedAnswerBytes = 10
      $0.rememberedBytes = 15
    }
    let ids = try (0..<3).map { _ in try ledger.admit(work) }
    for _ in ids { _ = ledger.takeNext() }
    _ = ledger.finish(ids[0], as: .succeeded, answer: Array(repeating: 1, count: 10))
    _ = ledger.finish(ids[1], as: .succeeded, answer: Array(repeating: 1, count: 11))
    #expect(ledger.outcome(of: ids[1]) == .finished(.succeeded, answer: nil))
    #expect(ledger.outcome(of: ids[0]) != .finished(.succeeded, answer: nil))
    _ = ledger.finish(ids[2], as: .succeeded, answer: Array(repeating: 1, count: 6))
    #expect(ledger.outcome(of: ids[0]) == .finished(.succeeded, answer: nil))
    #expect(ledger.outcome(of: ids[2]) != .finished(.succeeded, answer: nil))
  }

  @Test func `pages go through all jobs once`() throws {
    var ledger = ledger(next: 3, finished: [(JobID(1), .succeeded)])
    for _ in 0..<5 { _ = try ledger.admit(work) }
    var found: [Int] = []
    var next: Int? = 0
    while let first = next {
      let page = ledger.page(from: first, limit: 2)
      found += page.jobs.map(\.0.number)
      next = page.next
    }
    #expect(found == [1, 3, 4, 5, 6, 7])
  }

  /// A ledger of dictionaries and sorted lists, compared step by step with the real one.
  @Test func `a long random life agrees with a plain one`() throws {
    var generator = SplitMix(state: 11)
    var ledger = ledger(reservedEnd: 100_000) { $0.finishedLimit = 50 }
    var states: [Int: JobState] = [:]
    var order: [Int] = []
    var running: [Int] = []
    for _ in 0..<20_000 {
      switch Int.random(in: 0..<3, using: &generator) {
      case 0:
        let id = try ledger.admit(work)
        states[id.number] = .queued
      case 1:
        let oldest = states.filter { $0.value == .queued }.keys.min()
        let taken = ledger.takeNext()
        #expect(taken?.id.number == oldest)
        if let oldest {
          states[oldest] = .running
          running.append(oldest)
        }
      default:
        guard let place = running.indices.randomElement(using: &generator) else { continue }
        let number = running.remove(at: place)
        states[number] = .succeeded
        order.append(number)
        let swept = ledger.finish(JobID(number), as: .succeeded, answer: [7])
        var expected: [Int] = []
        while order.count > 50 { expected.append(order.removeFirst()) }
        #expect(swept.map(\.number) == expected)
        for number in expected { states[number] = nil }
      }
    }
    #expect(ledger.count(.queued) == states.values.count { $0 == .queued })
    #expect(ledger.count(.running) == running.count)
    #expect(ledger.count(.succeeded) == order.count)
    #expect(
      ledger.page(from: 0, limit: .max / 2).jobs.map(\.0.number) == states.keys.sorted())
  }
}
