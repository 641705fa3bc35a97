import Testing

@testable import Statistics

struct JourneyValuesTests {
  private func value<Value>(
    _ text: String, _ read: (inout JourneyValues, [UInt8]) -> Bool,
    _ value: (JourneyValues) -> Value
  ) -> Value? {
    var values = JourneyValues()
    return read(&values, Array(text.utf8)) ? value(values) : nil
  }

  @Test(
    arguments: [
      ("0", 0), ("43", 43), ("007", 7), ("1000000000", 1_000_000_000), ("12.0", 12),
      ("12.000", 12), ("00000000000000000000000000001", 1), ("", nil), ("-1", nil), ("+1", nil),
      ("1000000001", nil), ("99999999999999999999999", nil), ("1.5", nil), ("12.", nil),
      (".0", nil), ("1e3", nil), (" 1", nil), ("1 ", nil), ("x", nil), ("12.0.0", nil),
    ] as [(String, Int?)])
  func `passengers are a whole number`(_ text: String, _ expected: Int?) {
    #expect(value(text, { $0.readPassengers($1.span) }, \.passengers) == expected)
  }

  @Test(
    arguments: [
      ("PT4320S", 4_320_000_000_000), ("PT0S", 0), ("PT999999999S", 999_999_999_000_000_000),
      ("PT9999999999S", nil), ("PT1234567890S", 1_234_567_890_000_000_000),
      ("PT007S", 7_000_000_000),
      ("pt4320s", 4_320_000_000_000), ("PT1H12M", 4_320_000_000_000), ("-PT5S", -5_000_000_000),
      ("PT0.5S", 500_000_000), ("4320", 4_320_000_000_000), ("4320.5", 4_320_500_000_000),
      ("-5", -5_000_000_000), ("0", 0), ("", nil), ("PTS", nil), ("PT S", nil), ("P1M", nil),
      ("PT", nil), ("-", nil), ("+", nil), ("S", nil), ("x", nil), ("nan", nil), ("1:12", nil),
    ] as [(String, Int64?)])
  func `a delay is a duration or a number of seconds`(_ text: String, _ expected: Int64?) {
    #expect(value(text, { $0.readDelay($1.span) }, \.delayNanoseconds) == expected)
  }

  @Test func `a plain delay is what the reader of durations makes of it`() throws {
    for _ in 0..<2_000 {
      let text = "PT\(Int64.random(in: 0...9_000_000_000) >> Int64.random(in: 0..<34))S"
      let expected = try ISODuration(Array(text.utf8).span).nanoseconds
      #expect(value(text, { $0.readDelay($1.span) }, \.delayNanoseconds) == expected)
    }
  }

  @Test(
    arguments: [
      ("true", true), ("false", false), ("True", true), ("False", false), ("TRUE", true),
      ("FALSE", false), ("1", true), ("0", false), ("", nil), ("2", nil), ("yes", nil),
      ("tru", nil), ("trues", nil), ("falsE ", nil), ("t", nil), ("null", nil), ("10", nil),
    ] as [(String, Bool?)])
  func `an accident is a truth`(_ text: String, _ expected: Bool?) {
    #expect(value(text, { $0.readAccident($1.span) }, \.hasAccident) == expected)
  }
}
