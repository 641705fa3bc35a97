package import Tables

/// The times of those rows of a table whose value of some column is let through, for counts by other columns.
package struct FilteredTimes: Equatable, Sendable {
  /// One per row: microseconds since 1970-01-01T00:00, or `Int64.min` for a row that is kept out or has no time.
  package let times: [Int64]

  /// - Parameters:
  ///   - times: for each row of the table; `Int64.min` for none.
  ///   - column: one of the table.
  ///   - allowed: what values of the column may read like. Null reads like nothing.
  ///   - groupLimit: how many different values the column may have.
  ///   - lanes: may be several; any number of them gives the same answer.
  /// - Complexity: O(*rows*), some tens of nanoseconds each.
  package init(
    _ times: [Int64], of table: Table, where column: Column, readsLike allowed: Set<String>,
    groupLimit: Int, on lanes: Lanes = .single
  ) throws(CountFailure) {
    precondition(times.count == table.rowCount, "a time for each row")
    let groups = try TimedGroups(
      of: Selection(all: table), by: [column], at: times, limit: groupLimit, on: lanes)
    var kept = [Int64](repeating: TimedGroups.noTime, count: times.count)
    for group in groups.named(GroupFilter(allowed), columnCount: 1) {
      var rest = groups[group]
      while !rest.isEmpty {
        if lanes.isCancelled { throw .cancelled }
        for row in rest.prefix(TimedGroups.checkedRows) { kept[Int(row)] = times[Int(row)] }
        rest = rest.dropFirst(TimedGroups.checkedRows)
      }
    }
    self.times = kept
  }
}
