import Testing

@testable import Statistics

struct ChartSentencesTests {
  @Test func `extremes name their places`() {
    let extent = Extent(of: [3, 1, 2])
    #expect(
      ChartText.extremes(extent, of: "x", isAlone: true, least: "b", greatest: "a")
        == "The least value is 1 (b), the greatest 3 (a).")
    #expect(
      ChartText.extremes(extent, of: "x", isAlone: false, least: "b", greatest: "a")
        == "x: The least value is 1 (b), the greatest 3 (a).")
  }

  @Test func `values that are all equal have no extremes`() {
    let one = ChartText.extremes(Extent(of: [5]), of: "", isAlone: true, least: "", greatest: "")
    #expect(one == "The value is 5.")
    let two = ChartText.extremes(
      Extent(of: [5, 5]), of: "", isAlone: true, least: "", greatest: "")
    #expect(two == "Every value is 5.")
  }

  @Test func `what is left out is counted`() {
    #expect(ChartText.omitted(0, besides: 3) == [])
    #expect(ChartText.omitted(1, besides: 0) == ["1 value is missing or not finite and left out."])
    #expect(
      ChartText.omitted(2, besides: 9) == ["2 values are missing or not finite and left out."])
    #expect(ChartText.omitted(0, besides: 0) == ["There are no values."])
  }

  @Test func `series beyond the limit are counted`() {
    #expect(ChartText.unshown(series: Palette.seriesLimit) == [])
    #expect(ChartText.unshown(series: 13) == ["1 further series is not shown."])
    #expect(ChartText.unshown(series: 20) == ["8 further series are not shown."])
  }
}
