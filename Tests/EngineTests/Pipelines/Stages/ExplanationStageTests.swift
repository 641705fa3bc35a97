import Foundation
import JSON
import Testing

@testable import Engine

struct ExplanationStageTests {
  private static let incidents = """
    timestamp,lat,lon
    2023-01-01T10:00:00Z,40.7128,-74.0060
    2023-01-01T11:30:00Z,40.7128,-74.0060
    2023-01-02T09:00:00Z,40.7129,-74.0061
    2023-01-03T14:00:00Z,40.7130,-74.0062
    2023-01-03T15:00:00Z,40.7130,-74.0062
    2023-01-03T16:00:00Z,40.7130,-74.0062
    2023-01-04T10:00:00Z,40.7131,-74.0063
    2023-01-05T20:00:00Z,40.7132,-74.0064
    2023-01-06T21:00:00Z,40.7133,-74.0065
    2023-01-07T22:00:00Z,40.7134,-74.0066

    """

  private func sample(_ csv: String, _ features: String? = nil) -> StageSample {
    let features = features.map { #"{"features_to_include":\#($0)}"# } ?? "{}"
    return StageSample(
      .explanation, [.init(csv: csv, columns: .init(timestamp: "timestamp"))], features)
  }

  /// A row for each event of days from Monday 2024-01-01 on.
  private func days(_ counts: [Int]) -> String {
    let rows = counts.enumerated().flatMap { day, count in
      Array(repeating: "\(JSONWriter.text(ofDay: 19_723 + Int64(day))) 12:00", count: count)
    }
    return (["timestamp"] + rows).joined(separator: "\n") + "\n"
  }

  private func coefficients(_ value: JSONValue) -> [[Double?]] {
    value["coefficients"]?.list.map {
      [$0["coefficient"]?.number, $0["std_error"]?.number, $0["p_value"]?.number]
    } ?? []
  }

  @Test func `the ten incidents have the summary of the older service`() throws {
    let value = try sample(Self.incidents).value()
    #expect(value.keys == ["status", "model_type", "summary", "coefficients"])
    #expect(value["status"] == .string("success"))
    #expect(value["model_type"] == .string("Negative Binomial Regression"))
    let summary = try #require(value["summary"])
    #expect(summary.keys == ["pseudo_r_squared", "log_likelihood", "aic"])
    // statsmodels 0.15, as in Tests/Golden/stages.py.
    let expected = [0.003309135801542906, -11.479292218813221, 28.958584437626442]
    for (name, number) in zip(summary.keys, expected) {
      #expect(abs(try #require(summary[name]?.number) - number) <= 1e-9 * abs(number), "\(name)")
    }
    let first = try #require(value["coefficients"]?.list.first)
    #expect(first.keys == ["variable", "coefficient", "std_error", "p_value"])
    #expect(
      value["coefficients"]?.list.map { $0["variable"] } == [
        .string("const"), .string("is_weekend"), .string("day_of_week"),
      ])
    let numbers = [
      [0.5473660851148533, 0.9717176677141967, 0.5732323536993162],
      [0.4968865395984296, 1.8154957738959883, 0.7843213811046486],
      [-0.11401291782527716, 0.4062925364015095, 0.7790035617813247],
    ]
    for (found, row) in zip(coefficients(value), numbers) {
      for (a, b) in zip(found, row) { #expect(abs(try #require(a) - b) <= 1e-9 * abs(b)) }
    }
  }

  @Test func `features stand in the order in which they were asked for`() throws {
    let value = try sample(Self.incidents, #"["day_of_week","is_weekend"]"#).value()
    #expect(
      value["coefficients"]?.list.map { $0["variable"] } == [
        .string("const"), .string("day_of_week"), .string("is_weekend"),
      ])
    #expect(try sample(Self.incidents, "[]").value()["coefficients"]?.list.count == 1)
  }

  @Test func `features that say nothing new have no effect and no p-value`() throws {
    // Two days of a weekend: both features are the same but for a constant.
    let text = try sample("timestamp\n2024-01-06\n2024-01-06\n2024-01-07\n").text()
    let nothing = #""coefficient":0.0,"std_error":0.0,"p_value":null}"#
    #expect(text.contains(#"{"variable":"is_weekend",\#(nothing)"#), "\(text)")
    let hour = try sample(Self.incidents, #"["hour_of_day"]"#).text()
    #expect(hour.hasSuffix(#"{"variable":"hour_of_day",\#(nothing)]}"#), "\(hour)")
  }

  @Test func `one row is explained by its constant alone`() throws {
    let value = try sample("timestamp\n2024-02-29 23:59\n").value()
    let found = coefficients(value)
    #expect(abs(try #require(found[0][0])) < 1e-9)
    #expect(found[1] == [0, 0, nil] && found[2] == [0, 0, nil])
  }

  @Test func `days that a feature separates leave finite numbers`() throws {
    // Nothing happens on weekends, but on the last day.
    let week = [2, 3, 1, 2, 2, 0, 0]
    for counts in [week + week + [1], week + week + [3, 1, 2, 4, 1]] {
      let value = try sample(days(counts), #"["is_weekend"]"#).value()
      for row in coefficients(value) { #expect(row.allSatisfy { $0?.isFinite == true }) }
      #expect(try #require(coefficients(value)[1][0]) < -10)
    }
  }

  @Test func `days are those of the clock of the file`() throws {
    // Five hours later in UTC, it is the day after.
    let evening = sample(
      "timestamp\n2024-01-05T22:00:00-05:00\n2024-01-05T23:30:00-0500\n2024-01-06 20:00:00+02\n")
    let plain = sample("timestamp\n2024-01-05 22:00\n2024-01-05 23:30\n2024-01-06 20:00\n")
    #expect(try evening.text() == plain.text())
  }

  @Test func `rows without a time are left out`() throws {
    let broken = Self.incidents + ",1,1\nsoon,1,1\n2023-02-30T10:00:00Z,1,1\n2023-13-01,1,1\n"
    #expect(try sample(broken).text() == sample(Self.incidents).text())
  }

  @Test func `a date that stands for none is told, and no days are counted up to it`() {
    let csv = "timestamp\n0001-01-01\n2024-01-01\n9999-12-31 23:59:59.999999\n"
    #expect(sample(csv).failure() == .tooMany(what: "days", limit: 365_250))
  }

  @Test func `only the first source is looked at`() throws {
    var sample = sample(Self.incidents)
    let text = try sample.text()
    sample.sources.append(.init(csv: "a\n1\n"))
    #expect(try sample.text() == text)
  }
}
