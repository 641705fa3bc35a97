import Dispatch
import Posix
import Testing

@testable import Engine

/// Names that clients choose, on a whole engine.
struct NamedJobsTests {
  private let place: JobPlace
  private let may: JobName

  init() throws {
    place = try JobPlace()
    may = try #require(JobName("may"))
  }

  private static let other: [UInt8] = [2]

  /// Collects what was answered.
  private final class Answers: Sendable {
    private let all = Guarded<[Result<JobID, AdmissionFailure>]>([])

    func add(_ answer: Result<JobID, AdmissionFailure>) { all.withLock { $0.append(answer) } }
    var count: Int { all.withLock { $0.count } }
    var ids: [JobID] { all.withLock { $0.compactMap { try? $0.get() } } }
    var failures: [AdmissionFailure] {
      all.withLock { all in
        all.compactMap { if case .failure(let failure) = $0 { failure } else { nil } }
      }
    }
  }

  /// A name is on the disk just where a job is.
  private func expectNamesWithJobs() throws {
    let numbers = try Set(place.rows().map(\.number))
    #expect(try numbers.isSuperset(of: place.names().values))
  }

  // The same again

  @Test func `a name leads to one job while that waits, runs and has ended, and after a restart`()
    throws
  {
    let first: JobID
    do {
      let engine = try place.engine { $0.workers = 1 }
      let lanes = try HeldLanes(engine.jobPool, count: 1)
      first = try engine.submitAndWait(.question(name: "may"))
      func expectSame() throws {
        #expect(try engine.submitAndWait(.question(name: "may")) == first)
        #expect(try engine.submitAndWait(.question(client: "bob", name: "may")) == first)
        #expect(throws: AdmissionFailure.nameTaken(may)) {
          try engine.submitAndWait(.question(name: "may", digest: Self.other))
        }
        #expect(engine.jobID(named: may) == first)
        #expect(engine.account(first)?.name == may)
      }
      #expect(engine.account(first)?.state == .queued)
      try expectSame()
      lanes.release()
      #expect(place.allDone(engine))
      #expect(engine.account(first)?.state == .succeeded)
      try expectSame()
      engine.leave()
    }
    let engine = try place.engine()
    #expect(try engine.submitAndWait(.question(name: "may")) == first)
    #expect(throws: AdmissionFailure.nameTaken(may)) {
      try engine.submitAndWait(.question(name: "may", digest: Self.other))
    }
    #expect(engine.account(first)?.name == may)
    #expect(try engine.submitAndWait(.question(name: "June")).number == first.number + 1)
    #expect(place.allDone(engine))
    #expect(engine.figures.submittedJobs == 2)
  }

  @Test func `a job that runs is told as well`() throws {
    let source = try OneAnswer(body: "", isSilent: true)
    let engine = try place.engine()
    var order = Submission.importing(source.url, as: "a")
    order.naming = Submission.Naming(name: may, digest: [1])
    let id = try engine.submitAndWait(order)
    #expect(place.comes { engine.account(id)?.state == .running })
    #expect(try engine.submitAndWait(order) == id)
    #expect(engine.account(id)?.name == may)
    _ = engine.removeAndWait(id)
  }

  @Test func `jobs without names have nothing to do with it`() throws {
    let engine = try place.engine()
    let id = try engine.submitAndWait(.question())
    #expect(try engine.submitAndWait(.question(name: "may")) != id)
    #expect(engine.account(id)?.name == nil)
    #expect(try engine.jobID(named: #require(JobName("June"))) == nil)
    #expect(place.allDone(engine))
    #expect(try place.names() == ["may": 2])
  }

  @Test func `a key is looked up before the name`() throws {
    let engine = try place.engine()
    func submit(_ key: String, _ name: String, _ digest: [UInt8] = [1]) throws -> JobID {
      try engine.submitAndWait(.question(key: key, name: name, digest: digest))
    }
    let first = try submit("k", "may")
    #expect(try submit("k", "may") == first)
    #expect(throws: AdmissionFailure.repeatedDifferently(first)) {
      try submit("k", "may", Self.other)
    }
    #expect(throws: AdmissionFailure.nameTaken(may)) { try submit("l", "may", Self.other) }
    // What was refused has taken no key.
    let second = try submit("l", "June")
    #expect(second != first)
    #expect(try submit("m", "may") == first)
    #expect(place.allDone(engine))
    #expect(engine.removeAndWait(first) == .removed)
    #expect(try submit("k", "may") == first)
    #expect(throws: AdmissionFailure.nameGone(may)) { try submit("n", "may") }
  }

  // Gone

  @Test func `the name of a job that was removed is never given again`() throws {
    let first: JobID
    do {
      let engine = try place.engine()
      first = try engine.submitAndWait(.question(name: "may"))
      #expect(place.allDone(engine))
      #expect(engine.removeAndWait(first) == .removed)
      for digest: [UInt8] in [[1], Self.other] {
        #expect(throws: AdmissionFailure.nameGone(may)) {
          try engine.submitAndWait(.question(name: "may", digest: digest))
        }
      }
      #expect(engine.jobID(named: may) == first)
      #expect(engine.lookUp(first) == .swept)
    }
    let engine = try place.engine()
    #expect(throws: AdmissionFailure.nameGone(may)) {
      try engine.submitAndWait(.question(name: "may"))
    }
    #expect(engine.jobID(named: may) == first)
    #expect(engine.lookUp(first) == .swept)
    #expect(engine.unfinishedCount == 0)
  }

  @Test func `so many names of swept jobs are kept, and those before them may be given again`()
    throws
  {
    let engine = try place.engine { $0.ledger.sweptNamesLimit = 3 }
    let names = (1...6).map { "n\($0)" }
    var ids: [JobID] = []
    for name in names { ids.append(try engine.submitAndWait(.question(name: name))) }
    #expect(place.allDone(engine))
    let kept = try engine.submitAndWait(.question(name: "kept"))
    #expect(place.allDone(engine))
    for id in ids { #expect(engine.removeAndWait(id) == .removed) }
    // Names go with the next removal: one more is there until then.
    #expect(try Set(place.names().keys) == ["n3", "n4", "n5", "n6", "kept"])
    #expect(try engine.jobID(named: #require(JobName("n2"))) == nil)
    #expect(try engine.jobID(named: #require(JobName("n3"))) == ids[2])
    #expect(throws: AdmissionFailure.nameGone(try #require(JobName("n6")))) {
      try engine.submitAndWait(.question(name: "n6"))
    }
    let again = try engine.submitAndWait(.question(name: "n1", digest: Self.other))
    #expect(again > kept)
    #expect(try engine.jobID(named: #require(JobName("n1"))) == again)
    #expect(place.allDone(engine))
  }

  @Test func `jobs that are swept by their age keep their names too`() throws {
    let engine = try place.engine { $0.ledger.retention.count = 1 }
    let ids = try ["a", "b", "c"].map { try engine.submitAndWait(.question(name: $0)) }
    #expect(place.comes { engine.lookUp(ids[0]) == .swept && engine.lookUp(ids[1]) == .swept })
    #expect(try place.names() == ["a": 1, "b": 2, "c": 3])
    #expect(throws: AdmissionFailure.nameGone(try #require(JobName("a")))) {
      try engine.submitAndWait(.question(name: "a"))
    }
    #expect(try engine.submitAndWait(.question(name: "c")) == ids[2])
  }

  // No place for another one

  @Test func `known names are told where there is no place for another job`() throws {
    let engine = try place.engine {
      $0.workers = 1
      $0.ledger.waitingLimit = 1
    }
    let lanes = try HeldLanes(engine.jobPool, count: 1)
    let first = try engine.submitAndWait(.question(name: "may"))
    func expectKnown(but refusal: AdmissionFailure) throws {
      #expect(try engine.submitAndWait(.question(name: "may")) == first)
      #expect(throws: AdmissionFailure.nameTaken(may)) {
        try engine.submitAndWait(.question(name: "may", digest: Self.other))
      }
      #expect(throws: refusal) { try engine.submitAndWait(.question(name: "June")) }
    }
    try expectKnown(but: .queueFull(limit: 1))
    _ = engine.drain()
    try expectKnown(but: .closed)
    #expect(engine.unfinishedCount == 1)
    lanes.release()
    #expect(place.allDone(engine))
  }

  @Test func `known names and keys are told while the disk of the results is full`() throws {
    let engine = try place.engine()
    place.failingFiles.arm(1, .noSpace, isLasting: true)
    let first = try engine.submitAndWait(.question(key: "k", name: "may"))
    #expect(place.comes { !engine.canFinish })
    #expect(try engine.submitAndWait(.question(name: "may")) == first)
    #expect(try engine.submitAndWait(.question(key: "k")) == first)
    #expect(throws: AdmissionFailure.self) { try engine.submitAndWait(.question(name: "June")) }
    place.failingFiles.disarm()
    #expect(place.allDone(engine))
  }

  @Test func `known names and keys are told while the disk of the ledger takes nothing`() throws {
    let engine = try place.engine()
    let first = try engine.submitAndWait(.question(key: "k", name: "may"))
    #expect(place.allDone(engine))
    // What comes with a change that the disk does not take is answered all the same.
    var calls = 0
    var refused = 0
    repeat {
      calls += 1
      let answers = Answers()
      let new = Answers()
      together(engine) {
        place.failing.arm(calls)
        engine.submit(.question(name: "new-\(calls)")) { new.add($0) }
        for known in [Submission.question(name: "may"), .question(key: "k")] {
          engine.submit(known) { answers.add($0) }
        }
        engine.submit(.question(name: "may", digest: Self.other)) { answers.add($0) }
      }
      #expect(place.comes { answers.count == 3 && new.count == 1 })
      #expect(answers.ids == [first, first])
      #expect(answers.failures == [.nameTaken(may)])
      refused += new.failures.count
      #expect(place.comes { engine.canFinish && engine.unfinishedCount == 0 })
    } while place.failing.isSpent
    place.failing.disarm()
    #expect(refused > 5)
  }

  // Together

  /// Has the committer wait until `body` is through, so that what it submits comes together.
  private func together(_ engine: TallyEngine, _ body: () -> Void) {
    let hasBegun = Handback<Void>()
    let isThrough = Handback<Void>()
    engine.submit(.question(key: "k")) { _ in
      hasBegun.give(())
      isThrough.wait()
    }
    hasBegun.wait()
    body()
    isThrough.give(())
  }

  @Test func `of submissions that come together the first has the name, and others are told`()
    throws
  {
    let engine = try place.engine()
    _ = try engine.submitAndWait(.question(key: "k"))
    let answers = Answers()
    together(engine) {
      for _ in 0..<5 { engine.submit(.question(name: "may")) { answers.add($0) } }
      engine.submit(.question(name: "may", digest: Self.other)) { answers.add($0) }
      engine.submit(.question(name: "June")) { answers.add($0) }
    }
    #expect(place.comes { answers.count == 7 })
    #expect(answers.ids.map(\.number) == [2, 2, 2, 2, 2, 3])
    #expect(answers.failures == [.nameTaken(may)])
    #expect(place.allDone(engine))
    #expect(engine.figures.submittedJobs == 3)
  }

  @Test func `many who submit one name at once have one job, whichever body was first`() throws {
    let engine = try place.engine()
    for round in 0..<20 {
      let answers = Answers()
      DispatchQueue.concurrentPerform(iterations: 16) { number in
        // Three bodies, of which one wins.
        let digest = [UInt8(number % 3)]
        engine.submit(.question(client: "client \(number)", name: "n\(round)", digest: digest)) {
          answers.add($0)
        }
      }
      #expect(place.comes { answers.count == 16 })
      #expect(Set(answers.ids).count == 1)
      #expect((5...6).contains(answers.ids.count))
      let name = try #require(JobName("n\(round)"))
      #expect(answers.failures.allSatisfy { $0 == .nameTaken(name) })
      #expect(engine.jobID(named: name) == answers.ids.first)
    }
    #expect(place.allDone(engine))
    #expect(engine.figures.submittedJobs == 20)
    try expectNamesWithJobs()
  }

  // Faults

  @Test(arguments: [13, 1034] as [Int32])
  func `whichever call fails, job and name are both there or neither is`(code: Int32) throws {
    var round = 0
    var wasSpent = true
    while wasSpent {
      round += 1
      let name = "n\(round)"
      let accepted: JobID?
      do {
        let engine = try place.engine()
        place.failing.arm(round, code: code)
        accepted = try? engine.submitAndWait(.question(name: name))
        wasSpent = place.failing.isSpent
        place.failing.disarm()
        try expectNamesWithJobs()
        // The engine goes as a killed one does: it has no time to leave.
      }
      if let accepted { #expect(try place.names()[name] == accepted.number) }
      let engine = try place.engine()
      let again = try engine.submitAndWait(.question(name: name))
      if let accepted { #expect(again == accepted) }
      #expect(try engine.jobID(named: #require(JobName(name))) == again)
      #expect(place.allDone(engine))
      try expectNamesWithJobs()
    }
    #expect(round > 5)
  }
}

extension JobTable.Row {
  fileprivate var number: Int {
    switch self {
    case .open(let row): row.id.number
    case .finished(let job): job.id.number
    }
  }
}
