import Testing

@testable import Statistics

struct RankingChartTests {
  private func chart(
    _ values: [(String, Double)], chosen: String? = nil, mean: Double? = nil
  ) -> RankingChart {
    RankingChart(
      title: "Obesity", nameTitle: AxisTitle("State"), valueTitle: AxisTitle("Mean"),
      entries: values.map { .init(name: $0.0, value: $0.1, isChosen: $0.0 == chosen) },
      reference: mean.map { .init(name: "All rows", value: $0) })
  }

  private func text(_ chart: RankingChart) -> String {
    String(decoding: chart.svg(), as: UTF8.self)
  }

  /// How often a part stands in a text.
  private func count(_ part: String, in text: String) -> Int {
    text.ranges(of: part).count
  }

  @Test func `a bar stands for each entry, in their order`() throws {
    let text = text(chart([("Ohio", 2), ("Guam", 4), ("Utah", -1)]))
    let first = try #require(text.firstRange(of: "1. Ohio"))
    let second = try #require(text.firstRange(of: "2. Guam"))
    let third = try #require(text.firstRange(of: "3. Utah"))
    #expect(first.lowerBound < second.lowerBound && second.lowerBound < third.lowerBound)
    #expect(count("<title>", in: text) == 4, "of the chart, and of each bar")
    #expect(text.contains("<title>Utah: −1</title>"))
  }

  @Test func `a line stands at the value to compare with, and the legend tells it`() {
    let plain = text(chart([("Ohio", 2), ("Guam", 4)]))
    let compared = text(chart([("Ohio", 2), ("Guam", 4)], mean: 3))
    #expect(!plain.contains("All rows"))
    #expect(compared.contains("All rows: 3"))
    #expect(count("<path", in: compared) == count("<path", in: plain) + 1)
  }

  @Test func `an entry that is chosen has another colour`() {
    let entries = [("Ohio", 2.0), ("Guam", 4.0)]
    #expect(text(chart(entries)) != text(chart(entries, chosen: "Guam")))
  }

  @Test func `the description tells the ends and the comparison`() {
    #expect(
      chart([("Ohio", 2), ("Guam", 4)], mean: 3).description
        == "Mean by State, best first: 2 bars. Ohio has 2, Guam 4. All rows: 3.")
    #expect(chart([("Ohio", 2)]).description == "Mean by State, best first: 1 bar. Ohio has 2.")
  }

  @Test(arguments: [[], [("Ohio", Double.nan)]])
  func `without a value the chart says so`(values: [(String, Double)]) {
    let chart = chart(values)
    #expect(chart.description.contains("there are no values"))
    #expect(text(chart).contains("There are no values to show."))
  }

  @Test func `of too many entries the first are drawn, and the others counted`() {
    let chart = chart((1...200).map { ("s\($0)", Double($0)) })
    #expect(count("<rect", in: text(chart)) == RankingChart.entryLimit + 1)
    #expect(chart.description.hasSuffix("120 further bars not shown."))
  }

  @Test func `names that are markup stay texts`() {
    let text = text(chart([("<script>\"&", 1)]))
    #expect(!text.contains("<script"))
    #expect(text.contains("&lt;script&gt;&quot;&amp;"))
  }
}
