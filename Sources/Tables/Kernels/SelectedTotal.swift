/// How many of some rows have a value in a column of numbers, and what these add up to.
///
/// Sums of mantissas are exact and divided once, so a mean is the double next to the true mean of the decimals in the file. Sums of doubles are
/// compensated, segment by segment, whatever the lanes.
package struct SelectedTotal: Sendable {
  /// How many of the rows have a value.
  package private(set) var count = 0
  private let scale: Int
  private var exact: Int128 = 0
  private var inexact: CompensatedSum?

  fileprivate init(scale: Int, isInexact: Bool) {
    self.scale = scale
    inexact = isInexact ? CompensatedSum() : nil
  }

  /// The mean of the values; `nil` if there is none.
  package var mean: Double? {
    guard count > 0 else { return nil }
    return inexact.map { $0.mean }
      ?? nearestDouble(exact, over: UInt128(count) * UInt128(powersOfTen[scale]))
  }

  fileprivate mutating func add(_ other: SelectedTotal) {
    count += other.count
    exact &+= other.exact
    if let sum = other.inexact { inexact?.add(sum) }
  }
}

extension Column {
  /// The count and the sum of the values of the selected rows.
  ///
  /// - Returns: `nil` for a text.
  /// - Complexity: O(*rows*), a third of a nanosecond each where mantissas are narrow.
  package func total(
    in selection: Selection, on lanes: Lanes
  ) throws(Cancelled) -> SelectedTotal? {
    guard let numbers else { return nil }
    let parts = try lanes.map(numbers.segments.count) { segment in
      numbers.total(of: segment, selection.words(of: segment))
    }
    var total = SelectedTotal(scale: numbers.scale, isInexact: numbers.isInexact)
    for part in parts { total.add(part) }
    return total
  }
}

extension NumberColumn {
  fileprivate func total(of segment: Int, _ words: ArraySlice<UInt64>) -> SelectedTotal {
    let held = segments[segment]
    var total = SelectedTotal(scale: scale, isInexact: isInexact)
    precondition((held.count + 63) / 64 == words.count, "a column of another table")
    switch held.values {
    case .narrow(let values): total.add(values, words, factor: powersOfTen[scale - held.scale])
    case .wide(let values): total.add(values, words, factor: powersOfTen[scale - held.scale])
    case .double(let values): total.add(values, words)
    }
    return total
  }
}

extension SelectedTotal {
  /// Adds the selected rows of narrow mantissas, eight at a time.
  ///
  /// Sound: a word stands for 64 rows that are all there; the rows of the last one that are not so many are added one by one.
  fileprivate mutating func add(_ values: [Int32], _ words: ArraySlice<UInt64>, factor: Int64) {
    var sum: Int64 = 0
    // Lower halves add up to less than 2^31 for so many words, upper halves as well.
    let tileWords = 2048
    unsafe values.withUnsafeBytes { bytes in
      unsafe NarrowLanes.masks.withUnsafeBufferPointer { masks in
        var base = 0
        var tile = words.startIndex
        while tile < words.endIndex {
          let end = min(tile + tileWords, words.endIndex)
          var lanes = NarrowLanes()
          for index in tile..<end {
            if base &+ 64 <= values.count {
              unsafe lanes.add(bytes, from: base, words[index], masks)
            } else {
              add(values, from: base, words[index], &sum)
            }
            base &+= 64
          }
          count += lanes.count
          sum &+= lanes.sum
          tile = end
        }
      }
    }
    exact = Int128(sum) * Int128(factor)
  }

  private mutating func add(_ values: [Int32], from base: Int, _ word: UInt64, _ sum: inout Int64) {
    forEachRow(of: word, from: base) { row in
      guard values[row] != NumberSegment.narrowNull else { return }
      count += 1
      sum &+= Int64(values[row])
    }
  }

  fileprivate mutating func add(_ values: [Int64], _ words: ArraySlice<UInt64>, factor: Int64) {
    // The halves of the mantissas; neither sum overflows for as many rows as a segment can have.
    var (low, high): (UInt64, Int64) = (0, 0)
    for (number, word) in words.enumerated() {
      forEachRow(of: word, from: number &* 64) { row in
        let value = values[row]
        guard value != NumberSegment.wideNull else { return }
        count += 1
        low &+= UInt64(truncatingIfNeeded: value) & 0xFFFF_FFFF
        high &+= value &>> 32
      }
    }
    exact = (Int128(high) << 32 + Int128(low)) * Int128(factor)
  }

  fileprivate mutating func add(_ values: [Double], _ words: ArraySlice<UInt64>) {
    var sum = CompensatedSum()
    for (number, word) in words.enumerated() {
      forEachRow(of: word, from: number &* 64) { row in
        if !values[row].isNaN { sum.add(values[row]) }
      }
    }
    count = sum.count
    inexact = sum
  }
}

/// Counts and sums of every eighth row.
private struct NarrowLanes {
  private var counts = SIMD8<Int32>()
  private var low = SIMD8<Int32>()
  private var high = SIMD8<Int32>()

  /// For each byte of a word, -1 where a bit is set and 0 elsewhere.
  static let masks = (0..<256).map { byte in
    var mask = SIMD8<Int32>()
    for bit in 0..<8 where byte >> bit & 1 == 1 { mask[bit] = -1 }
    return mask
  }

  var count: Int { (0..<8).reduce(0) { $0 + Int(counts[$1]) } }
  var sum: Int64 { (0..<8).reduce(0) { $0 + Int64(low[$1]) + Int64(high[$1]) << 16 } }

  /// Adds those of 64 rows whose bits are set.
  ///
  /// Sound: a comparison of eight places is eight numbers that are 0 or -1; there is a mask for each byte.
  ///
  /// - Parameters:
  ///   - bytes: narrow mantissas, of which there must be 64 from `base` on.
  ///   - masks: all of them.
  @inline(__always)
  mutating func add(
    _ bytes: UnsafeRawBufferPointer, from base: Int, _ word: UInt64,
    _ masks: UnsafeBufferPointer<SIMD8<Int32>>
  ) {
    if word == 0 { return }
    // Written out, these are constants to the compiler; repeated scalars would be put together anew for each group.
    let null = NumberSegment.narrowNull
    let nulls = SIMD8<Int32>(null, null, null, null, null, null, null, null)
    let half: Int32 = 0xFFFF
    let lowerHalves = SIMD8<Int32>(half, half, half, half, half, half, half, half)
    let halfBits = SIMD8<Int32>(16, 16, 16, 16, 16, 16, 16, 16)
    for group in 0..<8 {
      let values = unsafe bytes.loadUnaligned(
        fromByteOffset: (base &+ group &* 8) &* 4, as: SIMD8<Int32>.self)
      let chosen = unsafe masks[Int(word &>> UInt64(group &* 8) & 0xFF)]
      let present = unsafe unsafeBitCast(values .!= nulls, to: SIMD8<Int32>.self)
      let mask = chosen & present
      let kept = values & mask
      counts = counts &- mask
      low = low &+ (kept & lowerHalves)
      high = high &+ (kept &>> halfBits)
    }
  }
}

@inline(__always)
private func forEachRow(of word: UInt64, from base: Int, _ body: (Int) -> Void) {
  var rest = word
  while rest != 0 {
    body(base &+ rest.trailingZeroBitCount)
    rest &= rest &- 1
  }
}
