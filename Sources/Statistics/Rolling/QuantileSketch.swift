/// How many values lie in each of many narrow buckets: quantiles of any number of events, right to `relativeError`.
///
/// The buckets are made of the bits of a double: its sign, its exponent and the first 8 bits of its fraction. So each power of two (an octave) has
/// 256 buckets of equal width, the greatest value of a bucket is at most 1 + 2^-8 times the least one, and its middle errs by at most 2^-9. Below the
/// least normal double the buckets have the same width, 2^-1030, instead: there an estimate errs by that at most, and zero is exact.
/// Counts of equal buckets are added up, so the sketch of a whole is made from those of its parts, in any order, and it does not matter which.
///
/// - Source: C. Masson, J. E. Rim, H. K. Lee, DDSketch, Proceedings of the VLDB Endowment 12 (2019), pp. 2195-2205: buckets that bound the relative
///   error; taking them from the bits of a double is its linearly interpolated mapping.
package struct QuantileSketch: Sendable {
  /// The greatest error of an estimated value, as a share of the value itself.
  package static let relativeError = 0x1p-9

  static let bucketsPerOctave = 256
  private static let octaveCount = 4096
  private static let none: Int32 = -1

  /// Where the counts of an octave begin, for all of them.
  private var starts = Array(repeating: Self.none, count: Self.octaveCount)
  /// The octaves that occur, in the order in which they did first.
  private var found: [Int] = []
  /// 256 counts for each of them.
  private var counts: [Int] = []

  /// The number of the bucket of a value: the octave, and in its lowest 8 bits the place in it. Numbers grow with the values.
  @inline(__always)
  static func bucket(of value: Double) -> Int {
    let bits = value.bitPattern
    let ordered = bits ^ (bits >> 63 == 1 ? .max : 1 << 63)
    return Int(truncatingIfNeeded: ordered &>> 44)
  }

  /// The middle of a bucket; 0 for the two that reach to it.
  static func middle(ofBucket bucket: Int) -> Double {
    let ordered = UInt64(truncatingIfNeeded: bucket) << 44
    let isNegative = ordered >> 63 == 0
    // Of a negative bucket the bits that are left out are all ones, those of the end nearer to zero.
    let nearer = isNegative ? ~(ordered | (1 << 44 - 1)) : ordered ^ 1 << 63
    let magnitude = nearer & ~(1 << 63)
    if magnitude == 0 { return 0 }
    return Double(bitPattern: nearer | 1 << 43)
  }

  /// Where the counts of an octave begin; room is made for one that has none.
  @inline(__always)
  private mutating func start(ofOctave octave: Int) -> Int {
    let start = Int(starts[octave])
    return start >= 0 ? start : addOctave(octave)
  }

  @inline(never)
  private mutating func addOctave(_ octave: Int) -> Int {
    let start = counts.count
    starts[octave] = Int32(start)
    found.append(octave)
    counts.append(contentsOf: repeatElement(0, count: Self.bucketsPerOctave))
    return start
  }

  mutating func add(_ value: Double) {
    let bucket = Self.bucket(of: value)
    counts[start(ofOctave: bucket >> 8) &+ bucket & 255] += 1
  }

  mutating func add(_ part: PartSketch) {
    for (place, octave) in part.octaves.enumerated() {
      let start = start(ofOctave: Int(octave))
      let source = place * Self.bucketsPerOctave
      for bucket in 0..<Self.bucketsPerOctave {
        counts[start + bucket] &+= Int(part.counts[source + bucket])
      }
    }
  }

  /// The octaves that occur, ascending, and the counts of each.
  var octaves: [(octave: Int, counts: ArraySlice<Int>)] {
    found.sorted().map { octave in
      let start = Int(starts[octave])
      return (octave, counts[start..<start + Self.bucketsPerOctave])
    }
  }

  /// Estimates of the values at some places of the order.
  ///
  /// - Parameter ranks: ascending, each from 0 to below the number of values.
  /// - Returns: one for each rank.
  func values(at ranks: [Int]) -> [Double] {
    var values: [Double] = []
    var end = 0
    for (octave, counts) in octaves {
      for (place, count) in counts.enumerated() {
        end += count
        while values.count < ranks.count, ranks[values.count] < end {
          values.append(Self.middle(ofBucket: octave << 8 | place))
        }
      }
    }
    return values
  }
}

extension QuantileSketch: RangeReader {
  mutating func take(_ part: some WindowPart) -> Bool {
    guard let sketch = part.sketch else { return false }
    add(sketch)
    return true
  }

  mutating func take(_ values: ArraySlice<Double>) {
    for value in values { add(value) }
  }
}
