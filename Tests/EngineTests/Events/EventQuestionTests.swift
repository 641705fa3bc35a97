import Testing

@testable import Engine

struct EventQuestionTests {
  private static let second: Int64 = 1_000_000_000

  @Test func `a live window ends where an event may be ahead of the clock`() {
    let question = EventQuestion(windowNanoseconds: 10 * Self.second)
    #expect(question.range(at: 100 * Self.second) == 90 * Self.second...160 * Self.second)
  }

  @Test func `a window as of a time ends at that time`() {
    var question = EventQuestion(windowNanoseconds: 10 * Self.second)
    question.endNanoseconds = 7 * Self.second
    #expect(question.range(at: 100 * Self.second) == -3 * Self.second...7 * Self.second)
  }

  @Test func `the ends of time are not passed`() {
    var question = EventQuestion(windowNanoseconds: .max)
    #expect(question.range(at: .min) == Int64.min...(Int64.min + 60 * Self.second))
    #expect(question.range(at: .max).upperBound == .max)
    question.endNanoseconds = .min
    #expect(question.range(at: 0) == Int64.min...Int64.min)
    question.endNanoseconds = .max
    #expect(question.range(at: 0) == 0...Int64.max)
    #expect(EventQuestion.latest(at: .max - 1) == .max)
  }
}
