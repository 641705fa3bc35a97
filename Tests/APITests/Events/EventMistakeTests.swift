import JSON
import Statistics
import Testing

@testable import API

struct EventMistakeTests {
  private func quoted(_ bytes: [UInt8]) -> EventMistake.Finding { .init(quoting: bytes.span) }

  private static let failure = JSONFailure.unexpected("a value", at: 3, in: Array("[\n x".utf8))

  @Test(arguments: [
    (
      EventMistake.notJSON(failure),
      #"Request body must be JSON object like {"timestamp":"2025-06-26T14:30:00Z","value":12.34}: "#
        + "line 2, column 2: found 'x', expected a value"
    ),
    (
      .notAnObject(found: "an array"),
      #"Request body must be JSON object like {"timestamp":"2025-06-26T14:30:00Z","value":12.34}: "#
        + "found an array"
    ),
    (
      .noEvents,
      "Request body must be JSON, an array of events or one a line, each like "
        + #"{"timestamp":"2025-06-26T14:30:00Z","value":12.34}: it is empty"#
    ),
    (
      .brokenArray(failure),
      "Request body must be JSON, an array of events or one a line, each like "
        + #"{"timestamp":"2025-06-26T14:30:00Z","value":12.34}: byte 3, line 2, column 2: "#
        + "found 'x', expected a value"
    ),
    (
      .brokenLine(failure),
      "Request body must be JSON, an array of events or one a line, each like "
        + #"{"timestamp":"2025-06-26T14:30:00Z","value":12.34}: column 2 of the line: "#
        + "found 'x', expected a value"
    ),
    (
      .tooManyEvents(limit: 10_000),
      "Too many events: a request brings at most 10000; send the others with the next"
    ),
    (
      .missingTimestamp, #"Missing 'timestamp' field: write "timestamp":"2025-06-26T14:30:00Z""#
    ),
    (.missingValue, #"Missing 'value' field: write "value":12.34"#),
    (
      .invalidTimestamp(.text("abc")),
      "Invalid timestamp format: 'abc'; write 2025-06-26T14:30:00Z"
    ),
    (
      .invalidTimestamp(.number), "Invalid timestamp format: a number; write 2025-06-26T14:30:00Z"
    ),
    (
      .invalidValue(.text("5")),
      "Invalid value. Must be a number: found '5'; write it like 12.34, without quotes"
    ),
    (
      .invalidValue(.null),
      "Invalid value. Must be a number: found null; write it like 12.34, without quotes"
    ),
    (
      .invalidValue(.number),
      "Invalid value. Must be a number: found one that no double is near; the greatest is 1.8e308"
    ),
    (
      .invalidSeries(.text("")),
      "Invalid series: ''; its name is a text of 1 to 200 bytes without control characters"
    ),
    (.invalidSeries(.array), "Invalid series: found an array; its name is a text"),
    (.seriesTooLong(limitBytes: 200), "Invalid series: its name has more than 200 bytes"),
    (
      .aheadOfClock(seconds: 93, toleranceSeconds: 60),
      "Timestamp is more than 60 seconds ahead of the server's clock (by 93 s); "
        + "set the sender's clock, or the zone of the timestamp"
    ),
  ])
  func `a mistake says what was found and what would be right`(
    mistake: EventMistake, sentence: String
  ) {
    #expect(mistake.sentence == sentence)
  }

  @Test(arguments: [
    ("abc", "abc"), ("", ""), ("a'b\"c", "a'b\"c"), ("é漢😀", "é漢😀"),
    ("a\nb\0c\u{1B}[31m\u{7F}", "a\u{FFFD}b\u{FFFD}c\u{FFFD}[31m\u{FFFD}"),
    ("\u{202E}abc\u{200B}\u{85}\u{2028}", "\u{FFFD}abc\u{FFFD}\u{FFFD}\u{FFFD}"),
    (String(repeating: "x", count: 50), String(repeating: "x", count: 50)),
    (String(repeating: "x", count: 51), String(repeating: "x", count: 50) + "..."),
    (String(repeating: "😀", count: 50), String(repeating: "😀", count: 50)),
    (String(repeating: "😀", count: 51), String(repeating: "😀", count: 50) + "..."),
    (String(repeating: "a", count: 1_000_000), String(repeating: "a", count: 50) + "..."),
  ])
  func `a text is quoted from its beginning, and nothing in it has an effect`(
    text: String, shown: String
  ) {
    #expect(quoted(Array(text.utf8)) == .text(shown))
  }

  @Test func `what is no UTF-8 is quoted with marks`() {
    #expect(quoted([0x61, 0xFF, 0x62]) == .text("a\u{FFFD}b"))
  }

  @Test(
    arguments: [
      (0, 60_000_000_000, nil), (0, 60_000_000_001, 60), (0, 61_999_999_999, 61), (0, -1, nil),
      (5_000_000_000, 65_000_000_000, nil), (5_000_000_000, 66_000_000_000, 61),
      (0, .max, 9_223_372_036), (.max, .max, nil), (.max - 1, .max, nil), (.min, .min, nil),
      (.min, 0, 9_223_372_036),
    ] as [(Int64, Int64, Int64?)])
  func `an event may lie a minute ahead of the clock, to the nanosecond`(
    now: Int64, nanoseconds: Int64, seconds: Int64?
  ) {
    let event = Event(nanoseconds: nanoseconds, value: 1)
    #expect(
      EventMistake(event, now: now, toleranceSeconds: 60)
        == seconds.map { .aheadOfClock(seconds: $0, toleranceSeconds: 60) })
  }
}
