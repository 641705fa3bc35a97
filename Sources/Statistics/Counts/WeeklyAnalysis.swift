internal import Tables

/// What is asked of the weekly counts of each group.
///
/// The weeks of the longest window, back from the last one, are held against those before them, the history.
package struct WeeklyAnalysis: Equatable, Sendable {
  /// For each trend, over how many of the last weeks it is sought. The order does not matter, nor do repetitions.
  package var trendWeeks: [Int]
  /// How many of the last weeks are held against the model of the history.
  package var anomalyWeeks: Int
  /// With fewer events in its window a trend is not sought.
  package var trendEventLimit: Int
  /// The p-value below which a trend is significant; one below twice as much is a hint.
  package var trendThreshold: Double

  /// Weeks of history that the longest window must leave.
  private static let leastHistory = 4

  /// - Parameters:
  ///   - trendWeeks: above 0; what is longer than a series leaves that without findings. Every window costs as many weeks for each group.
  ///   - anomalyWeeks: the same.
  package init(
    trendWeeks: [Int] = [4], anomalyWeeks: Int = 4, trendEventLimit: Int = 4,
    trendThreshold: Double = 0.05
  ) {
    self.trendWeeks = trendWeeks
    self.anomalyWeeks = anomalyWeeks
    self.trendEventLimit = trendEventLimit
    self.trendThreshold = trendThreshold
  }

  /// Fails if anomalies and trends of some groups could be more numbers than can be kept.
  ///
  /// - Parameters:
  ///   - groupCount: how many groups may have findings.
  ///   - countLimit: how many weeks that are held against the history, and windows, there may be in all groups.
  func check(groupCount: Int, countLimit: Int) throws(CountFailure) {
    let (each, isEndless) = max(0, anomalyWeeks).addingReportingOverflow(Set(trendWeeks).count)
    let (all, isTooMuch) = each.multipliedReportingOverflow(by: groupCount)
    if isEndless || isTooMuch || all > countLimit { throw .tooManyCounts(limit: countLimit) }
  }

  /// What the last weeks of a series are like.
  ///
  /// - Parameter last: the last week of all series; this one may have ended before, and has fewer weeks in the windows then, or none.
  /// - Returns: `nil` if there are not four weeks more than the longest window has, and if the history has no event.
  func findings(in series: WeeklySeries, through last: CalendarWeek) -> WeeklyFindings? {
    let windows = Set(trendWeeks.map { max(0, $0) }).sorted()
    let anomalyWeeks = max(0, anomalyWeeks)
    let longest = max(windows.last ?? 0, anomalyWeeks)
    guard series.weekCount - Self.leastHistory >= longest else { return nil }
    let totals = series.totals(through: last.moved(byWeeks: -longest))
    guard
      let model = CountModel(
        weekCount: totals.weekCount, sum: totals.sum, squares: totals.squares)
    else { return nil }
    return WeeklyFindings(
      model: model, series: series,
      anomalies: model.anomalies(
        of: series.counts(after: last.moved(byWeeks: -anomalyWeeks), through: last)),
      trends: windows.map { weeks in
        let entries = series.counts(after: last.moved(byWeeks: -weeks), through: last)
        return WindowTrend(
          weeks: weeks,
          trend: CountTrend(
            of: entries.map(\.count), eventLimit: trendEventLimit, threshold: trendThreshold))
      })
  }
}

extension CalendarWeek {
  /// - Parameter weeks: no more than a series has.
  fileprivate func moved(byWeeks weeks: Int) -> CalendarWeek {
    CalendarWeek(number: number &+ Int32(truncatingIfNeeded: weeks))
  }
}

/// What the last weeks of a series are like beside those before them.
package struct WeeklyFindings: Equatable, Sendable {
  /// Of the history.
  package let model: CountModel
  /// All weeks.
  package let series: WeeklySeries
  /// The last weeks in their order, held against the model; fewer than were asked for, or none, if the series ended before.
  package let anomalies: [CountAnomaly]
  /// One for each length of window, from the shortest on.
  package let trends: [WindowTrend]
}

/// The trend over so many of the last weeks.
package struct WindowTrend: Equatable, Sendable {
  package let weeks: Int
  package let trend: CountTrend
}
