import Statistics
import Testing

@testable import Engine

struct DayBoardTests {
  private let day = CivilDay(year: 2024, month: 5, day: 1)
  private let other = CivilDay(year: 2024, month: 5, day: 2)
  private var board = DayBoard()

  /// Begins a reading that is expected to get its turn.
  private mutating func stamp(_ days: [CivilDay], holding isHolding: Bool = false) throws -> Int {
    let turn = board.beginReading(days, holding: isHolding)
    guard case .read(let stamp) = turn else {
      Issue.record("\(turn) is no turn to read")
      return 0
    }
    return stamp
  }

  @Test mutating func `one job at a time collects a day, and others their own days`() {
    let (first, second, third) = (
      board.beginCollecting(day, JobID(1)), board.beginCollecting(day, JobID(2)),
      board.beginCollecting(other, JobID(2))
    )
    #expect(first && !second && third)
    board.endCollecting(day, JobID(2))
    let stillTaken = board.beginCollecting(day, JobID(2))
    #expect(!stillTaken)
    board.endCollecting(day, JobID(1))
    let isFree = board.beginCollecting(day, JobID(2))
    #expect(isFree)
  }

  @Test mutating func `a day that is being replaced is waited for`() throws {
    let began = board.beginStoring(day, JobID(1))
    #expect(began)
    let (turn, again) = (board.beginReading([other, day]), board.beginStoring(day, JobID(1)))
    #expect(turn == .wait(day) && !again)
    #expect(board.isMixed(day) && !board.isMixed(other))
    _ = try stamp([other])
    board.endStoring(day, isComplete: true)
    #expect(!board.isMixed(day))
    _ = try stamp([day])
  }

  @Test mutating func `who began before a replacement is told of it, and nobody else`() throws {
    let stamp = try stamp([day, other])
    let began = board.beginStoring(day, JobID(1))
    #expect(began && board.changed([day, other], since: stamp) == [day])
    board.endStoring(day, isComplete: true)
    #expect(board.changed([day, other], since: stamp) == [day])
    let later = try self.stamp([day])
    #expect(board.changed([day], since: later).isEmpty)
  }

  @Test mutating func `a replacement that stopped is the next reader's to complete, alone`() throws
  {
    let began = board.beginStoring(day, JobID(7))
    board.endStoring(day, isComplete: false)
    #expect(began && board.unfinished(day) == JobID(7) && board.isMixed(day))
    let (turn, next) = (board.beginReading([other, day]), board.beginReading([day]))
    #expect(turn == .complete(day, JobID(7)) && next == .wait(day))
    board.endStoring(day, isComplete: true)
    _ = try stamp([day])
  }

  @Test mutating func `what an earlier run has left is completed before anything else`() {
    board.noteUnfinished(day, JobID(3))
    board.noteUnfinished(other, JobID(4))
    let (first, second, third) = (
      board.takeUnfinished([day, other]), board.takeUnfinished([day, other]),
      board.takeUnfinished([day, other])
    )
    #expect(first?.day == day && first?.job == JobID(3))
    #expect(second?.day == other && second?.job == JobID(4) && third == nil)
  }

  @Test mutating func `a day that is held is not replaced until its last reader has ended`() throws
  {
    _ = try stamp([day], holding: true)
    _ = try stamp([day], holding: true)
    let first = board.beginStoring(day, JobID(1))
    board.endReading([day], holding: true)
    let second = board.beginStoring(day, JobID(1))
    board.endReading([day], holding: true)
    let third = board.beginStoring(day, JobID(1))
    #expect(!first && !second && third)
  }

  @Test mutating func `a reader that does not hold keeps nobody waiting`() throws {
    _ = try stamp([day])
    let began = board.beginStoring(day, JobID(1))
    #expect(began)
  }

  @Test mutating func `days that nobody has to do with are forgotten`() throws {
    let reading = try stamp([day])
    for number in 0..<100 {
      let some = CivilDay(daysSince1970: Int64(number))
      let began = board.beginStoring(some, JobID(number + 1))
      #expect(began)
      board.endStoring(some, isComplete: true)
    }
    // Who reads may still ask.
    #expect(board.count == 100)
    #expect(board.changed([CivilDay(daysSince1970: 5)], since: reading).count == 1)
    board.endReading([day])
    #expect(board.count == 0)
  }
}
