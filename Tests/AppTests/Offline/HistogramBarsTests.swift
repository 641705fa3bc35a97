import Testing

@testable import App

struct HistogramBarsTests {
  @Test(arguments: [
    ([], ""), ([0, 0], ""), ([5], "█"), ([1, 2, 3, 4, 5, 6, 7, 8], "▁▂▃▄▅▆▇█"),
    ([1_000_000, 1, 0, 500_000], "█▁ ▄"), ([3, 3], "██"), ([9, 8], "██"), ([.max, .max / 2], "█▄"),
  ])
  func `the fullest interval is a full block and an empty one is blank`(
    counts: [Int], bars: String
  ) {
    #expect(HistogramBars.text(counts) == bars)
  }
}
