import Tables
import Testing

@testable import Statistics

struct AggregatePlanTests {
  @Test(arguments: [
    ("mean", AggregateFunction.measure(.mean, of: "word"), ColumnType.text),
    ("sum", .measure(.sum, of: "day"), .date), ("range", .measure(.range, of: "day"), .date),
    ("median", .measure(.median, of: "moment"), .datetime),
    ("stddev", .measure(.standardDeviation, of: "flag"), .boolean),
    ("q", .measure(.quantile(0.5), of: "memo"), .text),
    ("histogram", .histogram("word", bins: 3), .text), ("corr", .correlation("n", "day"), .date),
  ])
  func `a function that does not suit its column is refused`(
    name: String, function: AggregateFunction, type: ColumnType
  ) throws {
    let sample = try AggregateSample(1)
    let column = function.columns.last ?? ""
    #expect(throws: AggregateFailure.unsuitableFunction(name, column: column, type)) {
      try AggregateQuery(outputs: [.init("x", function)]).answer(from: sample.table, on: .single)
    }
  }

  @Test(arguments: [
    (AggregateFunction.count, ColumnType.integer), (.measure(.countDistinct, of: "word"), .integer),
    (.measure(.min, of: "day"), .date), (.measure(.mode, of: "flag"), .boolean),
    (.measure(.sum, of: "flag"), .integer), (.measure(.sum, of: "price"), .decimal),
    (.measure(.range, of: "n"), .integer), (.measure(.mean, of: "n"), .decimal),
    (.first("moment"), .datetime), (.correlation("n", "price"), .decimal),
  ])
  func `an output has the type of its values`(function: AggregateFunction, type: ColumnType) throws
  {
    let query = AggregateQuery(outputs: [.init("x", function)])
    #expect(try AggregatePlan(query, AggregateSample(1).table).type(ofOutput: 0) == type)
  }

  @Test func `a histogram has no type, and a stretch of time that of its start`() throws {
    let query = AggregateQuery(
      groupBy: [.init("moment", unit: .week), .init("moment", unit: .hour), .init("word")],
      outputs: [.init("x", .histogram("n", bins: 3))])
    let plan = try AggregatePlan(query, AggregateSample(1).table)
    #expect(plan.type(ofOutput: 0) == nil)
    #expect((0..<3).map { plan.type(ofKey: $0) } == [.date, .datetime, .text])
  }
}
