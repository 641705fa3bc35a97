package import Tables

/// Which groups of a table had unusual numbers of rows, or rising or falling ones, in the last weeks.
///
/// Rows are counted by week for each pair of values of two columns, and for each value of the second column alone, city-wide. The running week
/// takes no part, and rows without a value or without a time are in no group.
package struct UnivariateAnomalies: Sendable {
  /// A pair of values.
  package struct Item: Equatable, Sendable {
    package let primary: Cell
    package let secondary: Cell
    package let findings: WeeklyFindings
  }

  /// Pairs in the order of their values, the primary one counting most; without those that have too few weeks or no history.
  package let items: [Item]
  /// Values of the secondary column in their order, with the rows of all primary values and of none.
  package let cityWide: [CityWideFindings]
  /// The last moment of the rows that the filter lets through, with those of no group; `nil` if they have no time.
  package let latest: Int64?

  /// - Parameters:
  ///   - primary: a column of the table.
  ///   - secondary: another one.
  ///   - times: for each row of the table microseconds of the wall clock since 1970-01-01T00:00; `Int64.min` for none.
  ///   - allowed: what values of the secondary column may read like; others are as if they were not there. `nil` for all.
  ///   - groupLimit: how many pairs there may be.
  ///   - countLimit: how many weeks that are held against the history, and windows of trends, there may be in all pairs and values.
  ///   - lanes: may be several; any number of them gives the same answer.
  /// - Complexity: O(*rows*), some tens of nanoseconds each; some microseconds for each pair.
  package init(
    of table: Table, primary: Column, secondary: Column, times: [Int64],
    allowed: Set<String>? = nil, analysis: WeeklyAnalysis = WeeklyAnalysis(), groupLimit: Int,
    countLimit: Int, on lanes: Lanes = .single
  ) throws(CountFailure) {
    precondition(times.count == table.rowCount, "a time for each row")
    let filter = GroupFilter(allowed)
    let all = Selection(all: table)
    let city = try TimedGroups(
      of: all, by: [secondary], at: times, limit: groupLimit, on: lanes.part(0, of: 6))
    let pairs = try TimedGroups(
      of: all, by: [primary, secondary], at: times, limit: groupLimit, on: lanes.part(1, of: 6))
    let (cityGroups, pairGroups) = (
      city.named(filter, columnCount: 1), pairs.named(filter, columnCount: 2)
    )
    try analysis.check(
      groupCount: city.tellingCount(of: cityGroups) + pairs.tellingCount(of: pairGroups),
      countLimit: countLimit)
    do throws(Cancelled) {
      let values = city.grouping.cells(of: 0, at: Array(0..<city.grouping.count))
      let heard = values.indices.filter { filter.passes(values[$0]) }
      latest = try city.extent(of: heard, on: lanes.part(2, of: 6))?.upperBound
      guard let latest else {
        (items, cityWide) = ([], [])
        return
      }
      let last = CalendarWeek(lastReachedAt: latest)
      let weeks = try RowWeeks(of: times, on: lanes)
      cityWide = try city.findings(
        of: cityGroups, in: weeks, analysis, through: last,
        on: lanes.part(3, of: 6)
      ).map { CityWideFindings(secondary: values[$0.group], findings: $0.findings) }
      let found = try pairs.findings(
        of: pairGroups, in: weeks, analysis, through: last,
        on: lanes.part(4, count: 2, of: 6))
      let groups = found.map(\.group)
      let primaries = pairs.grouping.cells(of: 0, at: groups)
      let secondaries = pairs.grouping.cells(of: 1, at: groups)
      items = found.indices.map { place in
        Item(
          primary: primaries[place], secondary: secondaries[place],
          findings: found[place].findings)
      }
    } catch {
      throw .cancelled
    }
  }
}

/// What the last weeks of a group are like over the whole city.
package struct CityWideFindings: Equatable, Sendable {
  package let secondary: Cell
  package let findings: WeeklyFindings
}
