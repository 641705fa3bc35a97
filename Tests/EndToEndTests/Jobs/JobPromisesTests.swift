import Testing

/// The checks find what is planted, and nothing else.
struct JobPromisesTests {
  private let question = JobQuestion.survey("best5", "{}", answer: #"{"status":"done","data":1}"#)
  private let done = #"{"status":"done","data":1}"#
  private let running = #"{"status":"running"}"#
  private let cancelled = #"{"status":"error","reason":"cancelled"}"#

  /// What clients of jobs 1, 2 and 3 know after one kill.
  private func promises() -> JobPromises {
    var promises = JobPromises()
    for number in 1...3 { promises.note(accepted(number)) }
    promises.noteKill()
    return promises
  }

  private func accepted(_ number: Int, at time: Int? = nil, key: String? = nil) -> JobEvent {
    var question = question
    question.key = key
    let time = UInt64(time ?? number) * 10
    return .accepted(number, question, sent: time, answered: time + 5)
  }

  private func found(_ promises: JobPromises) -> [JobPromises.Breach: Int] {
    promises.breaches.mapValues(\.count)
  }

  @Test func `a server that keeps its word has no breach`() {
    var promises = promises()
    promises.note(.removal(2, status: 200, state: "cancelled"))
    promises.note(.polled(1, status: 200, running))
    for _ in 0..<2 {
      promises.note(.polled(1, status: 200, done))
      promises.note(.polled(2, status: 200, cancelled))
    }
    promises.note(.removal(1, status: 204, state: nil))
    promises.note(.polled(1, status: 410, "gone"))
    promises.look(at: 3, attempts: 2)
    promises.compare(list: [(2, "error"), (3, "running")])
    promises.note(.polled(3, status: 200, done))
    promises.compare(file: done, of: 3)
    promises.compare(file: cancelled, of: 2)
    promises.compare(files: [2, 3])
    promises.noteUnfinished()
    #expect(found(promises) == [:])
  }

  @Test func `jobs that are unknown, gone, unlisted or unfinished are found`() {
    var promises = promises()
    promises.note(.polled(1, status: 404, "Invalid job_id"))
    promises.note(.polled(2, status: 410, "gone"))
    promises.compare(list: [(1, "running"), (2, "running")])
    #expect(found(promises) == [.lost: 3])
    promises.noteUnfinished()
    #expect(found(promises) == [.lost: 3, .unfinished: 3])
  }

  @Test func `wrong and changed answers are found, in files and in lists too`() {
    var promises = promises()
    promises.note(.polled(1, status: 200, #"{"status":"done","data":2}"#))
    promises.note(.polled(2, status: 200, #"{"status":"error","reason":"disk"}"#))
    #expect(found(promises) == [.wrong: 2])
    promises.note(.polled(3, status: 200, done))
    promises.note(.polled(3, status: 200, running))
    promises.compare(file: #"{"status":"done","data":2}"#, of: 3)
    promises.compare(list: [(1, "done"), (2, "error"), (3, "running")])
    #expect(found(promises) == [.wrong: 2, .changed: 3])
    promises.compare(files: [1, 3])
    #expect(found(promises)[.missing] == 1)
  }

  @Test func `numbers that come twice or do not grow are found`() {
    var promises = promises()
    promises.note(accepted(2, at: 9))
    #expect(found(promises) == [.reused: 1])
    promises.note(accepted(7, at: 10))
    promises.note(accepted(6, at: 11))
    promises.noteKill()
    #expect(found(promises) == [.reused: 1, .disordered: 1])
    promises.note(accepted(5, at: 12))
    promises.noteKill()
    #expect(found(promises)[.disordered] == 2)
    promises.compare(list: [1, 3, 2, 5, 6, 7].map { ($0, "running") })
    #expect(found(promises)[.disordered] == 3)
  }

  @Test func `submissions that cross each other may be numbered in either order`() {
    var promises = JobPromises()
    promises.note(.accepted(2, question, sent: 10, answered: 40))
    promises.note(.accepted(1, question, sent: 20, answered: 30))
    promises.noteKill()
    #expect(found(promises) == [:])
  }

  @Test func `a key that made two jobs is found by its numbers and by their count`() {
    var promises = promises()
    promises.note(accepted(4, at: 10, key: "a"))
    promises.note(accepted(4, at: 11, key: "a"))
    promises.compare(count: 1, of: .survey)
    #expect(found(promises) == [:])
    promises.note(accepted(5, at: 12, key: "a"))
    promises.compare(count: 2, of: .survey)
    #expect(found(promises) == [.doubled: 2])
  }

  @Test func `a repeated submission is open until it is answered, and may have an old number`() {
    var promises = promises()
    var keyed = question
    keyed.key = "a"
    promises.note(accepted(9, at: 10))
    promises.note(.unanswered(keyed))
    #expect(Array(promises.open.keys) == ["a"])
    promises.noteKill()
    promises.note(accepted(8, at: 20, key: "a"))
    promises.noteKill()
    #expect(promises.open.isEmpty)
    #expect(found(promises) == [:])
  }

  @Test func `jobs that nobody asked for are found, and those without an answer are not`() {
    var promises = promises()
    promises.note(.unanswered(question))
    promises.compare(list: (1...4).map { ($0, "running") })
    #expect(found(promises) == [:])
    promises.compare(list: (1...5).map { ($0, "running") })
    #expect(found(promises) == [.uninvited: 1])
  }

  @Test func `a cancelled job that goes on and a removed one that is back are found`() {
    var promises = promises()
    promises.note(.removal(1, status: 200, state: "cancelled"))
    promises.note(.polled(1, status: 200, done))
    #expect(found(promises) == [.uncancelled: 1])
    promises.note(.polled(2, status: 200, done))
    promises.note(.removal(2, status: 204, state: nil))
    promises.note(.polled(2, status: 200, done))
    promises.compare(list: [(1, "done"), (2, "done"), (3, "running")])
    promises.compare(file: done, of: 2)
    #expect(found(promises) == [.uncancelled: 1, .revived: 3])
  }

  @Test func `a removal without an answer leaves either end`() {
    for end in [(200, done), (200, cancelled), (410, "gone")] {
      var promises = promises()
      promises.note(.removalUnanswered(3))
      promises.compare(list: [(1, "running"), (2, "running")])
      promises.note(.polled(3, status: end.0, end.1))
      #expect(found(promises) == [:])
    }
  }

  @Test func `a job is blamed for three kills that it was there for, and for no fewer`() {
    let blame =
      #"{"status":"error","reason":"The server was killed 3 times while it ran this job"}"#
    var promises = promises()
    promises.note(.polled(1, status: 200, blame))
    promises.look(at: 2, attempts: 3)
    #expect(found(promises) == [.blamed: 2])
    promises.noteKill()
    promises.noteKill()
    promises.note(.polled(2, status: 200, blame))
    promises.look(at: 3, attempts: 3)
    #expect(found(promises) == [.blamed: 2])
  }

  @Test func `answers that make no sense are found`() {
    var promises = promises()
    promises.note(.refused("{}", status: 500, "oops"))
    promises.note(.removal(1, status: 404, state: nil))
    #expect(found(promises) == [.refused: 2])
  }
}
