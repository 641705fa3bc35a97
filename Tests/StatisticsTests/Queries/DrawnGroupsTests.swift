import Tables
import Testing

@testable import Statistics

struct DrawnGroupsTests {
  private static func chart(
    _ items: KeyValuePairs<String, String>, _ csv: String = ChartDrawingTests.csv
  ) throws -> SVGDocument {
    try ChartDrawingTests.chart(items, of: ChartDrawingTests.table(csv))
  }

  @Test func `bars are what an aggregate tells`() throws {
    let counts = try Self.chart(["_kind": "bar", "_group_by": "city"])
    #expect(counts.tips == ["Oslo: 1", "Rome: 2", "(missing): 1"])
    #expect(counts.title == "count by city" && !counts.labels.contains("0.5"))
    let means = try Self.chart([
      "_kind": "bar", "_group_by": "city", "_agg": "m:mean(sold)", "_sort": "-m", "_limit": "2",
    ])
    #expect(means.tips == ["Oslo: 5", "Rome: 3.5"] && means.labels.contains("m"))
    let missing = try Self.chart(["_kind": "bar", "_group_by": "new", "_agg": "min(price)"])
    #expect(missing.tips == ["false: 2.5", "true: 1.5"])
  }

  @Test func `several functions are several series`() throws {
    let chart = try Self.chart([
      "_kind": "bar", "_group_by": "city", "_agg": "a:min(sold),b:max(sold)", "city__notnull": "1",
    ])
    #expect(chart.title == "a, b by city")
    #expect(chart.tips == ["Oslo, a: 5", "Rome, a: 3", "Oslo, b: 5", "Rome, b: 4"])
  }

  @Test func `a second column tells series apart, in the order of its values`() throws {
    let chart = try Self.chart(["_kind": "bar", "_group_by": "new,city"])
    #expect(chart.title == "count by new and city")
    #expect(chart.tips == ["false, Oslo: 1", "true, Rome: 2", "true, (missing): 1"])
    #expect(chart.description.contains("3 values are missing"))
  }

  @Test func `stretches of time are called as people call them`() throws {
    for (unit, names) in [
      ("month", ["2024-05: 2", "2024-06: 1", "(missing): 1"]),
      ("quarter", ["2024 Q2: 3", "(missing): 1"]), ("year", ["2024: 3", "(missing): 1"]),
      ("week", ["2024-04-29: 2", "2024-05-27: 1", "(missing): 1"]),
    ] {
      #expect(try Self.chart(["_kind": "bar", "_group_by": "day:\(unit)"]).tips == names)
    }
  }

  @Test func `of many groups the first are drawn and the others counted`() throws {
    let csv = "g\n" + (0..<120).map { "v\($0 + 1000)\n" }.joined()
    let chart = try Self.chart(["_kind": "bar", "_group_by": "g"], csv)
    #expect(chart.areas.count == 50 && chart.labels.contains("… 70 more"))
    let some = try Self.chart(["_kind": "bar", "_group_by": "g", "_limit": "60"], csv)
    #expect(some.labels.contains("… 10 more"))
    let few = try Self.chart(["_kind": "bar", "_group_by": "g", "_limit": "5"], csv)
    #expect(few.areas.count == 5 && !few.labels.contains { $0.hasSuffix("more") })
  }

  @Test func `a line of groups stands on time or on numbers`() throws {
    let months = try Self.chart(["_kind": "line", "_group_by": "day:month", "_agg": "sum(sold)"])
    #expect(months.title == "sum_sold by day" && months.labels.contains("2024"))
    #expect(
      months.description.contains("The least value is 4 (at 2024-06-01), the greatest 8"))
    #expect(months.description.contains("1 value is missing"))
    let numbers = try Self.chart(["_kind": "line", "_group_by": "sold", "_agg": "max(price)"])
    #expect(numbers.description.contains("the greatest 9 (at 1)"))
    let split = try Self.chart(["_kind": "line", "_group_by": "day:month,new"])
    #expect(split.labels.contains("true") && split.labels.contains("false"))
    #expect(split.description.contains("in 2 series"))
  }

  @Test func `days beyond the nanoseconds of 64 bits are years`() throws {
    let chart = try Self.chart(
      ["_kind": "line", "_group_by": "d"], "d\n2024-01-01\n2024-01-01\n9999-12-31\n")
    #expect(chart.labels.contains("d (year)"))
  }

  @Test func `more groups than can be looked at are refused`() throws {
    let csv = "a,b\n" + (0..<10_001).map { "\($0),x\n" }.joined()
    let table = try ChartDrawingTests.table(csv)
    let failure = try ChartDrawingTests.failure(["_kind": "bar", "_group_by": "a,b"], of: table)
    #expect(failure == .aggregate(.tooManyGroups(limit: 10_000)))
    try ChartDrawingTests.chart(["_kind": "line", "_group_by": "a"], of: table).check()
  }
}
