import JSON
import Tables
import Testing

@testable import Engine

struct CellAnomalyStageTests {
  private static let rising = [1, 2, 1, 2, 3, 4, 5, 7]

  private func source(
    _ csv: String, latitude: String = "lat", group: String = "kind"
  ) -> StageSample.Source {
    StageSample.Source(
      csv: csv,
      columns: .init(
        timestamp: "when", latitude: latitude, longitude: "lon", secondaryGroup: group))
  }

  private func weeks(_ groups: [(cells: String, counts: [Int])]) -> String {
    WeeklyEvents.csv("lat,lon,kind", groups)
  }

  private func sample(_ csv: String..., parameters: String = "{}") -> StageSample {
    StageSample(.cellAnomaly, csv.map { source($0) }, parameters)
  }

  @Test func `a cell is told with its model, weeks, trends and keys`() throws {
    let csv = weeks([("42.3601,-71.0589,Theft", Self.rising)])
    let value = try sample(csv).value()
    #expect(
      value.keys == ["status", "stage_name", "parameters", "results", "city_wide_results"])
    let item = try #require(value["results"]?.list.first)
    #expect(
      item.keys == [
        "model_used", "historical_weekly_avg", "historical_weekly_var", "anomaly_analysis",
        "trend_analysis", "h3_index_8", "secondary_group", "lat", "lon",
      ])
    // h3.latlng_to_cell(42.3601, -71.0589, 8) of h3-py, and the middle of it.
    #expect(item["h3_index_8"] == .string("882a306603fffff"))
    #expect(abs(try #require(item["lat"]?.number) - 42.3601) < 0.01)
    #expect(item["trend_analysis"]?.keys == ["4_weeks"])
    #expect(
      item["trend_analysis"]?["4_weeks"]?["description"] == .string("Significant Upward Trend"))
    let city = try #require(value["city_wide_results"]?.list.first)
    #expect(city["full_weekly_series"]?.keys.count == 8)
    #expect(city.keys.suffix(2) == ["secondary_group", "primary_group_name"])
    let whole = try sample(csv, parameters: #"{"save_full_series":true}"#).value()
    #expect(
      whole["results"]?.list.first?["full_weekly_series"] == city["full_weekly_series"])
  }

  @Test func `windows have their own trends, and need their history`() throws {
    let csv = weeks([("42.3601,-71.0589,Theft", Self.rising + [8, 9])])
    let windows = #"{"analysis_weeks_trend":[6,2],"analysis_weeks_anomaly":1,"h3_resolution":5}"#
    let item = try #require(
      try sample(csv, parameters: windows).value()["results"]?.list.first)
    #expect(item["trend_analysis"]?.keys == ["2_weeks", "6_weeks"])
    #expect(item["anomaly_analysis"]?.list.count == 1)
    #expect(item.keys.contains("h3_index_5"))
    let long = try sample(csv, parameters: #"{"analysis_weeks_trend":[7]}"#).value()
    #expect(long["results"] == .array([]) && long["city_wide_results"] == .array([]))
  }

  @Test func `what is no place is dropped, even from the city`() throws {
    let good = ("42.3601,-71.0589,Theft", Self.rising)
    let bad = [
      "0,0", "-1,-1", "91,5", "5,-181", "north,5", ",5", "5,", "nan,5", "inf,5", "1e400,5",
    ].map { ("\($0),Theft", Self.rising) }
    let value = try sample(weeks([good] + bad)).value()
    #expect(value["results"] == (try sample(weeks([good])).value()["results"]))
    #expect(
      value["city_wide_results"] == (try sample(weeks([good])).value()["city_wide_results"]))
    #expect(value["results"]?.list.count == 1)
    let nothing = try sample(weeks(bad)).text()
    #expect(nothing.hasSuffix(#""results":[],"city_wide_results":[]}"#))
  }

  @Test func `all sources are counted together, each by its own columns`() throws {
    let all = weeks([("42.3601,-71.0589,Theft", Self.rising)])
    var rows = all.split(separator: "\n").dropFirst()
    let last = rows.popLast() ?? ""
    let half = rows.count / 2
    let first = "when,lat,lon,kind\n" + rows.prefix(half).joined(separator: "\n") + "\n"
    let second = rows.dropFirst(half).map { row in
      let cells = row.split(separator: ",")
      return "\(cells[3]),\(cells[2]),\(cells[1]),\(cells[0])"
    }
    let other = "what,lon,y,when\n" + second.joined(separator: "\n") + "\n,1,1,\(last.prefix(16))\n"
    let sample = StageSample(
      .cellAnomaly, [source(first), source(other, latitude: "y", group: "what")])
    let found = try sample.value()
    let expected = try self.sample(all).value()
    #expect(found["results"] == expected["results"] && found["results"]?.list.count == 1)
    #expect(found["city_wide_results"] == expected["city_wide_results"])
  }

  @Test func `a filter lets groups through by what they read like`() throws {
    let csv = weeks([
      ("42.3601,-71.0589,20", Self.rising), ("42.3601,-71.0589,7", Self.rising),
    ])
    let value = try sample(
      csv, parameters: #"{"filter_col":"kind","filter_values":[20]}"#
    ).value()
    #expect(value["results"]?.list.map { $0["secondary_group"] } == [.integer(20)])
    #expect(value["city_wide_results"]?.list.map { $0["secondary_group"] } == [.integer(20)])
  }

  @Test func `a column that holds no degrees is told`() {
    for (cell, type) in [("true", ColumnType.boolean), ("2024-01-01", .date)] {
      let sample = sample("when,lat,lon,kind\n2024-01-01,\(cell),5,a\n")
      #expect(sample.failure() == .unfitColumn("lat", type: type, needed: "degrees"))
    }
  }

  @Test func `years of nobody cost no more than their weeks, and those are bounded`() throws {
    let far = "when,lat,lon,kind\n0001-01-01,5,5,a\n9999-12-26,5,5,a\n9999-12-31,5,5,\n"
    let item = try #require(
      try sample(far, parameters: #"{"min_trend_events":0}"#).value()["results"]?.list.first)
    #expect(item["anomaly_analysis"]?.list.count == 4)
    let cells = (0..<20).flatMap { ["0001-01-01,5,\($0),a", "9999-12-26,5,\($0),a"] }
    let many = (["when,lat,lon,kind"] + cells + [""]).joined(separator: "\n")
    #expect(
      sample(many, parameters: #"{"save_full_series":true}"#).failure()
        == .tooMany(what: "weeks of groups", limit: 5_000_000))
  }
}
