import Tables
import Testing

@testable import Statistics

struct GroupStatisticsTests {
  @Test func `counts and sums are the same with and without a look at every value`() throws {
    for seed in 0..<15 {
      let sample = try AggregateSample(seed + 300)
      let table = sample.table
      for keys in [["word"], []] {
        let selection = Selection(all: table)
        let columns = try keys.map { Grouping.Key(try #require(table.column($0))) }
        let grouping = try Grouping(of: selection, by: columns, limit: 1_000, on: .single)
        let statistics = GroupStatistics(of: grouping, whole: keys.isEmpty ? selection : nil)
        let groups = Array(0..<grouping.count)
        for name in ["n", "price", "wide", "double", "flag"] {
          let column = try #require(table.column(name))
          let totals = [Measure.count, .sum, .mean].map {
            GroupStatistics.Output(function: .measure($0, of: name), columns: [column])
          }
          let least = GroupStatistics.Output(function: .measure(.min, of: name), columns: [column])
          let alone = try statistics.values(of: totals, at: groups, on: .single)
          let beside = try statistics.values(of: totals + [least], at: groups, on: .single)
          #expect(alone == Array(beside.dropLast()))
          let some = groups.filter { $0 % 2 == 1 }
          let partly = try statistics.values(of: totals + [least], at: some, on: .single)
          #expect(partly == beside.map { values in some.map { values[$0] } })
        }
      }
    }
  }

  @Test func `no outputs and no groups are no values`() throws {
    let table = try AggregateSample(1).table
    let column = try #require(table.column("n"))
    let grouping = try Grouping(
      of: Selection(all: table), by: [Grouping.Key(column)], limit: 1_000, on: .single)
    let statistics = GroupStatistics(of: grouping, whole: nil)
    #expect(try statistics.values(of: [], at: [0], on: .single).isEmpty)
    let median = GroupStatistics.Output(function: .measure(.median, of: "n"), columns: [column])
    #expect(try statistics.values(of: [median], at: [], on: .single) == [[]])
  }
}
