/// Finds the rows that come first in an order, behind a given row: one pass over the rows, and few more of them kept than are asked for.
struct LeastRows: Sendable {
  private let keys: [RankedKey]
  private let selection: Selection
  private let limit: Int
  /// Rows up to this one are left out.
  private let after: Fence?

  /// - Precondition: there is a key, and `limit` is above 0.
  init(_ keys: [RankedKey], of selection: Selection, after: RowPlace?, limit: Int) {
    self.keys = keys
    self.selection = selection
    self.limit = limit
    self.after = after.map { Fence($0, keys) }
  }

  /// The first `limit` rows in their order.
  func places(on lanes: Lanes) throws(Cancelled) -> [RowPlace] {
    let segments = selection.segmentRows.count
    var bound: Fence?
    if let stride = sampleStride(selection.count) {
      var some = try least(of: 0..<segments, stride: stride, upTo: nil, on: lanes)
      try some.sort(by: keys, on: lanes)
      // Each of these rows is one of all, so the last of `limit` rows here stands at the end of the answer or behind it.
      if some.count >= limit { bound = Fence(some[limit - 1].place, keys) }
    }
    let pieces = min(segments, lanes.count == 1 ? 1 : lanes.count * 4)
    let parts = try lanes.map(pieces) { [bound] (piece) throws(Cancelled) in
      try least(
        of: segments * piece / pieces..<segments * (piece + 1) / pieces, stride: 1, upTo: bound,
        on: lanes)
    }
    var all = try joined(parts, on: lanes)
    try all.sort(by: keys, on: lanes)
    return all.prefix(limit).map(\.place)
  }

  /// Every how many words of rows must be looked at to find a row that surely stands behind those asked for, but not far behind: so many that
  /// this look and what it leaves are of like size. `nil` where a look at some rows does not pay.
  private func sampleStride(_ selectedCount: Int) -> Int? {
    let least = 1 << 15
    guard selectedCount > least, limit < selectedCount / 16 else { return nil }
    return max(2, Int((Double(selectedCount) / Double(limit)).squareRoot() / 2))
  }

  /// Rows of some segments in any order, among them the first `limit` that stand behind `after` and not behind `bound`.
  ///
  /// - Parameter stride: only every so many words of 64 rows are looked at.
  private func least(
    of segments: Range<Int>, stride: Int, upTo bound: Fence?, on lanes: Lanes
  ) throws(Cancelled) -> [RankedRow] {
    var kept: [RankedRow] = []
    var bound = bound
    let (room, overflow) = max(limit, 512).multipliedReportingOverflow(by: 2)
    let keptLimit = overflow ? Int.max : room
    unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 64 * keys.count) { ranks in
      for segment in segments where !lanes.isCancelled {
        let rows = selection.segmentRows[segment]
        let start = selection.segmentStarts[segment]
        for word in Swift.stride(from: 0, to: (rows + 63) / 64, by: stride) {
          let selected = selection.words[start + word]
          if selected == 0 { continue }
          var tile = unsafe RankTile(ranks, keys, segment: segment, row: word * 64, rows: rows)
          var rest = selected & tile.rows(from: after?.ranks[0] ?? 0, to: bound?.ranks[0] ?? .max)
          if rest == 0 { continue }
          if let after { rest = tile.rows(of: rest, behind: after) }
          if let bound { rest &= ~tile.rows(of: rest, behind: bound) }
          while rest != 0 {
            let row = rest.trailingZeroBitCount
            rest &= rest &- 1
            kept.append(RankedRow(rank: tile.rank(row), place: tile.place(row)))
          }
          if kept.count >= keptLimit {
            guard (try? kept.sort(by: keys, on: lanes)) != nil else { return }
            kept.removeSubrange(limit...)
            bound = kept.last.map { Fence($0.place, keys) }
            for index in kept.indices { kept[index].rank = keys[0].rank(of: kept[index].place) }
          }
        }
      }
    }
    try lanes.check()
    return kept
  }
}

/// A row that others are held against: its place, and its ranks and texts by all keys.
private struct Fence: Sendable {
  let place: RowPlace
  let ranks: [UInt64]
  let texts: [ArraySlice<UInt8>]

  init(_ place: RowPlace, _ keys: [RankedKey]) {
    self.place = place
    ranks = keys.map { $0.rank(of: place) }
    texts = keys.map { $0.text(at: place) }
  }
}

/// The ranks of 64 rows or less that stand one behind the other; those by the first key from the start, those by others once they are asked for.
///
/// Sound: the room holds 64 ranks for each key, and rows count from 0 to 63.
@safe private struct RankTile {
  private let ranks: UnsafeMutableBufferPointer<UInt64>
  private let keys: [RankedKey]
  private let segment: Int
  private let firstRow: Int
  private let count: Int
  /// Keys are filled in their order.
  private var filledKeys = 0

  init(
    _ ranks: UnsafeMutableBufferPointer<UInt64>, _ keys: [RankedKey], segment: Int, row: Int,
    rows: Int
  ) {
    unsafe self.ranks = unsafe ranks
    self.keys = keys
    self.segment = segment
    firstRow = row
    count = min(64, rows - row)
    fill(0)
  }

  private mutating func fill(_ key: Int) {
    filledKeys = key + 1
    let room = unsafe UnsafeMutableBufferPointer(rebasing: ranks[key * 64..<key * 64 + count])
    unsafe keys[key].fill(room, segment: segment, from: firstRow)
  }

  /// One bit for each row whose rank by the first key lies between two, which are inside.
  @inline(__always)
  func rows(from least: UInt64, to greatest: UInt64) -> UInt64 {
    var bits: UInt64 = 0
    for row in 0..<count {
      let rank = unsafe ranks[row]
      bits |= (rank >= least && rank <= greatest ? 1 : 0) &<< UInt64(row)
    }
    return bits
  }

  /// One bit for each of some rows that comes behind another row.
  ///
  /// Key by key, the rows that are still like the other one are looked at.
  mutating func rows(of rows: UInt64, behind fence: Fence) -> UInt64 {
    var alike = rows
    var behind: UInt64 = 0
    for key in fence.ranks.indices {
      if key >= filledKeys { fill(key) }
      let rank = fence.ranks[key]
      var (equal, greater): (UInt64, UInt64) = (0, 0)
      for row in 0..<count {
        let other = unsafe ranks[key &* 64 &+ row]
        equal |= (other == rank ? 1 : 0) &<< UInt64(row)
        greater |= (other > rank ? 1 : 0) &<< UInt64(row)
      }
      behind |= alike & greater
      alike &= equal
      if alike == 0 { return behind }
      if !keys[key].isSettled(rank) { compareTexts(of: &alike, key, fence, &behind) }
    }
    let next = fence.place.segment < segment ? 0 : fence.place.row + 1 - firstRow
    if fence.place.segment > segment || next >= 64 { return behind }
    return behind | alike & (.max << UInt64(max(0, next)))
  }

  /// Leaves those rows whose text is like that of another row.
  private func compareTexts(
    of rows: inout UInt64, _ key: Int, _ fence: Fence, _ behind: inout UInt64
  ) {
    var rest = rows
    while rest != 0 {
      let row = rest.trailingZeroBitCount
      rest &= rest &- 1
      let order = keys[key].order(keys[key].text(at: place(row)), fence.texts[key])
      if order != 0 { rows ^= 1 << UInt64(row) }
      if order > 0 { behind |= 1 << UInt64(row) }
    }
  }

  /// The rank of a row by the first key.
  func rank(_ row: Int) -> UInt64 {
    unsafe ranks[row]
  }

  func place(_ row: Int) -> RowPlace {
    RowPlace(segment: segment, row: firstRow + row)
  }
}
