import HTTP
import Posix
import Engine
import Statistics
import Testing

@testable import API

struct LiveHistoryTests {
  @Test func `moments without events are left out, the others come in their order`() throws {
    let site = try Site()
    let now = Moment.now().wallNanoseconds
    _ = try site.engine.events.add(
      Event(nanoseconds: now - 12_000_000_000, value: 4), to: "a", at: now)
    var question = EventQuestion(windowNanoseconds: 60_000_000_000)
    question.series = "a"
    let history = LiveHistory(of: question, in: site.engine.events, at: now)
    #expect(history.points.count == 60)
    #expect(history.text == "[[10,4.0,4.0,4.0],[5,4.0,4.0,4.0]]")
  }
}
