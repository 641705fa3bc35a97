import Posix
import Statistics
import Tables
import Testing

@testable import Engine

/// A ledger with a clock of its own, and answers of two bytes.
struct LedgerBench {
  var ledger: JobLedger
  var now = Moment(wallNanoseconds: 1_000_000_000, monotonicNanoseconds: 5_000_000_000)

  init(_ change: (inout JobLedger.Options) -> Void = { _ in }) {
    var options = JobLedger.Options()
    change(&options)
    ledger = JobLedger(options)
  }

  /// Takes in a question; `topic` stands for what is asked, if its answer may be shared.
  mutating func admit(
    _ client: String = "ann", topic: UInt8? = nil, limitMilliseconds: Int? = nil,
    name: JobName? = nil
  ) throws(AdmissionFailure) -> JobID {
    try ledger.reserve(for: JobClient(client))
    var job = OpenJob(
      id: JobID(ledger.next), work: .survey(Samples.question), client: JobClient(client),
      createdNanoseconds: now.wallNanoseconds)
    job.fingerprint = topic.flatMap { Fingerprint([UInt8](repeating: $0, count: 16)) }
    job.limitMilliseconds = limitMilliseconds
    job.name = name
    ledger.admit(job, at: now)
    return job.id
  }

  mutating func admit(
    _ client: String = "ann", collecting day: CivilDay
  ) throws(AdmissionFailure) -> JobID {
    try ledger.reserve(for: JobClient(client))
    let job = OpenJob(
      id: JobID(ledger.next), work: .collecting(CollectionOrder(day: day)),
      client: JobClient(client), createdNanoseconds: now.wallNanoseconds)
    ledger.admit(job, at: now)
    return job.id
  }

  mutating func take(_ lane: JobLane = .computing) -> JobID? {
    ledger.takeNext(lane, at: now) { _ in Progress() }?.id
  }

  /// Gives a computation its answer, as a lane does.
  mutating func finish(_ id: JobID, _ ending: JobEnding = .succeeded([1, 2])) -> [JobID] {
    var finished: [JobID] = []
    while true {
      let members = ledger.settle(id)
      if members.isEmpty { return finished }
      finished += ledger.finish(members, ending, at: now).map(\.id)
    }
  }

  func account(_ id: JobID) -> JobAccount? {
    if case .found(let account) = ledger.lookUp(id) { account } else { nil }
  }
}

struct JobLedgerTests {
  @Test func `jobs get ascending numbers and are taken in their order`() throws {
    var bench = LedgerBench()
    let ids = try (0..<3).map { _ in try bench.admit() }
    #expect(ids.map(\.number) == [1, 2, 3])
    #expect(bench.take() == ids[0])
    #expect(bench.take() == ids[1])
    #expect(bench.ledger.outcome(of: ids[0]) == .running)
    #expect(bench.ledger.outcome(of: ids[2]) == .queued)
    #expect(bench.ledger.outcome(of: JobID(4)) == .unknown)
    #expect(bench.ledger.unfinishedCount == 3)
  }

  @Test func `a place that is kept counts as waiting until it is given back`() throws {
    var bench = LedgerBench { $0.waitingLimit = 2 }
    try bench.ledger.reserve(for: JobClient("ann"))
    _ = try bench.admit()
    #expect(throws: AdmissionFailure.queueFull(limit: 2)) {
      try bench.ledger.reserve(for: JobClient("ann"))
    }
    #expect(bench.ledger.unfinishedCount == 2)
    bench.ledger.release(for: JobClient("ann"))
    try bench.ledger.reserve(for: JobClient("ann"))
    bench.ledger.close()
    #expect(throws: AdmissionFailure.closed) { try bench.ledger.reserve(for: JobClient("ann")) }
    #expect(bench.take() == JobID(1))
  }

  @Test func `who has filled the queue does not shut others out`() throws {
    var bench = LedgerBench { $0.waitingLimit = 200 }
    for _ in 0..<200 { _ = try bench.admit("ann") }
    #expect(throws: AdmissionFailure.queueFull(limit: 200)) { try bench.admit("ann") }
    for _ in 0..<2 { _ = try bench.admit("bob") }
    #expect(throws: AdmissionFailure.queueFull(limit: 200)) { try bench.admit("bob") }
    for client in 0..<198 { _ = try bench.admit("client \(client)") }
    #expect(throws: AdmissionFailure.queueFull(limit: 200)) { try bench.admit("eve") }
  }

  @Test func `jobs of earlier runs are known, those between them are gone, and open ones wait`() {
    var ledger = JobLedger()
    for (number, state) in [(3, JobState.succeeded), (5, .failed), (6, .cancelled)] {
      ledger.restore(
        FinishedJob(
          id: JobID(number), kind: "survey", state: state, createdNanoseconds: 1,
          finishedNanoseconds: 2))
    }
    var job = OpenJob(
      id: JobID(7), work: .survey(Samples.question), client: JobClient("ann"),
      createdNanoseconds: 1)
    job.crashes = 2
    ledger.restore(job)
    ledger.restoreEnd(next: 900_000_000_000_000)
    #expect(ledger.outcome(of: JobID(3)) == .finished(.succeeded, answer: nil))
    #expect(ledger.outcome(of: JobID(5)) == .finished(.failed, answer: nil))
    #expect(ledger.outcome(of: JobID(6)) == .finished(.cancelled, answer: nil))
    for number in [1, 4, 8, 899_999_999_999_999] {
      #expect(ledger.outcome(of: JobID(number)) == .swept)
    }
    #expect(ledger.outcome(of: JobID(900_000_000_000_000)) == .unknown)
    #expect(ledger.page(from: 0, limit: 100).jobs.map(\.0.number) == [3, 5, 6, 7])
    let now = Moment(wallNanoseconds: 9, monotonicNanoseconds: 9)
    #expect(ledger.takeNext(.computing, at: now) { _ in Progress() }?.id == JobID(7))
    guard case .found(let account) = ledger.lookUp(JobID(7)) else { return }
    #expect(account.attempts == 3)
  }

  @Test func `answers leave memory when they are large, or too many, the oldest first`() throws {
    var bench = LedgerBench {
      $0.rememberedAnswerBytes = 10
      $0.rememberedBytes = 15
    }
    let ids = try (0..<3).map { _ in try bench.admit() }
    for _ in ids { _ = bench.take() }
    _ = bench.finish(ids[0], .succeeded(Array(repeating: 1, count: 10)))
    _ = bench.finish(ids[1], .succeeded(Array(repeating: 1, count: 11)))
    #expect(bench.ledger.outcome(of: ids[1]) == .finished(.succeeded, answer: nil))
    #expect(bench.ledger.outcome(of: ids[0]) != .finished(.succeeded, answer: nil))
    _ = bench.finish(ids[2], .succeeded(Array(repeating: 1, count: 6)))
    #expect(bench.ledger.outcome(of: ids[0]) == .finished(.succeeded, answer: nil))
    #expect(bench.ledger.outcome(of: ids[2]) != .finished(.succeeded, answer: nil))
  }

  /// A ledger of dictionaries and sorted lists, compared step by step with the real one.
  @Test func `a long random life agrees with a plain one`() throws {
    var generator = SplitMix(state: 11)
    var bench = LedgerBench { $0.retention.count = 50 }
    var states: [Int: JobState] = [:]
    var order: [Int] = []
    for _ in 0..<20_000 {
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: states[try bench.admit().number] = .queued
      case 1:
        let oldest = states.filter { $0.value == .queued }.keys.min()
        #expect(bench.take()?.number == oldest)
        if let oldest { states[oldest] = .running }
      case 2:
        let running = states.filter { $0.value == .running }.keys.sorted()
        guard let number = running.randomElement(using: &generator) else { continue }
        states[number] = .succeeded
        order.append(number)
        #expect(bench.finish(JobID(number)) == [JobID(number)])
        let swept = bench.ledger.takeOverdue(at: bench.now)
        for id in swept { bench.ledger.forget(id) }
        var expected: [Int] = []
        while order.count > 50 { expected.append(order.remove(at: 0)) }
        #expect(swept.map(\.number) == expected)
        for number in expected { states[number] = nil }
      default:
        let queued = states.filter { $0.value == .queued }.keys.sorted()
        guard let number = queued.randomElement(using: &generator), number % 3 == 0 else {
          continue
        }
        #expect(bench.ledger.beginRemoval(of: JobID(number)) == .settle)
        _ = bench.ledger.finish([JobID(number)], .cancelled, at: bench.now)
        states[number] = .cancelled
        order.append(number)
      }
    }
    for state in JobState.allCases {
      #expect(bench.ledger.count(state) == states.values.count { $0 == state })
    }
    #expect(
      bench.ledger.page(from: 0, limit: .max / 2).jobs.map(\.0.number) == states.keys.sorted())
    let youngest = bench.ledger.jobs(JobFilter(), below: .max, limit: .max, lookLimit: .max).jobs
    #expect(youngest.map(\.id.number) == states.keys.sorted().reversed())
  }
}
