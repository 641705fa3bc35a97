import JSON
import Testing

@testable import Engine

struct CountParametersTests {
  private static let counting: [Stage] = [
    .yearlyComparison, .univariateAnomaly, .cellAnomaly,
  ]
  private static let standard = #"""
    {"h3_resolution":8,"min_trend_events":4,"filter_col":null,"filter_values":null,"analysis_weeks_trend":[4],\#
    "analysis_weeks_anomaly":4,"p_value_anomaly":0.05,"p_value_trend":0.05,"plot_generation":"both",\#
    "save_full_series":false,"timestamp_col":"when","primary_group_col":"a","secondary_group_col":"b",\#
    "group_by_col":"c","baseline_year":null}
    """#
  private static let columns = #""timestamp_col":"when","primary_group_col":"a","group_by_col":"c""#

  private func sample(_ stage: Stage, _ parameters: String) -> StageSample {
    let columns = PipelineSource.ColumnNames(
      latitude: "x", longitude: "y", primaryGroup: "no", secondaryGroup: "b")
    return StageSample(
      stage, [.init(csv: "when,a,b,c,x,y\n2024-01-01,1,2,3,4,5\n", columns: columns)],
      parameters)
  }

  @Test(arguments: counting)
  func `all parameters are echoed in their order, with the columns that a source names`(
    _ stage: Stage
  ) throws {
    let text = try sample(stage, "{\(Self.columns)}").text()
    let opening =
      #"{"status":"success","stage_name":"\#(stage.name)","parameters":\#(Self.standard),"#
    #expect(text.hasPrefix(opening + #""results":["#), "\(text)")
  }

  @Test(arguments: counting)
  func `what was given is echoed as it is`(_ stage: Stage) throws {
    let given = #"""
      {"h3_resolution":15,"min_trend_events":0,"filter_col":"any","filter_values":["20","x"],"analysis_weeks_trend":[9,4,9],\#
      "analysis_weeks_anomaly":2,"p_value_anomaly":1.0,"p_value_trend":0.25,"plot_generation":"none",\#
      "save_full_series":true,"timestamp_col":"when","primary_group_col":"a","secondary_group_col":"c",\#
      "group_by_col":"b","baseline_year":2020}
      """#
    let value = try sample(stage, given).value()
    #expect(value["parameters"] == (try JSONParser.parse(Array(given.utf8))), "\(value)")
  }

  @Test func `numbers and switches of another stage are what they are by default`() throws {
    let run = try sample(.yearlyComparison, "{\(Self.columns)}").run()
    #expect(run.integer("h3_resolution") == 8 && run.integer("baseline_year") == nil)
    #expect(run.number("p_value_trend", or: 1) == 0.05 && run.number("nothing", or: 1) == 1)
    #expect(!run.isOn("save_full_series") && !run.isOn("nothing"))
  }
}
