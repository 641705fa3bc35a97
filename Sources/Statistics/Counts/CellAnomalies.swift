package import Tables

/// In which cells of a grid groups had unusual numbers of rows, or rising or falling ones, in the last weeks.
///
/// Rows of all sources are counted together, by week for each cell and value of a column, and for each value alone, city-wide. The running week
/// takes no part, and rows without a cell, a value or a time are in no group.
package struct CellAnomalies: Sendable {
  /// Rows of one table.
  package struct Source: Sendable {
    let table: Table
    let group: Column
    let times: [Int64]
    let cells: [UInt64]

    /// - Parameters:
    ///   - group: a column of the table.
    ///   - times: for each row of the table microseconds of the wall clock since 1970-01-01T00:00; `Int64.min` for none.
    ///   - cells: for each row the number of its cell, below 2^63 as all H3 indexes are; 0 for none.
    package init(of table: Table, by group: Column, times: [Int64], cells: [UInt64]) {
      precondition(times.count == table.rowCount, "a time for each row")
      precondition(cells.count == table.rowCount, "a cell for each row")
      self.table = table
      self.group = group
      self.times = times
      self.cells = cells
    }
  }

  /// A group in a cell.
  package struct Item: Equatable, Sendable {
    package let cell: UInt64
    /// The value of the group. Values of sources that differ in type are texts.
    package let secondary: Cell
    package let findings: WeeklyFindings
  }

  /// In the order of the cells, then of the values; without those that have too few weeks or no history.
  package let items: [Item]
  /// In the order of the values, with the rows of all cells.
  package let cityWide: [CityWideFindings]
  /// The last moment of the rows that the filter lets through, with those of no cell or group; `nil` if they have no time.
  package let latest: Int64?

  /// - Parameters:
  ///   - allowed: what values may read like; others are as if they were not there. `nil` for all.
  ///   - groupLimit: how many values, cells, and pairs of them there may be.
  ///   - countLimit: how many weeks that are held against the history, and windows of trends, there may be in all pairs and values.
  ///   - lanes: may be several; any number of them gives the same answer.
  /// - Complexity: O(*rows*), some tens of nanoseconds each; some microseconds for each pair.
  package init(
    of sources: [Source], allowed: Set<String>? = nil,
    analysis: WeeklyAnalysis = WeeklyAnalysis(), groupLimit: Int, countLimit: Int,
    on lanes: Lanes = .single
  ) throws(CountFailure) {
    let rows = try CellRows(
      of: sources, GroupFilter(allowed), groupLimit: groupLimit, on: lanes.part(0, count: 2, of: 8))
    latest = rows.latest
    guard let latest = rows.latest, let table = rows.table else {
      (items, cityWide) = ([], [])
      return
    }
    let last = CalendarWeek(lastReachedAt: latest)
    var selection = Selection(all: table)
    for column in table.columns { selection.keepPresent(column) }
    let city = try TimedGroups(
      of: selection, by: [table.columns[1]], at: rows.times, limit: groupLimit,
      on: lanes.part(2, of: 8))
    let pairs = try TimedGroups(
      of: selection, by: table.columns, at: rows.times, limit: groupLimit,
      on: lanes.part(3, of: 8))
    let (cityGroups, pairGroups) = (
      Array(0..<city.grouping.count), Array(0..<pairs.grouping.count)
    )
    try analysis.check(
      groupCount: city.tellingCount(of: cityGroups) + pairs.tellingCount(of: pairGroups),
      countLimit: countLimit)
    do throws(Cancelled) {
      let weeks = try RowWeeks(of: rows.times, on: lanes)
      cityWide = try city.findings(
        of: cityGroups, in: weeks, analysis, through: last,
        on: lanes.part(4, of: 8)
      ).map { found in
        CityWideFindings(
          secondary: rows.name(city.grouping.cells(of: 0, at: [found.group])[0]),
          findings: found.findings)
      }
      let found = try pairs.findings(
        of: pairGroups, in: weeks, analysis, through: last,
        on: lanes.part(5, count: 3, of: 8))
      let groups = found.map(\.group)
      let cells = pairs.grouping.cells(of: 0, at: groups)
      let names = pairs.grouping.cells(of: 1, at: groups)
      items = found.indices.map { place in
        Item(
          cell: CellRows.cell(cells[place]), secondary: rows.name(names[place]),
          findings: found[place].findings)
      }
    } catch {
      throw .cancelled
    }
  }
}
