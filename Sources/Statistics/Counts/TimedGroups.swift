internal import Tables

/// Groups of rows that happened at some time.
struct TimedGroups: Sendable {
  /// In place of the time of a row that has none.
  static let noTime = Int64.min
  /// How many rows are looked at between two looks at whether the answer is still wanted.
  static let checkedRows = 1 << 16

  let grouping: Grouping
  /// Microseconds since 1970-01-01T00:00 for each row of the table.
  let times: [Int64]
  private let rows: GroupedRows

  /// Groups the rows of a selection by some columns.
  init(
    of selection: Selection, by columns: [Column], at times: [Int64], limit: Int, on lanes: Lanes
  ) throws(CountFailure) {
    do throws(GroupingFailure) {
      grouping = try Grouping(
        of: selection, by: columns.map { Grouping.Key($0) }, limit: limit, on: lanes)
    } catch {
      throw CountFailure(error)
    }
    do throws(Cancelled) {
      rows = try grouping.rows(on: lanes)
    } catch {
      throw .cancelled
    }
    self.times = times
  }

  /// The groups that have a value in every column, and that in the last one a filter lets through; in the order of their values.
  func named(_ filter: GroupFilter, columnCount: Int) -> [Int] {
    let all = Array(0..<grouping.count)
    let cells = (0..<columnCount).map { grouping.cells(of: $0, at: all) }
    return all.filter { group in
      cells.allSatisfy { $0[group] != .null } && filter.passes(cells[columnCount - 1][group])
    }
  }

  /// The rows of a group.
  subscript(group: Int) -> ArraySlice<UInt32> { rows[group] }

  /// The first and the last moment of some groups; `nil` if none of their rows has one.
  ///
  /// - Complexity: O(*rows*), about a nanosecond each.
  func extent(of groups: [Int], on lanes: Lanes) throws(Cancelled) -> ClosedRange<Int64>? {
    let ranges = try inBlocks(groups, on: lanes) { (groups) throws(Cancelled) in
      var (least, greatest) = (Int64.max, Int64.min)
      for group in groups {
        var rest = rows[group]
        while !rest.isEmpty {
          try lanes.check()
          for row in rest.prefix(Self.checkedRows) {
            let time = times[Int(row)]
            if time != Self.noTime { least = min(least, time) }
            greatest = max(greatest, time)
          }
          rest = rest.dropFirst(Self.checkedRows)
        }
      }
      return greatest == Self.noTime ? nil : least...greatest
    }
    return ranges.compactMap { $0 }.reduce(nil) { all, range in
      guard let all else { return range }
      return min(all.lowerBound, range.lowerBound)...max(all.upperBound, range.upperBound)
    }
  }

  /// How many of some groups may have findings: a single row is no series of some weeks.
  func tellingCount(of groups: [Int]) -> Int { groups.count { rows[$0].count > 1 } }

  /// What the last weeks of some groups are like; groups that say nothing are left out.
  ///
  /// - Parameter weeks: of all rows of the table.
  func findings(
    of groups: [Int], in weeks: RowWeeks, _ analysis: WeeklyAnalysis, through last: CalendarWeek,
    on lanes: Lanes
  ) throws(Cancelled) -> [(group: Int, findings: WeeklyFindings)] {
    let blocks = try inBlocks(groups, on: lanes) { (groups) throws(Cancelled) in
      var found: [(group: Int, findings: WeeklyFindings)] = []
      for group in groups {
        guard
          let series = try WeeklySeries(of: rows[group], in: weeks, through: last, on: lanes),
          let findings = analysis.findings(in: series, through: last)
        else { continue }
        found.append((group, findings))
      }
      return found
    }
    return blocks.flatMap { $0 }
  }

  /// Makes one answer for each block of groups. Neighbours share a block, and blocks are many, because groups differ in size.
  func inBlocks<Answer: Sendable>(
    _ groups: [Int], on lanes: Lanes,
    _ answer: @escaping @Sendable (ArraySlice<Int>) throws(Cancelled) -> Answer
  ) throws(Cancelled) -> [Answer] {
    let count = min(groups.count, 64 * lanes.count)
    return try lanes.map(count) { (block) throws(Cancelled) in
      let made = try answer(
        groups[groups.count * block / count..<groups.count * (block + 1) / count])
      lanes.advance(block + 1, of: count)
      return made
    }
  }
}
