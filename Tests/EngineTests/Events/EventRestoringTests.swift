import Statistics
import Testing

@testable import Engine

struct EventRestoringTests {
  private static let always = Int64.min...Int64.max

  @Test(arguments: [1, 7, 100, 100_000])
  func `what is restored by turns is what was there, whatever is gathered at once`(
    limit: Int
  ) throws {
    var random = SplitMix(state: UInt64(limit))
    var board = EventBoard(EventBoard.Options())
    var wanted = EventBoard(EventBoard.Options())
    var restoring = EventRestoring(limit: limit)
    for _ in 0..<100 {
      let series = ["", "a", "b"].randomElement(using: &random) ?? ""
      let start = Int64.random(in: 0...1000, using: &random)
      let events = (0..<Int.random(in: 0...30, using: &random)).map {
        Event(nanoseconds: start + Int64($0), value: Double($0) / 8)
      }
      restoring.take(events[...], of: series, into: &board)
      let place = wanted.placeOfRestored(series)
      for event in events { wanted.insert(event, at: place) }
    }
    restoring.finish(into: &board)
    #expect(board.eventCount == wanted.eventCount && board.seriesCount == 3)
    for series in ["", "a", "b"] {
      for _ in 0..<10 {
        let start = Int64.random(in: 0...1030, using: &random)
        let range = start...start + Int64.random(in: 0...200, using: &random)
        #expect(board.summary(of: series, in: range) == wanted.summary(of: series, in: range))
      }
    }
  }
}
