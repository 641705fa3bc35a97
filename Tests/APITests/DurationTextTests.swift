import Testing

@testable import API

struct DurationTextTests {
  @Test(arguments: [
    ("0", 0), ("10", 10_000), ("10s", 10_000), ("500ms", 500), ("2m", 120_000), ("1h", 3_600_000),
    ("30d", 2_592_000_000),
    ("9223372036854775", 9_223_372_036_854_775_000),
  ])
  func `a time is a number with a unit`(text: String, milliseconds: Int) {
    #expect(DurationText.milliseconds(text) == milliseconds)
  }

  @Test(arguments: [
    "", "s", "ms", "-1", "+1", "1.5s", "1 s", "1x", "1w", "9223372036854775807h", "٣", "1m30s",
    "9223372036854775808ms", " 1", "1s ",
  ])
  func `anything else is none`(text: String) {
    #expect(DurationText.milliseconds(text) == nil)
  }

  @Test(arguments: [
    (3_600_000, "1h"), (86_400_000, "24h"), (5_400_000, "90m"), (90_000, "90s"), (1500, "1500ms"),
  ])
  func `a time is written as it is read`(milliseconds: Int, text: String) {
    #expect(DurationText.text(ofMilliseconds: milliseconds) == text)
    #expect(DurationText.milliseconds(text) == milliseconds)
  }
}
