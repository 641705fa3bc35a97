import JSON
import Testing

@testable import Engine

struct UnivariateAnomalyStageTests {
  private static let rising = [1, 2, 1, 2, 3, 4, 5, 7]

  private func sample(_ csv: String, _ parameters: String = "", by secondary: String = "b")
    -> StageSample
  {
    StageSample(
      .univariateAnomaly,
      [.init(csv: csv, columns: .init(timestamp: "when", secondaryGroup: secondary))],
      #"{"primary_group_col":"a"\#(parameters)}"#)
  }

  private func weeks(_ counts: [Int], _ cells: String = "x,y") -> String {
    WeeklyEvents.csv("a,b", [(cells, counts)])
  }

  @Test func `a group is told with its model, weeks, trend and keys`() throws {
    let value = try sample(weeks(Self.rising)).value()
    #expect(
      value.keys == ["status", "stage_name", "parameters", "results", "city_wide_results"])
    let item = try #require(value["results"]?.list.first)
    #expect(
      item.keys == [
        "model_used", "historical_weekly_avg", "historical_weekly_var", "full_weekly_series",
        "last_4_weeks_analysis", "trend_analysis", "a", "b",
      ])
    #expect(item["model_used"] == .string("Poisson"))
    #expect(item["historical_weekly_avg"] == .double(1.5))
    let series = try #require(item["full_weekly_series"])
    #expect(series.keys == (0..<8).map { WeeklyEvents.sunday($0) })
    #expect(series.keys.compactMap { series[$0]?.number } == Self.rising.map { Double($0) })
    let last = try #require(item["last_4_weeks_analysis"]?.list)
    #expect(last.map { $0["week"] } == (4..<8).map { .string(WeeklyEvents.sunday($0)) })
    #expect(last[0].keys == ["week", "count", "anomaly_p_value", "z_score"])
    let trend = try #require(item["trend_analysis"])
    #expect(trend.keys == ["slope", "p_value", "description"])
    #expect(trend["description"] == .string("Significant Upward Trend"))
    #expect(item["a"] == .string("x") && item["b"] == .string("y"))
    let city = try #require(value["city_wide_results"]?.list.first)
    #expect(city.keys == item.keys + ["primary_group_name"])
    #expect(city["a"] == .string("City-Wide") && city["b"] == .string("y"))
    #expect(city["primary_group_name"] == .string("City-Wide"))
  }

  @Test func `gaps are weeks without events, and the running week is none`() throws {
    let counts = [2, 0, 0, 1, 0, 3, 0, 0, 1]
    var csv = weeks(counts)
    csv += "2024-03-09 10:00,x,y\n"
    let item = try #require(try sample(csv).value()["results"]?.list.first)
    let series = try #require(item["full_weekly_series"])
    #expect(series.keys.compactMap { series[$0]?.number } == counts.map { Double($0) })
    let trend = try #require(item["trend_analysis"])
    #expect(trend["slope"]?.number != nil && trend["description"] == .string("Not Significant"))
  }

  @Test func `few events are no trend`() throws {
    let trend = try sample(weeks([1, 1, 1, 1, 1, 0, 0, 2])).value()["results"]?.list
      .first?["trend_analysis"]
    #expect(
      trend
        == (try JSONParser.parse(
          Array(#"{"slope":null,"p_value":null,"description":"Not Enough Data"}"#.utf8))))
  }

  @Test func `a short series, one without a history and a single row are not told`() throws {
    for csv in [
      weeks([1, 2, 1, 2, 3, 4, 5]), "when,a,b\n2024-01-01,x,y\n",
      WeeklyEvents.csv("a,b", [("x,", Self.rising), ("x,", Self.rising)]),
    ] {
      let text = try sample(csv).text()
      #expect(text.hasSuffix(#""results":[],"city_wide_results":[]}"#), "\(text.suffix(200))")
    }
  }

  @Test func `without a primary value rows count city-wide alone`() throws {
    let value = try sample(weeks(Self.rising, ",y")).value()
    #expect(value["results"] == .array([]))
    #expect(value["city_wide_results"]?.list.count == 1)
  }

  @Test(arguments: ["[20]", #"["20"]"#, #"["20.0","x"]"#])
  func `a filter takes numbers for what they read like`(_ values: String) throws {
    for number in ["20", "20.0"] where number == "20.0" || !values.contains("20.0") {
      let csv = WeeklyEvents.csv(
        "a,b", [("x,\(number)", Self.rising), ("x,7", Self.rising)])
      let filter = #","filter_col":"b","filter_values":\#(values)"#
      let value = try sample(csv, filter).value()
      #expect(value["results"]?.list.map { $0["b"]?.number } == [20], "\(number)")
      #expect(value["city_wide_results"]?.list.map { $0["b"]?.number } == [20], "\(number)")
    }
  }

  @Test func `a column that stands for both groups is told once`() throws {
    let value = try sample(weeks(Self.rising), by: "a").value()
    #expect(value["results"]?.list.first?.keys.suffix(2) == ["trend_analysis", "a"])
    #expect(value["results"]?.list.first?["a"] == .string("x"))
    #expect(value["city_wide_results"]?.list.first?["a"] == .string("x"))
  }

  @Test func `a column that is called like a member stands in its place`() throws {
    let csv = WeeklyEvents.csv("a,trend_analysis", [("x,y", Self.rising)])
    let item = try #require(
      try sample(csv, by: "trend_analysis").value()["results"]?.list.first)
    #expect(Set(item.keys).count == item.keys.count && item.keys.count == 7)
    #expect(item["trend_analysis"] == .string("y"))
  }

  @Test func `groups of wrong years are bounded`() throws {
    let far = (0..<20).flatMap { ["0001-01-01,g\($0),k", "9999-12-26,g\($0),k"] }
    let last = "9999-12-31,,"
    #expect(
      sample((["when,a,b"] + far + [last, ""]).joined(separator: "\n")).failure()
        == .tooMany(what: "weeks of groups", limit: 5_000_000))
    // Half a million weeks are told, and nothing is drawn that lies beyond the clock of charts.
    let one = try sample(
      "when,a,b\n0001-01-01,,k\n9999-12-25,,k\n9999-12-25,,k\n9999-12-26,,k\n9999-12-31,,\n"
    ).artifacts()
    #expect(one.map(\.name) == ["stage3_univariate_anomaly.json"])
    #expect(one[0].bytes.count { $0 == UInt8(ascii: ":") } > 521_000)
  }

  @Test func `a hundred thousand groups are looked at`() throws {
    let many = (0..<100_000).map { "2024-01-01,g\($0),k" }
    let csv = weeks(Self.rising) + many.joined(separator: "\n") + "\n"
    #expect(try sample(csv).value()["results"]?.list.count == 1)
  }
}
