import Tables
import Testing

@testable import Statistics

struct WeeklyAnalysisTests {
  /// Some events in each week from that of 1970-01-04 on.
  private func series(_ counts: [Int]) throws -> WeeklySeries {
    let times = counts.enumerated().flatMap { week, count in
      Array(repeating: Int64(week * 7) * EventSample.day, count: count)
    }
    let series = try WeeklySeries(
      of: Array(times.indices.map { UInt32($0) })[...], in: RowWeeks(of: times, on: .single),
      through: week(counts.count),
      on: .single)
    return try #require(series)
  }

  private func week(_ number: Int) -> CalendarWeek { CalendarWeek(number: Int32(number)) }

  @Test func `four weeks of history are the least`() throws {
    let counts = [1, 2, 1, 2, 3, 4, 5, 6]
    let analysis = WeeklyAnalysis()
    #expect(analysis.findings(in: try series(Array(counts.dropLast())), through: week(6)) == nil)
    let found = try #require(analysis.findings(in: try series(counts), through: week(7)))
    #expect(found.model.mean == 1.5 && found.anomalies.map(\.count) == [3, 4, 5, 6])
    #expect(found.trends.map(\.trend.slope) == [1])
    #expect(found.series.map(\.count) == counts)
  }

  @Test func `the longest window is what the history ends before`() throws {
    let counts = [1, 1, 3, 3, 9, 9, 9, 9, 9, 9]
    let analysis = WeeklyAnalysis(trendWeeks: [6, 2, 6], anomalyWeeks: 1)
    let found = try #require(analysis.findings(in: try series(counts), through: week(9)))
    #expect(found.model.mean == 2 && found.anomalies.map(\.week) == [week(9)])
    #expect(found.trends.map(\.weeks) == [2, 6])
  }

  @Test func `a series that ended before has fewer weeks in the windows`() throws {
    let counts = [1, 2, 1, 2, 3, 4, 5, 6]
    let early = try series(counts)
    let found = try #require(WeeklyAnalysis().findings(in: early, through: week(9)))
    #expect(found.anomalies.map(\.count) == [5, 6] && found.model.mean == 13.0 / 6)
    #expect(found.trends[0].trend.verdict == .significantUpward)
    let over = try #require(WeeklyAnalysis().findings(in: early, through: week(40)))
    #expect(over.anomalies.isEmpty && over.trends[0].trend.verdict == .notEnoughData)
  }

  @Test func `what asks for more weeks than there are finds nothing`() throws {
    let counts = try series([1, 2, 1, 2, 3, 4, 5, 6])
    for weeks in [5, 1_000, .max] {
      #expect(
        WeeklyAnalysis(trendWeeks: [weeks]).findings(in: counts, through: week(7)) == nil)
      #expect(
        WeeklyAnalysis(anomalyWeeks: weeks).findings(in: counts, through: week(7)) == nil)
    }
  }

  @Test func `windows of no weeks are empty`() throws {
    let counts = try series([1, 2, 1, 2, 3])
    for weeks in [0, -1, .min] {
      let analysis = WeeklyAnalysis(trendWeeks: [weeks], anomalyWeeks: weeks)
      let found = try #require(analysis.findings(in: counts, through: week(4)))
      #expect(found.anomalies.isEmpty && found.trends.map(\.weeks) == [0])
      #expect(found.trends[0].trend.verdict == .notEnoughData)
    }
  }

  @Test func `weeks and different windows count for each group`() throws {
    let analysis = WeeklyAnalysis(trendWeeks: [4, 9, 4], anomalyWeeks: 5)
    try analysis.check(groupCount: 10, countLimit: 70)
    #expect(throws: CountFailure.tooManyCounts(limit: 69)) {
      try analysis.check(groupCount: 10, countLimit: 69)
    }
    for weeks in [0, -1, .min] {
      try WeeklyAnalysis(anomalyWeeks: weeks).check(groupCount: 10, countLimit: 10)
    }
    for (weeks, count) in [(Int.max, 1), (.max - 1, 2), (1 << 62, 3)] {
      #expect(throws: CountFailure.tooManyCounts(limit: .max)) {
        try WeeklyAnalysis(anomalyWeeks: weeks).check(groupCount: count, countLimit: .max)
      }
    }
  }
}
