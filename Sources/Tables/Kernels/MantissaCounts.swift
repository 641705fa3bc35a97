/// How often each mantissa of a column occurs, for columns whose mantissas lie close together.
///
/// Rows are counted in a few tables in turn as long as those stay in the nearest cache: where the same value comes again and again, an addition
/// would have to wait for the one before.
struct MantissaCounts: Sendable {
  /// With fewer rows than this, values are better kept one by one.
  static let fewRows = 256
  /// The greatest distance of two mantissas that are counted.
  static let widestRange: Int64 = 1 << 20
  private static let ways = 4
  private static let narrowSlots = 1 << 10

  private let segments: [NumberSegment]
  private let scale: Int
  private let least: Int64
  /// How many slots a table has: one for each mantissa, and the last for null.
  private let slots: Int
  private let tables: Int
  private var counts: [Int]

  /// Whether counting costs less than keeping the values: there must not be many more mantissas to look at than rows.
  static func pays(for range: ClosedRange<Int64>, rowCount: Int) -> Bool {
    let (distance, overflow) = range.upperBound.subtractingReportingOverflow(range.lowerBound)
    return !overflow && distance <= widestRange && distance / 8 <= Int64(rowCount)
  }

  /// - Parameter range: where all mantissas of the column lie, at its scale; not wider than `widestRange`.
  init(of numbers: NumberColumn, in range: ClosedRange<Int64>) {
    segments = numbers.segments
    scale = numbers.scale
    least = range.lowerBound
    slots = Int(range.upperBound - range.lowerBound) + 2
    tables = slots <= Self.narrowSlots ? Self.ways : 1
    counts = Array(repeating: 0, count: slots * tables)
  }

  /// Counts the selected rows of a segment.
  mutating func add(_ segment: Int, in selection: Selection) {
    let words = selection.words(of: segment)
    switch segments[segment].values {
    case .narrow(let values): add(values, NumberSegment.narrowNull, factor(segment), words)
    case .wide(let values): add(values, NumberSegment.wideNull, factor(segment), words)
    case .double: preconditionFailure("doubles have no mantissas")
    }
  }

  /// Counts rows of a segment, whose first row has the number `first`.
  mutating func add(_ segment: Int, rows: ArraySlice<UInt32>, from first: Int) {
    switch segments[segment].values {
    case .narrow(let values): add(values, NumberSegment.narrowNull, factor(segment), rows, first)
    case .wide(let values): add(values, NumberSegment.wideNull, factor(segment), rows, first)
    case .double: preconditionFailure("doubles have no mantissas")
    }
  }

  private func factor(_ segment: Int) -> Int64 { powersOfTen[scale - segments[segment].scale] }

  /// Sound: the bits of the words are rows of the segment, since a selection has no bits beyond; no slot lies beyond that of null, and there
  /// are four tables where a step leads from one to the next.
  @inline(__always)
  private mutating func add<Value: FixedWidthInteger & SignedInteger>(
    _ values: [Value], _ null: Value, _ factor: Int64, _ words: ArraySlice<UInt64>
  ) {
    precondition((values.count + 63) / 64 == words.count, "a column of another table")
    let (least, slots) = (least, slots)
    let step = tables > 1 ? slots : 0
    unsafe values.withUnsafeBufferPointer { values in
      unsafe counts.withUnsafeMutableBufferPointer { counts in
        var base = 0
        for word in words {
          if word == .max {
            for row in stride(from: base, to: base &+ 64, by: 4) {
              for way in 0..<4 {
                let value = unsafe values[row &+ way]
                let slot = Self.slot(value, null, factor, least, slots)
                unsafe counts[slot &+ way &* step] &+= 1
              }
            }
          } else {
            var rest = word
            while rest != 0 {
              let value = unsafe values[base &+ rest.trailingZeroBitCount]
              unsafe counts[Self.slot(value, null, factor, least, slots)] &+= 1
              rest &= rest &- 1
            }
          }
          base &+= 64
        }
      }
    }
  }

  @inline(__always)
  private mutating func add<Value: FixedWidthInteger & SignedInteger>(
    _ values: [Value], _ null: Value, _ factor: Int64, _ rows: ArraySlice<UInt32>, _ first: Int
  ) {
    let (least, slots) = (least, slots)
    for row in rows {
      counts[Self.slot(values[Int(row) - first], null, factor, least, slots)] &+= 1
    }
  }

  @inline(__always)
  private static func slot<Value: FixedWidthInteger & SignedInteger>(
    _ value: Value, _ null: Value, _ factor: Int64, _ least: Int64, _ slots: Int
  ) -> Int {
    let distance = Int64(truncatingIfNeeded: value) &* factor &- least
    let slot = min(UInt64(bitPattern: distance), UInt64(truncatingIfNeeded: slots &- 1))
    return value == null ? slots &- 1 : Int(truncatingIfNeeded: slot)
  }

  /// All counts together.
  ///
  /// - Parameter parts: counts of the same column, of different rows.
  static func distribution(of parts: [MantissaCounts], scale: Int) -> Distribution {
    let slots = parts.first?.slots ?? 1
    var sums = Array(repeating: 0, count: slots)
    for part in parts {
      for start in stride(from: 0, to: part.counts.count, by: slots) {
        for slot in 0..<slots { sums[slot] &+= part.counts[start &+ slot] }
      }
    }
    let nullCount = sums.removeLast()
    guard let first = sums.firstIndex(where: { $0 != 0 }),
      let last = sums.lastIndex(where: { $0 != 0 })
    else {
      return Distribution(values: .mantissas([]), scale: scale, count: 0, nullCount: nullCount)
    }
    let least = (parts.first?.least ?? 0) + Int64(first)
    let counts = first == 0 && last == sums.count - 1 ? sums : Array(sums[first...last])
    return Distribution(
      values: .counts(least: least, counts), scale: scale, count: counts.reduce(0, +),
      nullCount: nullCount)
  }
}
