package import Tables

/// How many rows each group has in each calendar year, and how that changed.
///
/// Because the last year is seldom over, years are compared a second time to date: by the rows whose day of the year, as a number, is not after
/// that of the last moment. Rows without a value or without a time take no part, not even in what the last moment is.
package struct YearlyComparison: Equatable, Sendable {
  /// One group in one year.
  package struct YearCount: Equatable, Sendable {
    package let count: Int
    /// By how many percent the count differs from that of the calendar year before, to two decimals; `nil` if that is 0, and for the last of
    /// full years.
    package let change: Double?
    /// The same beside the baseline year; `nil` for that year itself and if no baseline was asked for.
    package let baselineChange: Double?
  }

  /// One value of the column.
  package struct Group: Equatable, Sendable {
    package let value: Cell
    /// For each of the years all its rows.
    package let fullYear: [YearCount]
    /// For each of the years its rows up to the day of the last moment.
    package let toDate: [YearCount]
  }

  /// The years in which there are rows at all, ascending.
  package let years: [Int]
  /// In the order of the values.
  package let groups: [Group]
  /// The last moment, in microseconds since 1970-01-01T00:00; `nil` if there is no row.
  package let latest: Int64?

  /// What is bounded.
  package struct Limits: Equatable, Sendable {
    /// How many groups there may be.
    package var groups: Int
    /// How many groups times years.
    package var counts: Int

    package init(groups: Int, counts: Int) {
      self.groups = groups
      self.counts = counts
    }
  }

  /// - Parameters:
  ///   - column: one of the table.
  ///   - times: for each row of the table microseconds of the wall clock since 1970-01-01T00:00; `Int64.min` for none.
  ///   - allowed: what values may read like; others are as if they were not there. `nil` for all.
  ///   - baselineYear: a year beside which all are held as well. The change from the year before is told all the same, because clients rely on
  ///     it.
  ///   - lanes: may be several; any number of them gives the same answer.
  /// - Complexity: O(*rows*), some tens of nanoseconds each; O(*groups* x *years*).
  package init(
    of table: Table, by column: Column, times: [Int64], allowed: Set<String>? = nil,
    baselineYear: Int? = nil, limits: Limits, on lanes: Lanes = .single
  ) throws(CountFailure) {
    precondition(times.count == table.rowCount, "a time for each row")
    let groups = try TimedGroups(
      of: Selection(all: table), by: [column], at: times, limit: limits.groups,
      on: lanes.part(0, of: 3))
    let named = groups.named(GroupFilter(allowed), columnCount: 1)
    let tallies: [YearTally]
    do throws(Cancelled) {
      guard let extent = try groups.extent(of: named, on: lanes.part(1, of: 3)) else {
        (years, self.groups, latest) = ([], [], nil)
        return
      }
      latest = extent.upperBound
      tallies = try YearTally.tallies(of: groups, named, extent, on: lanes.part(2, of: 3))
    } catch {
      throw .cancelled
    }
    let years = Set(tallies.flatMap { $0.counts.map(\.year) }).sorted()
    let (size, overflow) = years.count.multipliedReportingOverflow(by: tallies.count)
    guard !overflow, size <= limits.counts else { throw .tooManyCounts(limit: limits.counts) }
    let values = groups.grouping.cells(of: 0, at: tallies.map(\.group))
    self.years = years
    self.groups = zip(values, tallies).map { value, tally in
      Group(
        value: value,
        fullYear: Self.compared(
          tally.counts.map { ($0.year, $0.all) }, years, baselineYear, isLastOpen: true),
        toDate: Self.compared(
          tally.counts.map { ($0.year, $0.toDate) }, years, baselineYear, isLastOpen: false))
    }
  }

  /// The counts of one group in all years.
  ///
  /// - Parameters:
  ///   - counts: of the years in which the group has rows, ascending.
  ///   - isLastOpen: whether the last year is not over, so that it is not compared.
  private static func compared(
    _ counts: [(year: Int, count: Int)], _ years: [Int], _ baselineYear: Int?, isLastOpen: Bool
  ) -> [YearCount] {
    let baseline = counts.first { $0.year == baselineYear }?.count ?? 0
    var rest = counts[...]
    var before = (year: Int.min, count: 0)
    return years.map { year in
      let count = rest.first.flatMap { $0.year == year ? $0.count : nil } ?? 0
      if rest.first?.year == year { rest = rest.dropFirst() }
      defer { before = (year, count) }
      guard !isLastOpen || year != years.last else {
        return YearCount(count: count, change: nil, baselineChange: nil)
      }
      let previous = before.year == year - 1 ? before.count : 0
      return YearCount(
        count: count, change: PercentChange.rounded(from: previous, to: count),
        baselineChange: year == baselineYear
          ? nil : PercentChange.rounded(from: baseline, to: count))
    }
  }
}
