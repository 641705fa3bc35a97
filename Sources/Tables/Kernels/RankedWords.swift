/// The texts of a column as numbers in the order of their bytes, so that what is computed of numbers can be computed of texts: the least, the
/// most frequent, how many there are.
package struct RankedWords: Sendable {
  private let coded: CodedText
  /// The code of the word of each rank.
  private let order: [UInt32]
  /// The rank of each slot, that of null aside.
  private let ranks: [UInt32]

  /// - Returns: `nil` for a column of another type than text.
  /// - Complexity: O(*words* x log *words*).
  package init?(of column: Column, on lanes: Lanes = .single) throws(Cancelled) {
    guard let coded = try column.codes(on: lanes) else { return nil }
    let slots = (1..<UInt32(coded.words.count + 1)).map { $0 }
    self.init(coded, order: try Self.sorted(slots, coded.words, on: lanes))
  }

  /// The texts as numbers in no order, which is enough to tell them apart.
  ///
  /// - Returns: `nil` for a column of another type than text.
  package static func unordered(
    of column: Column, on lanes: Lanes = .single
  ) throws(Cancelled) -> RankedWords? {
    try column.codes(on: lanes).map {
      RankedWords($0, order: (1..<UInt32($0.words.count + 1)).map { $0 })
    }
  }

  /// - Parameter slots: each slot but that of null, by rank.
  private init(_ coded: CodedText, order slots: [UInt32]) {
    self.coded = coded
    var ranks = [UInt32](repeating: 0, count: coded.words.count + 1)
    for (rank, slot) in slots.enumerated() { ranks[Int(slot)] = UInt32(rank) }
    order = slots.map { $0 - 1 }
    self.ranks = ranks
  }

  /// How many different texts the column has.
  package var count: Int { order.count }

  /// The text of a rank in `0..<count`.
  package func bytes(of rank: Int) -> ArraySlice<UInt8> {
    coded.words.bytes(of: Int(order[rank]))
  }

  /// The ranks of some rows.
  ///
  /// - Parameter rows: row numbers of the whole table, ascending.
  /// - Complexity: O(*rows* + *segments*).
  package func distribution(at rows: ArraySlice<UInt32>) -> Distribution {
    var found: [Int64] = []
    found.reserveCapacity(rows.count)
    var rest = rows
    var first = 0
    for segment in coded.segments {
      if rest.isEmpty { break }
      let end = first + segment.count
      let part = rest.prefix { Int($0) < end }
      switch segment {
      case .narrow(let slots): append(slots, part, first, &found)
      case .medium(let slots): append(slots, part, first, &found)
      case .wide(let slots): append(slots, part, first, &found)
      }
      rest = rest[part.endIndex...]
      first = end
    }
    precondition(rest.isEmpty, "rows of another table")
    return Distribution(
      values: .mantissas(found), scale: 0, count: found.count,
      nullCount: rows.count - found.count)
  }

  @inline(__always)
  private func append<Slot: FixedWidthInteger>(
    _ slots: [Slot], _ rows: ArraySlice<UInt32>, _ first: Int, _ found: inout [Int64]
  ) {
    for row in rows {
      let slot = Int(truncatingIfNeeded: slots[Int(row) - first])
      if slot != 0 { found.append(Int64(ranks[slot])) }
    }
  }

  /// Slots in the order of their words' bytes, that of null last.
  ///
  /// Words are compared by the first eight bytes behind those that all of them share, and farther only where these are the same.
  static func sorted(
    _ slots: [UInt32], _ words: WordTable, on lanes: Lanes = .single
  ) throws(Cancelled) -> [UInt32] {
    let present = slots.filter { $0 != 0 }
    let common = commonPrefix(present, words)
    var keyed = present.map { slot in
      (key: key(words.bytes(of: Int(slot) - 1).dropFirst(common)), slot: slot)
    }
    try keyed.sort(on: lanes) { left, right in
      if left.key != right.key { return left.key < right.key }
      return precedes(words.bytes(of: Int(left.slot) - 1), words.bytes(of: Int(right.slot) - 1))
    }
    return keyed.map(\.slot) + (present.count < slots.count ? [0] : [])
  }

  /// How many bytes all words begin with together.
  private static func commonPrefix(_ slots: [UInt32], _ words: WordTable) -> Int {
    guard let first = slots.first else { return 0 }
    let pattern = words.bytes(of: Int(first) - 1)
    return slots.reduce(pattern.count) { common, slot in
      var same = 0
      for (one, other) in zip(pattern.prefix(common), words.bytes(of: Int(slot) - 1)) {
        if one != other { break }
        same += 1
      }
      return same
    }
  }

  /// Eight bytes as a number that grows with them; zeros stand for bytes that are not there.
  private static func key(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var key: UInt64 = 0
    for byte in bytes.prefix(8) { key = key << 8 | UInt64(byte) }
    return bytes.isEmpty ? 0 : key << UInt64(8 * (8 - min(8, bytes.count)))
  }

  /// Sound: both places are below both counts.
  private static func precedes(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
    unsafe left.withUnsafeBufferPointer { left in
      unsafe right.withUnsafeBufferPointer { right in
        for place in 0..<min(left.count, right.count) {
          let (one, other) = unsafe (left[place], right[place])
          if one != other { return one < other }
        }
        return left.count < right.count
      }
    }
  }
}
