import Posix
import Stores
import Tables
import Testing

@testable import Engine

struct CommitterTests {
  private let place: JobPlace
  private let database: SQLiteDatabase
  private let ledger: Guarded<JobLedger>
  private let keeper: StorageKeeper
  private let committer: Committer
  /// How many jobs each transaction has brought.
  private let batches = Guarded<[Int]>([])
  /// What was answered, in its order.
  private let answers = Guarded<[Answer]>([])

  /// What became of a submission, to be compared.
  private enum Answer: Equatable, Sendable {
    case admitted(Int)
    case known(Int)
    case refused(AdmissionFailure)

    init(_ admission: Committer.Admission) {
      switch admission {
      case .admitted(let id): self = .admitted(id.number)
      case .known(let id): self = .known(id.number)
      case .refused(let failure): self = .refused(failure)
      }
    }
  }

  init() throws { try self.init(probeMilliseconds: 2) }

  private init(probeMilliseconds: Int) throws {
    place = try JobPlace()
    database = try place.failingDatabase()
    let ledger = Guarded(JobLedger())
    self.ledger = ledger
    keeper = StorageKeeper(
      results: try place.results, state: try place.state, log: place.log,
      probeMilliseconds: probeMilliseconds)
    var callbacks = WebhookCourier.Options()
    callbacks.allowsPrivate = true
    let courier = try WebhookCourier(callbacks, place.database(), log: place.log)
    committer = Committer(database, ledger, keeper, courier, place.log) { [batches] ids in
      batches.withLock { $0.append(ids.count) }
    }
  }

  // Submitting

  private func send(
    _ submission: Submission = .question(), refusal: AdmissionFailure? = nil,
    before answer: @escaping @Sendable (Int?) -> Void = { _ in }
  ) throws {
    if refusal == nil { try ledger.withLock { try $0.reserve(for: JobClient("ann")) } }
    let job = Committer.NewJob(
      submission: submission, work: submission.work.encoded, fingerprint: nil, refusal: refusal)
    committer.send(
      .admit(job) { [answers] admission in
        if case .admitted(let id) = admission { answer(id.number) } else { answer(nil) }
        answers.withLock { $0.append(Answer(admission)) }
      })
  }

  private func submit(
    _ submission: Submission = .question(), refusal: AdmissionFailure? = nil
  ) throws -> Answer {
    let count = answers.withLock { $0.count }
    try send(submission, refusal: refusal)
    #expect(place.comes { answers.withLock { $0.count } > count })
    return answers.withLock { $0[count] }
  }

  private func flush() {
    let isWritten = Handback<Void>()
    committer.send(.flush { isWritten.give(()) })
    isWritten.wait()
  }

  /// Keeps the lane busy until `body` is through, so that all that it sends comes together.
  private func together(_ body: () throws -> Void) rethrows {
    let isHeld = Guarded(true)
    let hasBegun = Handback<Void>()
    committer.send(
      .flush {
        hasBegun.give(())
        while isHeld.withLock({ $0 }) { Posix.Thread.sleep(milliseconds: 1) }
      })
    hasBegun.wait()
    defer {
      isHeld.withLock { $0 = false }
      flush()
    }
    try body()
  }

  private func finished(_ number: Int, callback: String? = nil) -> FinishedJob {
    var job = FinishedJob(
      id: JobID(number), kind: "survey", state: .succeeded, createdNanoseconds: 1,
      finishedNanoseconds: 2)
    job.callback = callback
    return job
  }

  private func states() throws -> [Int: JobState] {
    var states: [Int: JobState] = [:]
    for row in try place.rows() {
      switch row {
      case .open(let row): states[row.id.number] = .queued
      case .finished(let job): states[job.id.number] = job.state
      }
    }
    return states
  }

  // Together

  @Test func `what comes together shares a transaction, in the order in which it came`() throws {
    place.failing.count()
    try together { for _ in 0..<100 { try send() } }
    #expect(batches.withLock { $0 } == [100])
    #expect(answers.withLock { $0 } == (1...100).map { .admitted($0) })
    // A hundred rows, and not a hundred beginnings and ends.
    #expect(place.failing.counted < 150)
    #expect(try place.openRows().map(\.id.number) == Array(1...100))
    #expect(try JobTable.nextNumber(database) == 101)
    #expect(ledger.withLock { $0.count(.queued) } == 100)
    #expect(ledger.withLock { $0.unfinishedCount } == 100)
  }

  @Test func `more than a thousand share no transaction, and are all answered`() throws {
    try together { for _ in 0..<2500 { try send() } }
    #expect(batches.withLock { $0 } == [1024, 1024, 452])
    #expect(answers.withLock { $0 } == (1...2500).map { .admitted($0) })
  }

  @Test func `an answer comes when the job is on the disk and in the ledger, not before`() throws {
    // Another connection sees only what was committed.
    let reader = try place.database()
    let missing = Guarded(0)
    try together {
      for _ in 0..<20 {
        try send(before: { [ledger, missing] number in
          let isOnDisk = number.map { (try? JobTable.numbers(reader).contains($0)) == true }
          let outcome = ledger.withLock { $0.outcome(of: JobID(number ?? 0)) }
          if isOnDisk != true || outcome != .queued { missing.withLock { $0 += 1 } }
        })
      }
    }
    #expect(answers.withLock { $0.count } == 20)
    #expect(missing.withLock { $0 } == 0)
  }

  // Keys

  @Test func `who sends a submission again is told of its job`() throws {
    #expect(try submit(.question(key: "k")) == .admitted(1))
    #expect(try submit(.question(key: "k")) == .known(1))
    #expect(
      try submit(.question(key: "k", digest: [2])) == .refused(.repeatedDifferently(JobID(1))))
    #expect(try submit(.question(client: "bob", key: "k")) == .admitted(2))
    #expect(try submit(.question(key: "l")) == .admitted(3))
    #expect(try submit(.question()) == .admitted(4))
    #expect(try place.openRows().count == 4)
    // A place is kept for none but those.
    #expect(ledger.withLock { $0.unfinishedCount } == 4)
  }

  @Test func `submissions of one key that come together are one job`() throws {
    try together {
      for _ in 0..<5 { try send(.question(key: "k")) }
      try send(.question(key: "k", digest: [2]))
      try send(.question(key: "l"))
    }
    #expect(
      answers.withLock { $0 } == [
        .admitted(1), .known(1), .known(1), .known(1), .known(1),
        .refused(.repeatedDifferently(JobID(1))), .admitted(2),
      ])
    #expect(ledger.withLock { $0.unfinishedCount } == 2)
  }

  @Test func `a key is forgotten after a day`() throws {
    let now = Moment.now().wallNanoseconds
    let minute: Int64 = 60_000_000_000
    for (key, age) in [("old", Committer.keyLifeNanoseconds + minute), ("young", minute)] {
      try JobTable.note(
        Submission.Repetition(key: key, digest: [1]), of: JobClient("ann"), job: JobID(900),
        at: now - age, database)
    }
    #expect(try submit(.question(key: "young")) == .known(900))
    #expect(try submit(.question(key: "old", digest: [2])) == .admitted(1))
    #expect(try submit(.question(key: "old", digest: [2])) == .known(1))
    // Another submission with a key clears away what is too old.
    try JobTable.note(
      Submission.Repetition(key: "other", digest: [1]), of: JobClient("bob"), job: JobID(901),
      at: now - Committer.keyLifeNanoseconds - minute, database)
    #expect(try submit(.question(key: "new")) == .admitted(2))
    #expect(try database.rows("SELECT key FROM submission_key").count == 3)
  }

  @Test(arguments: [
    AdmissionFailure.closed, .queueFull(limit: 3), .storageFull(reason: "x"), .tooManyCallbacks,
  ])
  func `a known submission is told of its job also where there is no place for another`(
    refusal: AdmissionFailure
  ) throws {
    #expect(try submit(.question(key: "k")) == .admitted(1))
    #expect(try submit(.question(key: "k"), refusal: refusal) == .known(1))
    #expect(
      try submit(.question(key: "k", digest: [2]), refusal: refusal)
        == .refused(.repeatedDifferently(JobID(1))))
    #expect(try submit(.question(key: "l"), refusal: refusal) == .refused(refusal))
    #expect(ledger.withLock { $0.unfinishedCount } == 1)
    #expect(try submit(.question(key: "l")) == .admitted(2))
  }

  // Ends

  @Test func `ends wait for the next submission, and are on the disk with it`() throws {
    _ = try submit()
    committer.send(.finish([finished(1)]))
    #expect(try states() == [1: .queued])
    #expect(try submit() == .admitted(2))
    #expect(try states() == [1: .succeeded, 2: .queued])
    committer.send(.finish([finished(2)]))
    committer.flush()
    #expect(try place.comes { try states() == [1: .succeeded, 2: .succeeded] })
  }

  @Test func `who wants to hear of an end is noted with it`() throws {
    _ = try submit()
    committer.send(.finish([finished(1, callback: "http://127.0.0.1:1/")]))
    #expect(try WebhookTable.count(database) == 0)
    flush()
    #expect(try states() == [1: .succeeded])
    #expect(try WebhookTable.count(database) == 1)
  }

  @Test func `a removal is answered once the row is gone, and a sweep with the next flush`() throws
  {
    for _ in 0..<3 { _ = try submit() }
    committer.send(.finish((1...3).map { finished($0) }))
    let erased = Handback<AdmissionFailure?>()
    let reader = try place.database()
    let left = Guarded<Set<Int>>([])
    committer.send(
      .erase(JobID(2)) { failure in
        left.withLock { $0 = (try? JobTable.numbers(reader)) ?? [] }
        erased.give(failure)
      })
    #expect(erased.wait() == nil)
    #expect(left.withLock { $0 } == [1, 3])
    let isSwept = Guarded(false)
    committer.send(.sweep([JobID(1), JobID(3)]) { isSwept.withLock { $0 = true } })
    #expect(try states().count == 2)
    flush()
    #expect(isSwept.withLock { $0 })
    #expect(try states().isEmpty)
  }

  @Test func `an end that comes after its job was removed brings no row back`() throws {
    _ = try submit()
    let erased = Handback<AdmissionFailure?>()
    committer.send(.erase(JobID(1)) { erased.give($0) })
    #expect(erased.wait() == nil)
    committer.send(.finish([finished(1)]))
    flush()
    #expect(try states().isEmpty)
  }

  // Disks that fail

  @Test(arguments: [13, 778] as [Int32])
  func `a full disk refuses, gives the places back, and takes jobs again`(code: Int32) throws {
    _ = try submit()
    place.failing.arm(2, code: code)
    guard case .refused(.storageFull(let reason)) = try submit() else {
      Issue.record("it was not refused for want of room")
      return
    }
    #expect(reason == "The ledger could not be written: injected")
    #expect(ledger.withLock { $0.unfinishedCount } == 1)
    #expect(try states() == [1: .queued])
    #expect(place.comes { keeper.isSound })
    // The number was given to nobody.
    #expect(try submit() == .admitted(2))
  }

  @Test func `only what is written tells that a full disk has room again`() throws {
    let tests = try CommitterTests(probeMilliseconds: 60_000)
    #expect(try tests.submit(.question(key: "k")) == .admitted(1))
    tests.place.failing.arm(1)
    _ = try tests.submit()
    #expect(!tests.keeper.isSound)
    #expect(try tests.submit(.question(key: "k")) == .known(1))
    tests.flush()
    #expect(!tests.keeper.isSound)
    #expect(try tests.submit() == .admitted(2))
    #expect(tests.keeper.isSound)
  }

  @Test func `all who came together hear of a failure, and none of their jobs is there`() throws {
    place.failing.arm(8)
    try together {
      for number in 0..<10 { try send(.question(key: number < 5 ? "k\(number)" : nil)) }
    }
    #expect(answers.withLock { $0.count } == 10)
    #expect(
      answers.withLock { $0 }.allSatisfy {
        $0 == .refused(.storageFull(reason: "The ledger could not be written: injected"))
      })
    #expect(try states().isEmpty)
    #expect(ledger.withLock { $0.unfinishedCount } == 0)
    #expect(try submit(.question(key: "k1")) == .admitted(1))
  }

  @Test func `ends and sweeps that a full disk did not take are written later, in their order`()
    throws
  {
    for _ in 0..<3 { _ = try submit() }
    let isSwept = Guarded(false)
    place.failing.arm(1, isLasting: true)
    committer.send(.finish([finished(1), finished(2)]))
    committer.send(.sweep([JobID(2)]) { isSwept.withLock { $0 = true } })
    flush()
    committer.send(.finish([finished(3)]))
    flush()
    flush()
    #expect(try states() == [1: .queued, 2: .queued, 3: .queued])
    #expect(!isSwept.withLock { $0 })
    place.failing.disarm()
    committer.flush()
    #expect(place.comes { isSwept.withLock { $0 } })
    #expect(try states() == [1: .succeeded, 3: .succeeded])
  }

  @Test func `a removal that a full disk did not take is refused, and nothing is gone`() throws {
    _ = try submit()
    place.failing.arm(1)
    let erased = Handback<AdmissionFailure?>()
    committer.send(.erase(JobID(1)) { erased.give($0) })
    #expect(
      erased.wait() == .storageFull(reason: "The ledger could not be written: injected"))
    #expect(try states() == [1: .queued])
  }

  @Test(arguments: 1...6)
  func `after a failed sync nothing is written or promised any more`(call: Int) throws {
    _ = try submit(.question(key: "k"))
    place.failing.arm(call, code: 1034)
    let broken = Answer.refused(
      .storageBroken(reason: "The ledger could not be written: injected"))
    // The last calls of a submission are those of its commit.
    var refused = try submit()
    while refused != broken, !place.failing.isSpent { refused = try submit() }
    #expect(refused == broken)
    #expect(place.failing.isSpent)
    let before = try states()
    place.failing.count()
    committer.send(.finish([finished(1)]))
    let erased = Handback<AdmissionFailure?>()
    committer.send(.erase(JobID(1)) { erased.give($0) })
    #expect(erased.wait() != nil)
    #expect(try submit() == broken)
    #expect(try submit(.question(key: "k")) == broken)
    flush()
    // No call was even tried, also when the probes have found a disk that works.
    Posix.Thread.sleep(milliseconds: 20)
    committer.flush()
    flush()
    #expect(place.failing.counted == 0)
    #expect(try states() == before)
    #expect(!keeper.isSound)
  }

  @Test func `a connection that is lost is not waited for`() throws {
    _ = try submit()
    database.close()
    guard case .refused(.storageBroken) = try submit() else {
      Issue.record("it was not refused until the next start")
      return
    }
    #expect(!keeper.isSound)
  }
}
