import Posix
import Testing

@testable import Engine

struct JobBoardTests {
  private let board = JobBoard()
  private let wakes = Guarded(0)

  private func listen() -> JobListener {
    board.listen { [wakes] in wakes.withLock { $0 += 1 } }
  }

  private func note(_ numbers: Int...) { board.note(numbers.map(JobID.init)) }

  /// Lets the clock tick.
  ///
  /// - Returns: how many were woken.
  private func tick(atMilliseconds milliseconds: Int64) -> Int {
    board.tell(
      at: Moment(wallNanoseconds: 0, monotonicNanoseconds: milliseconds * 1_000_000))
    return wakes.withLock { wakes in
      defer { wakes = 0 }
      return wakes
    }
  }

  @Test func `a job that changes many times is told of once`() {
    let listener = listen()
    for _ in 0..<1000 { note(7, 3) }
    #expect(tick(atMilliseconds: 0) == 1)
    #expect(listener.take() == JobChanges(ids: [JobID(3), JobID(7)]))
    #expect(listener.take() == JobChanges())
  }

  @Test func `nobody is woken before something changes`() {
    let listener = listen()
    #expect(tick(atMilliseconds: 0) == 0)
    note(1)
    #expect(tick(atMilliseconds: 1) == 1)
    _ = listener.take()
    #expect(tick(atMilliseconds: 10_000) == 0)
  }

  @Test func `a listener is woken four times a second at most`() {
    let listener = listen()
    var woken = 0
    for tenth in 0..<100 {
      note(1)
      woken += tick(atMilliseconds: Int64(tenth) * 100)
      _ = listener.take()
    }
    #expect(woken == 34, "every 300 ms of 10 s, since the clock ticks each 100 ms")
  }

  @Test func `who does not take what has changed is reminded`() {
    let listener = listen()
    note(1)
    #expect(tick(atMilliseconds: 0) == 1)
    #expect(tick(atMilliseconds: 250) == 1)
    #expect(listener.take().ids == [JobID(1)])
    #expect(tick(atMilliseconds: 500) == 0)
  }

  @Test func `too many changes are not noted one by one`() {
    let listener = listen()
    board.note((1...JobBoard.changeLimit).map(JobID.init))
    #expect(listener.take().ids.count == JobBoard.changeLimit)
    board.note((1...JobBoard.changeLimit + 1).map(JobID.init))
    note(1)
    #expect(tick(atMilliseconds: 0) == 1)
    #expect(listener.take() == JobChanges(isCutShort: true))
    note(1)
    #expect(listener.take() == JobChanges(ids: [JobID(1)]))
  }

  @Test func `each listener hears of what has changed since it began`() {
    let first = listen()
    note(1)
    let second = listen()
    note(2)
    #expect(first.take().ids == [JobID(1), JobID(2)])
    #expect(second.take().ids == [JobID(2)])
  }

  @Test func `a listener ends when it is let go, or before`() {
    var first: JobListener? = listen()
    let second = listen()
    #expect(board.count == 2)
    first = nil
    #expect(first == nil && board.count == 1)
    note(1)
    second.end()
    second.end()
    #expect(board.count == 0)
    #expect(second.take() == JobChanges())
    note(1)
    #expect(tick(atMilliseconds: 0) == 0)
  }

  @Test func `what wakes a listener is let go with it`() {
    final class Watched: Sendable {}
    weak var left: Watched?
    do {
      let watched = Watched()
      left = watched
      let listener = board.listen { [watched] in _ = watched }
      withExtendedLifetime(listener) {}
    }
    #expect(left == nil)
  }
}
