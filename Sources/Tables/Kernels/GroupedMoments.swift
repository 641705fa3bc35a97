/// How many values each group of rows has, and their mean.
///
/// A group is a combination of codes, one of each text column that rows are grouped by. Its index is the mixed radix number of the codes
/// with the first column as the most significant digit: `code0 * count1 * count2 + code1 * count2 + code2`. Rows without a value, or
/// without one of the texts, belong to no group.
///
/// Sums of mantissas are exact and divided once, so a mean is the double next to the true mean of the decimals in the file, in whatever
/// order rows are added. Sums of doubles are compensated, in the order of the rows.
package struct GroupedMoments: Sendable {
  /// A group that has a value.
  package struct Group: Sendable {
    /// One code for each column.
    package let codes: [Int]
    /// The mean of its values.
    package let mean: Double
    /// How many values it has; at least one.
    package let count: Int
  }

  /// How many selected rows have a value and all texts.
  package var selectedCount: Int { sums.total(from: 1).count }
  private let places: GroupPlaces
  private let sums: GroupSums

  /// Adds up the values of the selected rows, group by group.
  ///
  /// - Parameter lanes: the threads to use, where sums are exact and there are far fewer groups than rows. Nothing depends on them.
  /// - Complexity: O(*rows*), two to three nanoseconds for a selected row and lane. Memory grows with the number of possible groups as long as
  ///   that is moderate, else with the number of groups that occur.
  package init(
    of values: Column, by groups: [Column], in selection: Selection, on lanes: Lanes = .single
  ) throws(Cancelled) {
    let rowLimit = selection.segmentRows.reduce(0, +)
    var codes: [CodedText?] = []
    for group in groups { codes.append(try group.codes(on: lanes)) }
    let places = GroupPlaces(codes, rowCount: rowLimit)
    let sums = GroupSums(values.numbers, rowCount: rowLimit, placeCount: places.count)
    guard values.numbers != nil, places.isPossible else {
      (self.places, self.sums) = (places, sums)
      return
    }
    let isApart = places.isFixed && sums.isExact && places.count * lanes.count * 16 <= rowLimit
    let next = PieceCounter()
    let partCount = isApart ? min(lanes.count, selection.segmentRows.count) : 1
    let parts = try lanes.map(partCount) { _ throws(Cancelled) in
      var (places, sums) = (places, sums)
      while true {
        let segment = next.take()
        guard segment < selection.segmentRows.count else { return (places, sums) }
        try addSegment(segment, selection, &places, &sums, lanes)
      }
    }
    var all = parts.first?.1 ?? sums
    for part in parts.dropFirst() { all.add(part.1) }
    self.places = parts.first?.0 ?? places
    self.sums = all
  }

  /// How many rows a group has; 0 for an index of none.
  package func count(at index: Int) -> Int {
    places.place(of: index).map { sums.count(at: $0) } ?? 0
  }

  /// The mean of a group; `nil` if no row belongs to it.
  package func mean(at index: Int) -> Double? {
    places.place(of: index).flatMap { sums.mean(at: $0) }
  }

  /// The mean over all groups, each row counting once; `nil` if there is no row.
  package var totalMean: Double? { sums.total(from: 1).mean }

  /// The mean over all selected rows that have a value, also those of no group; `nil` if there is none.
  package var overallMean: Double? { sums.total(from: 0).mean }

  /// The groups that have a row, in the order of their codes.
  package func groups(on lanes: Lanes = .single) throws(Cancelled) -> [Group] {
    var groups: [Group] = []
    for (number, group) in try places.occurring(of: sums, on: lanes).enumerated() {
      if number % (1 << 16) == 0 { try lanes.check() }
      guard let mean = sums.mean(at: group.place) else { continue }
      groups.append(Group(codes: group.codes, mean: mean, count: sums.count(at: group.place)))
    }
    return groups
  }
}

/// Adds a segment in tiles that stay in the nearest cache: the rows, then their groups, then the sums.
private func addSegment(
  _ segment: Int, _ selection: Selection, _ places: inout GroupPlaces, _ sums: inout GroupSums,
  _ lanes: Lanes
) throws(Cancelled) {
  let tileWords = 128
  let start = selection.segmentStarts[segment]
  let end = start + (selection.segmentRows[segment] + 63) / 64
  var found: [UInt32] = []
  for tile in stride(from: start, to: end, by: tileWords) {
    try lanes.check()
    let rows = selectedRows(
      selection.words[tile..<min(tile + tileWords, end)], from: (tile - start) * 64)
    if rows.isEmpty { continue }
    places.find(segment, rows, &found)
    sums.grow(to: places.count)
    sums.add(segment, rows, found)
  }
}

/// The rows of the bits that are set.
///
/// Sound: there is room for a row of each bit.
func selectedRows(_ words: ArraySlice<UInt64>, from first: Int) -> [UInt32] {
  unsafe .filling(words.count * 64) { rows, count in
    var base = first
    for word in words {
      var rest = word
      while rest != 0 {
        unsafe rows[count] = UInt32(truncatingIfNeeded: base &+ rest.trailingZeroBitCount)
        count &+= 1
        rest &= rest &- 1
      }
      base &+= 64
    }
  }
}
