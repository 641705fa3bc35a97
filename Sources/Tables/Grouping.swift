/// Why rows cannot be grouped.
package enum GroupingFailure: Error, Equatable, Sendable {
  /// There are more groups than that.
  case tooManyGroups(limit: Int)
  /// The table has more rows than can be numbered in 32 bits.
  case tooManyRows
  /// Nobody wants the groups any more.
  case cancelled
}

/// Which of the selected rows of a table belong together, because they agree in some columns.
///
/// Groups are numbered from 0 in the order of their values, the first column counting most; null is a value of its own and comes last. Without
/// columns there is one group, which may have no rows.
package struct Grouping: Sendable {
  /// A column whose values tell groups apart, or of days and moments the stretch of time in which they lie.
  package struct Key: Sendable {
    package let column: Column
    package let unit: TimeUnit?

    /// - Parameter unit: of a column of days one that is made of days; `nil` for columns of neither days nor moments.
    package init(_ column: Column, unit: TimeUnit? = nil) {
      self.column = column
      self.unit = unit
    }
  }

  /// How many groups there are.
  package var count: Int { rowCounts.count }
  /// How many rows each group has.
  package let rowCounts: [Int]
  private let keys: [GroupCodes]
  /// For each key a code for each group.
  private let keyCodes: [[UInt32]]
  private let placed: PlacedRows

  /// Groups the rows of a selection.
  ///
  /// - Complexity: O(*rows* x *keys*), some nanoseconds a row and key; O(*groups* x log *groups*).
  package init(
    of selection: Selection, by keys: [Key], limit: Int, on lanes: Lanes
  ) throws(GroupingFailure) {
    guard selection.segmentRows.reduce(0, +) <= Int(UInt32.max) else { throw .tooManyRows }
    let grouping: Grouping?
    do throws(Cancelled) {
      grouping = try Grouping(selection, keys, limit, lanes)
    } catch {
      throw .cancelled
    }
    guard let grouping else { throw .tooManyGroups(limit: limit) }
    self = grouping
  }

  /// - Returns: `nil` if there are more than `limit` groups.
  private init?(
    _ selection: Selection, _ keys: [Key], _ limit: Int, _ lanes: Lanes
  ) throws(Cancelled) {
    let rows = try lanes.map(selection.segmentRows.count) { segment in
      selectedRows(selection.words(of: segment), from: 0)
    }
    let rowCount = rows.reduce(0) { $0 + $1.count }
    var codes = CombinedCodes(rows, rowCount: rowCount)
    var columns: [GroupCodes] = []
    for (number, key) in keys.enumerated() {
      guard
        let column = try GroupCodes(
          of: key.column, key.unit, rows, rowCount: rowCount, limit: limit, on: lanes),
        try codes.combine(with: column, limit: limit, on: lanes)
      else { return nil }
      columns.append(column)
      lanes.advance(number + 1, of: keys.count + 1)
    }
    let counts = try PlaceCounts(codes.segments, placeCount: codes.count, on: lanes)
    let occurring = keys.isEmpty ? [0] : counts.occurring
    guard occurring.count <= limit else { return nil }
    let keyCodes = codes.parts(of: occurring)
    let order = try Self.order(columns, keyCodes, count: occurring.count, on: lanes)
    let places = order.map { occurring[$0] }
    self.keys = columns
    self.keyCodes = keyCodes.map { codes in order.map { codes[$0] } }
    rowCounts = places.map { counts.total(at: Int($0)) }
    placed = PlacedRows(
      rows: rows, segmentRows: selection.segmentRows, places: codes.segments, groups: places,
      counts: counts)
  }

  /// The value that rows of some groups have in common.
  ///
  /// - Parameter key: which of the columns, from 0.
  package func cells(of key: Int, at groups: [Int]) -> [Cell] {
    let (column, codes) = (keys[key], keyCodes[key])
    return groups.map { column.cell(of: codes[$0]) }
  }

  /// The rows group by group.
  ///
  /// - Complexity: O(*rows*), some nanoseconds each.
  package func rows(on lanes: Lanes) throws(Cancelled) -> GroupedRows {
    try placed.sorted(on: lanes)
  }

  /// How many rows of each group have a value in a column.
  ///
  /// - Complexity: O(*rows*), about two nanoseconds each.
  package func valueCounts(
    of column: Column, on lanes: Lanes
  ) throws(Cancelled) -> [Int] {
    try placed.valueCounts(of: column, on: lanes)
  }

  /// How many values of a column each group has, and their sums.
  ///
  /// - Returns: `nil` for texts and for doubles, whose sums depend on the order in which they are added.
  /// - Complexity: O(*rows*), one to two nanoseconds each.
  package func totals(
    of column: Column, on lanes: Lanes
  ) throws(Cancelled) -> GroupTotals? {
    try placed.totals(of: column, on: lanes)
  }

  /// The numbers of groups in the order of their values: by the last column first, and each time those that agree keep their order.
  private static func order(
    _ columns: [GroupCodes], _ codes: [[UInt32]], count: Int, on lanes: Lanes
  ) throws(Cancelled) -> [Int] {
    var order = Array(0..<count)
    for (column, codes) in zip(columns, codes).reversed() {
      let (ranks, rankCount) = try column.ranks(of: codes, on: lanes)
      var starts = [Int](repeating: 0, count: rankCount + 1)
      for rank in ranks { starts[Int(rank) + 1] += 1 }
      for rank in 0..<rankCount { starts[rank + 1] += starts[rank] }
      var sorted = order
      for group in order {
        let rank = Int(ranks[group])
        sorted[starts[rank]] = group
        starts[rank] += 1
      }
      order = sorted
    }
    return order
  }
}

/// Rows of a table, those of a group one behind the other.
package struct GroupedRows: Sendable {
  /// Row numbers of the whole table; those of one group ascend.
  package let rows: [UInt32]
  /// Where each group begins, and at last how many rows there are.
  package let starts: [Int]

  /// The rows of a group.
  package subscript(group: Int) -> ArraySlice<UInt32> {
    rows[starts[group]..<starts[group + 1]]
  }
}

/// How many values of a column the groups have, and their exact sums.
package struct GroupTotals: Sendable {
  let counts: [Int]
  let sums: [Int128]
  let scale: Int

  /// How many values a group has.
  package func count(of group: Int) -> Int { counts[group] }

  /// The mean of a group; null if it has no value.
  package func mean(of group: Int) -> Cell {
    guard counts[group] > 0 else { return .null }
    let divisor = UInt128(counts[group]) * UInt128(powersOfTen[scale])
    return .decimal(nearestDouble(sums[group], over: divisor))
  }

  /// The sum of a group; null if it has no value.
  ///
  /// - Parameter type: that of the column. Other sums than those of decimals are whole numbers if they fit 64 bits.
  package func sum(of group: Int, as type: ColumnType) -> Cell {
    guard counts[group] > 0 else { return .null }
    if type != .decimal, scale == 0, let whole = Int64(exactly: sums[group]) {
      return .integer(whole)
    }
    return .decimal(nearestDouble(sums[group], over: UInt128(powersOfTen[scale])))
  }
}
