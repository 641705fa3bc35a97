/// The codes of several columns of the same rows as one: their place.
///
/// As long as the number of possible places is moderate, a place is a number of mixed radix. Beyond that (a hostile file may have millions of
/// words in each of two columns) places are given as they occur, so that they never outnumber the rows.
struct CombinedCodes: Sendable {
  /// For each segment the place of each row.
  private(set) var segments: [[UInt32]]
  /// How many places there are; not all of them need occur.
  private(set) var count = 1
  private let rowCount: Int
  private var steps: [Step] = []

  /// How the code of a column was taken in.
  private enum Step: Sendable {
    /// As the lowest digit.
    case digit(radix: Int)
    /// By looking pairs up: the place so far in the high half, the code in the low one.
    case pairs([UInt64])
  }

  /// One place for all rows.
  init(_ rows: [[UInt32]], rowCount: Int) {
    segments = rows.map { Array(repeating: 0, count: $0.count) }
    self.rowCount = rowCount
  }

  /// Takes in a column.
  ///
  /// - Returns: `false` if there are more than `limit` places that occur.
  mutating func combine(
    with column: GroupCodes, limit: Int, on lanes: Lanes
  ) throws(Cancelled) -> Bool {
    let (held, codes) = (segments, column.segments)
    if count == 1 {
      steps.append(.digit(radix: column.count))
      (segments, count) = (codes, column.count)
      return true
    }
    let (possible, overflow) = count.multipliedReportingOverflow(by: column.count)
    if !overflow, possible <= max(1 << 16, rowCount) {
      let radix = UInt32(column.count)
      steps.append(.digit(radix: column.count))
      segments = try lanes.map(held.count) { segment in
        zip(held[segment], codes[segment]).map { $0 &* radix &+ $1 }
      }
      count = possible
      return true
    }
    let coded = try GroupKeyTable.codes(ofSegments: held.count, limit: limit, on: lanes) {
      segment in
      zip(held[segment], codes[segment]).map { UInt64($0) << 32 | UInt64($1) }
    }
    guard let coded else { return false }
    steps.append(.pairs(coded.keys))
    (segments, count) = (coded.segments, coded.keys.count)
    return true
  }

  /// For each column its codes at some places.
  func parts(of places: [UInt32]) -> [[UInt32]] {
    var rest = places
    var parts: [[UInt32]] = []
    for step in steps.reversed() {
      switch step {
      case .digit(let radix):
        parts.append(rest.map { $0 % UInt32(radix) })
        rest = rest.map { $0 / UInt32(radix) }
      case .pairs(let pairs):
        parts.append(rest.map { UInt32(truncatingIfNeeded: pairs[Int($0)]) })
        rest = rest.map { UInt32(truncatingIfNeeded: pairs[Int($0)] >> 32) }
      }
    }
    return parts.reversed()
  }
}

/// How many rows each place has, counted in as many parts of the table as there are lanes.
struct PlaceCounts: Sendable {
  /// The segments of each part.
  let parts: [Range<Int>]
  /// For each part the rows of each place.
  fileprivate let counts: [[UInt32]]

  init(_ places: [[UInt32]], placeCount: Int, on lanes: Lanes) throws(Cancelled) {
    let partCount = max(1, min(lanes.count, places.count))
    let parts = (0..<partCount).map {
      places.count * $0 / partCount..<places.count * ($0 + 1) / partCount
    }
    self.parts = parts
    counts = try lanes.map(partCount) { (part) throws(Cancelled) in
      var counts = [UInt32](repeating: 0, count: placeCount)
      for segment in parts[part] {
        try lanes.check()
        for place in places[segment] { counts[Int(place)] &+= 1 }
      }
      return counts
    }
  }

  /// How many rows a place has.
  func total(at place: Int) -> Int {
    counts.reduce(0) { $0 + Int($1[place]) }
  }

  /// The places that have rows, ascending.
  var occurring: [UInt32] {
    guard let first = counts.first else { return [] }
    return first.indices.compactMap { place in
      counts.contains { $0[place] != 0 } ? UInt32(place) : nil
    }
  }
}

/// Rows whose group is known by their place.
struct PlacedRows: Sendable {
  /// For each segment its rows, counted from its first one.
  let rows: [[UInt32]]
  /// How many rows each segment has in all.
  let segmentRows: [Int]
  /// For each segment the place of each of the rows.
  let places: [[UInt32]]
  /// The place of each group. All places that have rows are here.
  let groups: [UInt32]
  let counts: PlaceCounts

  /// The rows group by group, those of a group in the order of the table.
  ///
  /// Every part of the table knows from the counts where its rows of each group go, so the parts are sorted side by side.
  ///
  /// Sound: the counts are those of the same rows, so the ranges into which parts write do not overlap and fill all of the room.
  func sorted(on lanes: Lanes) throws(Cancelled) -> GroupedRows {
    var starts = [0]
    var cursors = counts.counts.map { [UInt32](repeating: 0, count: $0.count) }
    var next = 0
    for place in groups {
      for part in cursors.indices {
        cursors[part][Int(place)] = UInt32(next)
        next += Int(counts.counts[part][Int(place)])
      }
      starts.append(next)
    }
    let firstRows = firstRows(segmentRows)
    let total = next
    let begins = cursors
    let sorted = unsafe [UInt32].filling(total) { room, filled in
      nonisolated(unsafe) let room = unsafe room
      let done = try? lanes.map(begins.count) { (part) throws(Cancelled) in
        var cursors = begins[part]
        for segment in counts.parts[part] {
          try lanes.check()
          let first = UInt32(firstRows[segment])
          let (rows, places) = (rows[segment], places[segment])
          for index in rows.indices {
            let place = Int(places[index])
            let cursor = Int(cursors[place])
            precondition(cursor < total, "rows of another table")
            unsafe room[cursor] = first &+ rows[index]
            cursors[place] &+= 1
          }
        }
        return true
      }
      filled = done == nil ? 0 : total
    }
    if sorted.count < total { throw Cancelled() }
    return GroupedRows(rows: sorted, starts: starts)
  }

  /// How many values of a column each group has, and their sums; `nil` for texts and doubles.
  func totals(of column: Column, on lanes: Lanes) throws(Cancelled) -> GroupTotals? {
    guard let numbers = column.numbers, !numbers.isInexact else { return nil }
    let placeCount = counts.counts.first?.count ?? 0
    let parts = try lanes.map(counts.parts.count) { (part) throws(Cancelled) in
      var sums = GroupSums(
        numbers, rowCount: segmentRows.reduce(0, +), placeCount: placeCount)
      for segment in counts.parts[part] {
        try lanes.check()
        sums.add(segment, rows[segment], places[segment])
      }
      return sums
    }
    return GroupTotals(
      counts: groups.map { place in parts.reduce(0) { $0 + $1.count(at: Int(place)) } },
      sums: groups.map { place in parts.reduce(0) { $0 + $1.exactSum(at: Int(place)) } },
      scale: numbers.scale)
  }

  /// How many rows of each group have a value in a column.
  func valueCounts(of column: Column, on lanes: Lanes) throws(Cancelled) -> [Int] {
    let placeCount = counts.counts.first?.count ?? 0
    let present = PresentRows(of: column)
    let parts = try lanes.map(counts.parts.count) { (part) throws(Cancelled) in
      var found = [Int](repeating: 0, count: placeCount)
      for segment in counts.parts[part] {
        try lanes.check()
        let (rows, places) = (rows[segment], places[segment])
        present.forEach(of: rows, in: segment) { found[Int(places[$0])] += 1 }
      }
      return found
    }
    return groups.map { place in parts.reduce(0) { $0 + $1[Int(place)] } }
  }
}
