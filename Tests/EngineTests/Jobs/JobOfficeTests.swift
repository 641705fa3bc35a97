import Foundation
import Posix
import Statistics
import Stores
import Testing

@testable import Engine

/// Jobs on a whole engine, from the submission to the file.
struct JobOfficeTests {
  private let place: JobPlace

  init() throws { place = try JobPlace() }

  private let answer = #"{"status":"done","data":{"Ohio":2.0,"Guam":4.0}}"#
  private let cancelled = #"{"status":"error","reason":"cancelled"}"#

  // Taking in

  @Test func `a job that finds no place is refused at once, unless it is known already`() throws {
    let engine = try place.engine {
      $0.workers = 1
      $0.ledger.waitingLimit = 2
    }
    let lanes = try HeldLanes(engine.jobPool, count: 1)
    let first = try engine.submitAndWait(.question(key: "k"))
    let second = try engine.submitAndWait(.question())
    #expect(throws: AdmissionFailure.queueFull(limit: 2)) {
      try engine.submitAndWait(.question())
    }
    #expect(throws: AdmissionFailure.queueFull(limit: 2)) {
      try engine.submitAndWait(.question(key: "l"))
    }
    #expect(try engine.submitAndWait(.question(key: "k")) == first)
    _ = engine.drain()
    #expect(throws: AdmissionFailure.closed) { try engine.submitAndWait(.question()) }
    #expect(try engine.submitAndWait(.question(key: "k")) == first)
    #expect(throws: AdmissionFailure.repeatedDifferently(first)) {
      try engine.submitAndWait(.question(key: "k", digest: [2]))
    }
    lanes.release()
    #expect(place.allDone(engine))
    #expect(try [first, second].map { try place.file(of: $0) } == [answer, answer])
  }

  @Test func `a key is known after a restart, and its job too`() throws {
    let first: JobID
    do {
      let engine = try place.engine()
      first = try engine.submitAndWait(.question(key: "k"))
      #expect(place.allDone(engine))
    }
    let engine = try place.engine()
    #expect(try engine.submitAndWait(.question(key: "k")) == first)
    #expect(try engine.submitAndWait(.question(key: "l")).number == first.number + 1)
    #expect(place.allDone(engine))
  }

  @Test func `as many callers wait to be told as may, and no more`() throws {
    let engine = try place.engine { $0.webhooks.waitingLimit = 0 }
    var submission = Submission.question()
    submission.callback = "http://127.0.0.1:1/"
    #expect(throws: AdmissionFailure.tooManyCallbacks) { try engine.submitAndWait(submission) }
    #expect(engine.unfinishedCount == 0)
  }

  @Test func `an address that can never be told is known before`() throws {
    #expect(try place.engine().callbackFault("http://127.0.0.1:1/") == nil)
    let engine = try place.engine { $0.webhooks.allowsPrivate = false }
    #expect(engine.callbackFault("http://127.0.0.1:1/") != nil)
    #expect(engine.callbackFault("ftp://a/") != nil)
  }

  @Test func `a caller hears of the end of its job`() throws {
    let receiver = try WebhookReceiver { _, _ in .status(200) }
    let engine = try place.engine()
    var submission = Submission.question()
    submission.callback = receiver.url
    let id = try engine.submitAndWait(submission)
    #expect(place.comes { engine.figures.webhooks.delivered == 1 })
    #expect(receiver.ids == ["msg_\(id)"])
    let body = String(decoding: receiver.requests[0].body, as: UTF8.self)
    #expect(body.contains(#""type":"job.succeeded""#))
    #expect(body.contains(#""id":"\#(id)","type":"survey","state":"succeeded""#))
  }

  // Leaving

  @Test func `who leaves has all ends in the table, and blames no job for it`() throws {
    let engine = try place.engine { $0.workers = 1 }
    let ids = try (0..<20).map { _ in try engine.submitAndWait(.question()) }
    #expect(place.allDone(engine))
    let marks = try RunningMarks(in: place.state)
    marks.set(JobID(77))
    engine.leave()
    #expect(try place.finishedRows().map(\.id) == ids)
    #expect(try marks.takeAll() == [])
  }

  @Test func `the lanes end with their engine`() throws {
    weak var left: WorkerPool?
    do {
      let engine = try place.engine()
      left = engine.jobPool
      _ = try engine.submitAndWait(.question())
      #expect(place.allDone(engine))
    }
    #expect(place.comes { left == nil })
  }

  // Shared computations

  @Test func `a hundred equal questions are computed once, and have one answer`() throws {
    let engine = try place.engine { $0.workers = 2 }
    let lanes = try HeldLanes(engine.jobPool, count: 2)
    let first = try (0..<50).map { number in
      try engine.submitAndWait(.question(client: "client \(number % 7)"))
    }
    lanes.release()
    let later = try (0..<50).map { number in
      try engine.submitAndWait(.question(client: "client \(number % 7)"))
    }
    #expect(place.allDone(engine))
    let inode = try place.inode(of: first[0])
    for id in first + later {
      #expect(engine.outcome(of: id) == .finished(.succeeded, answer: Array(answer.utf8)))
      #expect(try place.file(of: id) == answer)
      // One file was written, and the others are further names of it.
      #expect(try place.inode(of: id) == inode)
    }
    let accounts = (first + later).compactMap(engine.account)
    #expect(accounts.count { $0.coalescedWith == nil } == 1)
    #expect(engine.figures.coalescedJobs == 99)
  }

  @Test func `an answer that is there already waits for no lane`() throws {
    let source = try OneAnswer(body: "", isSilent: true)
    let engine = try place.engine { $0.workers = 1 }
    _ = try engine.submitAndWait(.question())
    #expect(place.allDone(engine))
    let lanes = try HeldLanes(engine.jobPool, count: 1)
    let imports = try ["a", "b"].map {
      try engine.submitAndWait(.importing(source.url, as: $0))
    }
    #expect(place.comes { imports.allSatisfy { engine.account($0)?.state == .running } })
    let id = try engine.submitAndWait(.question())
    #expect(place.comes { engine.account(id)?.state == .succeeded })
    #expect(engine.unfinishedCount == 2)
    for id in imports { _ = engine.removeAndWait(id) }
    lanes.release()
  }

  @Test func `after a restart an equal question is linked to the answer of before`() throws {
    let first: JobID
    do {
      let engine = try place.engine()
      first = try engine.submitAndWait(.question())
      #expect(place.allDone(engine))
      engine.leave()
    }
    let engine = try place.engine()
    let second = try engine.submitAndWait(.question())
    let other = try engine.submitAndWait(
      .question(.init(.statesMean, question: "Q", fromYear: 2012)))
    #expect(place.allDone(engine))
    #expect(engine.account(second)?.coalescedWith == first)
    #expect(try place.inode(of: second) == place.inode(of: first))
    #expect(engine.account(other)?.coalescedWith == nil)
    #expect(try place.inode(of: other) != place.inode(of: first))
  }

  @Test func `a question to data that has changed is asked anew`() throws {
    let engine = try place.engine()
    try place.upload("n\n1\n2\n", "t", to: engine)
    func sum() throws -> (JobAccount?, String?) {
      let id = try engine.submitAndWait(.aggregate("t", [("_agg", "s:sum(n)")]))
      #expect(place.allDone(engine))
      return (engine.account(id), try place.file(of: id))
    }
    let first = try sum()
    #expect(first.1?.contains(#"{"s":3}"#) == true)
    #expect(try sum().0?.coalescedWith == first.0?.id)
    let draft = try place.state.draft(named: "upload")
    try draft.append(Array("n\n5\n".utf8))
    try engine.catalog.upload(ArrivedFile(draft), "t", .append)
    let changed = try sum()
    #expect(changed.0?.coalescedWith == nil)
    #expect(changed.1?.contains(#"{"s":8}"#) == true)
  }

  // Turns

  @Test func `a client with two hundred jobs delays another's by one`() throws {
    let engine = try place.engine { $0.workers = 1 }
    try place.upload("n\n1\n2\n", "t", to: engine)
    let lanes = try HeldLanes(engine.jobPool, count: 1)
    let many = try (0..<200).map { number in
      try engine.submitAndWait(
        .aggregate("t", [("_agg", "sum(n)"), ("n__gt", "\(number)")], client: "ann"))
    }
    let one = try engine.submitAndWait(.question(client: "bob"))
    #expect(engine.account(one)?.queuePosition == 2)
    lanes.release()
    #expect(place.allDone(engine))
    let ends = (many + [one]).compactMap(engine.account)
      .sorted { ($0.finishedNanoseconds ?? 0) < ($1.finishedNanoseconds ?? 0) }.map(\.id)
    let turn = try #require(ends.firstIndex(of: one))
    #expect((1...2).contains(turn))
    #expect(ends.filter { $0 != one } == many)
  }

  // Stopping

  /// Takes a job back that runs: it ends without an answer.
  private func stop(_ id: JobID, of engine: TallyEngine) throws {
    guard case .stopping = engine.removeAndWait(id) else {
      Issue.record("it did not run: \(engine.lookUp(id))")
      return
    }
    #expect(place.comes { engine.account(id)?.state.isFinal == true })
    #expect(engine.account(id)?.state == .cancelled)
    #expect(engine.account(id)?.reason == "cancelled")
    #expect(try place.file(of: id) == cancelled)
  }

  @Test func `a long computation that nobody wants any more is stopped before its end`() throws {
    let engine = try place.engine { $0.workers = 1 }
    var generator = SplitMix(state: 1)
    let rows = (0..<60_000).map { _ in
      "\(UInt32.random(in: 0..<1_000_000, using: &generator)),\(generator.next()),x\(generator.next() % 50_000)\n"
    }
    try place.upload("a,b,c\n" + rows.joined(), "t", to: engine)
    let profile = Work.profile(.named("t"))
    let id = try engine.submitAndWait(Submission(profile, client: JobClient("ann")))
    #expect(place.comes { engine.account(id)?.phase == "computing" })
    try stop(id, of: engine)
  }

  @Test func `an import from a server that never ends is stopped`() throws {
    let source = try OneAnswer(body: "", isSilent: true)
    let engine = try place.engine()
    let id = try engine.submitAndWait(.importing(source.url, as: "t"))
    #expect(place.comes { engine.account(id)?.phase == "fetching" && source.wasAsked })
    try stop(id, of: engine)
  }

  @Test func `a job that takes longer than it may fails and says so`() throws {
    let source = try OneAnswer(body: "", isSilent: true)
    let engine = try place.engine()
    var submission = Submission.importing(source.url, as: "t")
    submission.limitMilliseconds = 200
    let id = try engine.submitAndWait(submission)
    #expect(place.allDone(engine))
    let reason = "It took longer than 0.2 s, and was stopped"
    #expect(engine.account(id)?.state == .failed && engine.account(id)?.reason == reason)
    #expect(try place.file(of: id) == #"{"status":"error","reason":""# + reason + #""}"#)
  }

  @Test func `one that waits is cancelled while all lanes are busy`() throws {
    let engine = try place.engine { $0.workers = 1 }
    let lanes = try HeldLanes(engine.jobPool, count: 1)
    let id = try engine.submitAndWait(.question())
    guard case .cancelled = engine.removeAndWait(id) else {
      Issue.record("it was not cancelled")
      return
    }
    #expect(try place.file(of: id) == cancelled)
    #expect(engine.unfinishedCount == 0)
    lanes.release()
  }

  // Following

  @Test func `who watches a job is woken for each of its states`() throws {
    let engine = try place.engine { $0.workers = 1 }
    let lanes = try HeldLanes(engine.jobPool, count: 1)
    let id = try engine.submitAndWait(.question())
    let seen = Guarded<[JobAccount]>([])
    let watch = engine.watch(id) {
      if let account = engine.account(id) { seen.withLock { $0.append(account) } }
    }
    lanes.release()
    #expect(place.comes { seen.withLock { $0.last?.state.isFinal == true } })
    watch.end()
    let revisions = seen.withLock { $0.map(\.revision) }
    #expect(revisions == revisions.sorted())
    #expect(seen.withLock { $0.first?.state } == .running)
    #expect(seen.withLock { $0.last?.state } == .succeeded)
  }

  @Test func `a wait ends with the job, or with its time`() throws {
    let engine = try place.engine { $0.workers = 1 }
    let lanes = try HeldLanes(engine.jobPool, count: 1)
    let id = try engine.submitAndWait(.question())
    func state(milliseconds: Int) -> JobLedger.Outcome {
      let ended = Handback<JobLedger.Outcome>()
      engine.waitForEnd(of: id, milliseconds: milliseconds) { ended.give(engine.outcome(of: id)) }
      return ended.wait()
    }
    #expect(state(milliseconds: 0) == .queued)
    #expect(state(milliseconds: 150) == .queued)
    let ended = Handback<JobLedger.Outcome>()
    engine.waitForEnd(of: id, milliseconds: 60_000) { ended.give(engine.outcome(of: id)) }
    lanes.release()
    let done = JobLedger.Outcome.finished(.succeeded, answer: Array(answer.utf8))
    #expect(ended.wait() == done)
    #expect(state(milliseconds: 60_000) == done)
  }

  @Test func `nothing is left of those who have watched and waited`() throws {
    final class Watched: Sendable {}
    let engine = try place.engine { $0.workers = 1 }
    let lanes = try HeldLanes(engine.jobPool, count: 1)
    let id = try engine.submitAndWait(.question())
    let ended = Guarded(0)
    weak var left: Watched?
    do {
      let watched = Watched()
      left = watched
      for _ in 0..<1000 { engine.watch(id) { [watched] in _ = watched }.end() }
      for number in 0..<1000 {
        engine.waitForEnd(of: id, milliseconds: number < 500 ? 1 : 60_000) { [watched] in
          _ = watched
          ended.withLock { $0 += 1 }
        }
      }
    }
    #expect(place.comes { ended.withLock { $0 } == 500 })
    #expect(left != nil)
    lanes.release()
    #expect(place.comes { ended.withLock { $0 } == 1000 })
    #expect(place.comes { left == nil })
  }
}
