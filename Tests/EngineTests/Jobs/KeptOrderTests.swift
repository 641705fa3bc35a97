import Posix
import Statistics
import Stores
import Testing

@testable import Engine

struct KeptOrderTests {
  private let place: JobPlace
  private let callback = "http://127.0.0.1:1/hook"

  init() throws { place = try JobPlace() }

  private var submission: Submission {
    var submission = Submission.importing("http://127.0.0.1:1/a.csv", as: "a")
    submission.callback = callback
    submission.limitMilliseconds = 60_000
    return submission
  }

  private var order: KeptOrder {
    KeptOrder(submission.work, callback: callback, limitMilliseconds: 60_000)
  }

  @Test func `what a job that waits is to do is known`() throws {
    let engine = try place.engine { $0.workers = 1 }
    let lanes = try HeldLanes(engine.jobPool, count: 1)
    let question = Submission.question()
    let id = try engine.submitAndWait(question)
    #expect(try engine.order(of: id) == KeptOrder(question.work))
    lanes.release()
    #expect(place.allDone(engine))
  }

  @Test func `what a job that has failed was to do is known, also after a restart`() throws {
    let id: JobID
    do {
      let engine = try place.engine()
      id = try engine.submitAndWait(submission)
      #expect(place.allDone(engine))
      #expect(engine.account(id)?.state == .failed)
      #expect(try engine.order(of: id) == order)
      engine.leave()
    }
    #expect(try place.engine().order(of: id) == order)
  }

  @Test func `what a job that was cancelled was to do is known`() throws {
    let engine = try place.engine { $0.workers = 1 }
    let lanes = try HeldLanes(engine.jobPool, count: 1)
    let question = Submission.question()
    let id = try engine.submitAndWait(question)
    _ = engine.removeAndWait(id)
    #expect(engine.account(id)?.state == .cancelled)
    #expect(try engine.order(of: id) == KeptOrder(question.work))
    lanes.release()
  }

  @Test func `what a job that has succeeded was to do is forgotten, and so is that of none`() throws
  {
    do {
      let engine = try place.engine()
      _ = try engine.submitAndWait(.question())
      #expect(place.allDone(engine))
      engine.leave()
    }
    let engine = try place.engine()
    #expect(try engine.order(of: JobID(1)) == nil)
    #expect(try engine.order(of: JobID(2)) == nil)
  }

  @Test func `what was too large to be kept is told as such`() throws {
    var long = Submission.importing(
      "http://127.0.0.1:1/" + String(repeating: "a", count: JobTable.keptOrderBytes), as: "a")
    long.limitMilliseconds = 60_000
    let id: JobID
    do {
      let engine = try place.engine()
      id = try engine.submitAndWait(long)
      #expect(place.allDone(engine))
      #expect(engine.account(id)?.state == .failed)
      engine.leave()
    }
    let engine = try place.engine()
    #expect(throws: KeptOrderFailure.tooLarge) { try engine.order(of: id) }
  }

  @Test func `what the survey of today does not know is told as such`() throws {
    let engine = try place.engine(survey: nil) { $0.workers = 1 }
    let lanes = try HeldLanes(engine.jobPool, count: 1)
    let id = try engine.submitAndWait(.question())
    _ = engine.removeAndWait(id)
    #expect(throws: KeptOrderFailure.outdated(.noSurvey)) { try engine.order(of: id) }
    lanes.release()
  }

  @Test func `a ledger that cannot be read is a failure of its own`() throws {
    let engine = try place.engine { $0.workers = 1 }
    place.failing.arm(1, code: 10, isLasting: true)
    #expect {
      try engine.order(of: JobID(1))
    } throws: { failure in
      if case KeptOrderFailure.unreadable = failure { true } else { false }
    }
    place.failing.disarm()
  }
}
