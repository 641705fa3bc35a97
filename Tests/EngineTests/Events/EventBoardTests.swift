import Statistics
import Testing

@testable import Engine

struct EventBoardTests {
  private static let second: Int64 = 1_000_000_000

  private static func board(
    retentionSeconds: Int64 = 100, memory: Int = 1 << 20, series: Int = 10
  ) -> EventBoard {
    var options = EventBoard.Options()
    options.retentionNanoseconds = retentionSeconds * second
    options.memoryLimitBytes = memory
    options.seriesLimit = series
    return EventBoard(options)
  }

  private static func event(_ seconds: Int64, _ value: Double = 1) -> Event {
    Event(nanoseconds: seconds * second, value: value)
  }

  private static let always = Int64.min...Int64.max

  @Test func `each series has events of its own`() throws {
    var board = Self.board()
    for (name, value) in [("", 1.0), ("a", 2), ("b", 4), ("a", 8)] {
      let place = try board.place(of: name)
      board.insert(Self.event(5, value), at: place)
    }
    #expect(board.summary(of: "a", in: Self.always).sum == 10)
    #expect(board.summary(of: "", in: Self.always).sum == 1)
    #expect(board.summary(of: "c", in: Self.always).count == 0)
    #expect(board.seriesCount == 3 && board.eventCount == 4)
    #expect(board.snapshot(of: "a", in: Self.always)?.window.count == 2)
    #expect(board.snapshot(of: "c", in: Self.always) == nil)
  }

  @Test func `names are told up to a limit, without the series that has none`() throws {
    var board = Self.board()
    for name in ["", "b", "a", "c"] { _ = try board.place(of: name) }
    #expect(board.names(limit: 2) == ["b", "a"])
    #expect(board.names(limit: 10) == ["b", "a", "c"])
  }

  @Test func `what is older than the retention never counts, to the nanosecond`() throws {
    var board = Self.board()
    board.advance(to: 200 * Self.second)
    #expect(board.horizonNanoseconds == 100 * Self.second)
    let place = try board.place(of: "")
    let edge = 100 * Self.second
    for time in [edge - 1, edge, edge + 1] {
      board.insert(Event(nanoseconds: time, value: 1), at: place)
    }
    #expect(board.eventCount == 2)
    let events = [edge - 1, edge + 5, edge + 6].map { Event(nanoseconds: $0, value: 1) }
    board.insert(events[...], at: place)
    #expect(board.eventCount == 4)
    board.advance(to: 200 * Self.second + 1)
    #expect(board.summary(of: "", in: Self.always).count == 3)
    #expect(board.summary(of: "", in: Int64.min...(edge)).count == 0)
  }

  @Test func `a clock that is set back brings nothing back`() throws {
    var board = Self.board()
    let place = try board.place(of: "")
    board.insert(Self.event(50), at: place)
    board.advance(to: 151 * Self.second)
    board.advance(to: 60 * Self.second)
    #expect(board.horizonNanoseconds == 51 * Self.second)
    #expect(board.summary(of: "", in: Self.always).count == 0)
    board.advance(to: .min)
    #expect(board.horizonNanoseconds == 51 * Self.second)
  }

  @Test func `a clock that was far ahead ends with a board that begins anew`() throws {
    var board = Self.board()
    let place = try board.place(of: "a")
    board.insert(Self.event(50), at: place)
    board.advance(to: 1000 * Self.second)
    let stays = board.beginAnew(ifBeforeHorizon: 900 * Self.second)
    #expect(!stays && board.horizonNanoseconds == 900 * Self.second && board.seriesCount == 1)
    let isAnew = board.beginAnew(ifBeforeHorizon: 899 * Self.second)
    #expect(isAnew && board.horizonNanoseconds == 799 * Self.second)
    #expect(board.seriesCount == 0 && board.eventCount == 0)
    let next = try board.place(of: "a")
    board.insert(Self.event(850), at: next)
    #expect(board.summary(of: "a", in: Self.always).count == 1)
  }

  @Test func `two spellings of the same characters are two series`() throws {
    var board = Self.board()
    for (name, value) in [("\u{E9}", 1.0), ("e\u{301}", 2)] {
      let place = try board.place(of: name)
      board.insert(Self.event(1, value), at: place)
    }
    #expect(board.seriesCount == 2)
    #expect(board.summary(of: "\u{E9}", in: Self.always).sum == 1)
    #expect(board.summary(of: "e\u{301}", in: Self.always).sum == 2)
  }

  @Test func `what goes is handed out, and the place of an emptied series is vacant`() throws {
    var board = Self.board()
    let place = try board.place(of: "a")
    board.insert(Self.event(1), at: place)
    let nothing = board.expire(0..<1)
    #expect(nothing.isEmpty)
    board.advance(to: 500 * Self.second)
    let gone = board.expire(0..<1)
    #expect(gone.map(\.count) == [1] && board.seriesCount == 0)
    board.removeIfEmpty(place)
    #expect(board.seriesCount == 0)
  }

  @Test func `no more series than may be are made`() throws {
    var board = Self.board(series: 2)
    let first = try board.place(of: "a")
    _ = try board.place(of: "b")
    #expect(throws: EventRefusal.tooManySeries(limit: 2)) { try board.place(of: "c") }
    let again = try board.place(of: "a")
    #expect(again == first && board.seriesCount == 2)
  }

  @Test func `memory has a bound, and what expired is given back wholly`() throws {
    var board = Self.board(memory: 100_000)
    let empty = board.byteCount
    var count: Int64 = 0
    #expect(throws: EventRefusal.memoryFull(limitBytes: 100_000)) {
      while count < 1_000_000 {
        let place = try board.place(of: "s\(count % 5)")
        board.insert(Self.event(count / 100), at: place)
        count += 1
      }
    }
    #expect(count > 2000 && board.byteCount < 130_000)
    board.advance(to: 1_000_000 * Self.second)
    for start in stride(from: 0, to: board.placeCount, by: 2) {
      _ = board.expire(start..<start + 2)
    }
    #expect(board.byteCount == empty && board.eventCount == 0 && board.seriesCount == 0)
    // The places are used again.
    let places = board.placeCount
    for name in ["x", "y", "z"] { _ = try board.place(of: name) }
    #expect(board.placeCount == places && board.seriesCount == 3)
  }

  @Test func `an emptied series that comes back begins anew`() throws {
    var board = Self.board()
    var place = try board.place(of: "a")
    board.insert(Self.event(1), at: place)
    board.advance(to: 500 * Self.second)
    _ = board.expire(0..<10)
    place = try board.place(of: "a")
    board.insert(Self.event(450, 7), at: place)
    #expect(board.summary(of: "a", in: Self.always).sum == 7)
  }

  @Test func `a snapshot stays as it was`() throws {
    var board = Self.board()
    let place = try board.place(of: "")
    board.insert(Self.event(1), at: place)
    let taken = board.snapshot(of: "", in: Self.always)
    board.insert(Self.event(2), at: place)
    #expect(taken?.window.count == 1)
    #expect(board.snapshot(of: "", in: Self.always)?.window.count == 2)
  }

  @Test func `series of an earlier run are restored whatever the bounds say`() throws {
    var board = Self.board(memory: 1, series: 1)
    for name in ["a", "b"] {
      let place = board.placeOfRestored(name)
      board.insert([Self.event(1), Self.event(2)][...], at: place)
    }
    #expect(board.seriesCount == 2 && board.eventCount == 4)
    #expect(throws: EventRefusal.memoryFull(limitBytes: 1)) { try board.place(of: "a") }
  }
}
