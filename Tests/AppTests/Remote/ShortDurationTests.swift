import Testing

@testable import App

struct ShortDurationTests {
  @Test(arguments: [
    (-5, "0s"), (0, "0s"), (1, "1ms"), (999, "999ms"), (1000, "1s"), (1299, "1.2s"), (9999, "9.9s"),
    (10_000, "10s"), (59_999, "59s"), (60_000, "1m"), (200_000, "3m 20s"), (3_599_999, "59m 59s"),
    (3_600_000, "1h"), (7_500_000, "2h 5m"), (86_399_999, "23h 59m"), (86_400_000, "1d"),
    (360_000_000, "4d 4h"), (Int.max, "106751991167d 7h"),
  ])
  func `a time has two units at most`(milliseconds: Int, text: String) {
    #expect(ShortDuration.text(milliseconds: milliseconds) == text)
  }
}
