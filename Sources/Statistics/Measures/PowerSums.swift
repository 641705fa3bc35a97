internal import Tables

/// Sums of powers of whole distances from an origin, exactly.
struct PowerSums: Equatable {
  let count: Int
  let origin: Int64
  /// The sums of the first to the fourth powers.
  let sums: (Int128, Int128, Int128, Int128)

  static func == (one: PowerSums, other: PowerSums) -> Bool {
    one.count == other.count && one.origin == other.origin && one.sums == other.sums
  }

  init(count: Int, origin: Int64, sums: (Int128, Int128, Int128, Int128)) {
    self.count = count
    self.origin = origin
    self.sums = sums
  }

  /// Sums of distances from the least mantissa.
  ///
  /// - Returns: `nil` for doubles, for no values, and where values lie so far apart that the sums might not fit 128 bits.
  init?(of distribution: Distribution, in range: ClosedRange<Int64>) {
    guard Self.fits(range, count: distribution.count) else { return nil }
    let origin = range.lowerBound
    var (first, second): (Int128, Int128) = (0, 0)
    var (third, fourth): (Int128, Int128) = (0, 0)
    // A distance takes 30 bits at most, so its square fits 64.
    switch distribution.values {
    case .counts(_, let counts):
      for (place, count) in counts.enumerated() where count != 0 {
        let distance = Int64(truncatingIfNeeded: place)
        let square = distance &* distance
        let weighted = Int128(count) &* Int128(square)
        first &+= Int128(count) &* Int128(distance)
        second &+= weighted
        third &+= weighted &* Int128(distance)
        fourth &+= weighted &* Int128(square)
      }
    case .mantissas(let mantissas):
      for mantissa in mantissas {
        let distance = mantissa &- origin
        let square = distance &* distance
        first &+= Int128(distance)
        second &+= Int128(square)
        third &+= Int128(square) &* Int128(distance)
        fourth &+= Int128(square) &* Int128(square)
      }
    case .doubles: return nil
    }
    self.init(
      count: distribution.count, origin: origin, sums: (first, second, third, fourth))
  }

  /// Whether the sums, also about any other origin between the least and the greatest value, fit 127 bits.
  ///
  /// The greatest term of a change of origin is six times the count times the fourth power of the range.
  private static func fits(_ range: ClosedRange<Int64>, count: Int) -> Bool {
    let (distance, overflow) = range.upperBound.subtractingReportingOverflow(range.lowerBound)
    let countBits = Int.bitWidth - count.leadingZeroBitCount
    let distanceBits = Int64.bitWidth - distance.leadingZeroBitCount
    return !overflow && count > 0 && 4 * distanceBits + countBits + 3 <= 127
  }

  /// The same sums about the whole number next to the mean, from which no sum of powers loses digits to another.
  func centered() -> PowerSums {
    let (one, two, three, four) = sums
    let count = Int128(count)
    // Distances from the least value are not negative, so this rounds to the nearest.
    let shift = (one + count / 2) / count
    let square = shift * shift
    return PowerSums(
      count: self.count, origin: origin + Int64(shift),
      sums: (
        one - count * shift,
        two - 2 * shift * one + count * square,
        three - 3 * shift * two + 3 * square * one - count * square * shift,
        four - 4 * shift * three + 6 * square * two - 4 * square * shift * one
          + count * square * square
      ))
  }
}
