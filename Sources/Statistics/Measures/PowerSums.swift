internal import Tables

/// Sums of powers of whole distances from an origin, exactly.
struct PowerSums {
  /// The origin of the distances.
  private(set) var origin: Int64
  private(set) var count: Int
  private(set) var first: Int128 = 0
  private(set) var second: Int128 = 0
  private(set) var third: Int128 = 0
  private(set) var fourth: Int128 = 0

  /// The sums of no value.
  init(origin: Int64) {
    self.origin = origin
    count = 0
  }

  /// Sums of distances from the least mantissa.
  ///
  /// - Returns: `nil` for doubles, for no values, and where values lie so far apart that the sums might not fit 128 bits.
  init?(of distribution: Distribution, in range: ClosedRange<Int64>) {
    guard Self.fits(range, count: distribution.count) else { return nil }
    self.init(origin: range.lowerBound)
    switch distribution.values {
    case .counts(_, let counts): add(counts)
    case .mantissas(let mantissas): add(mantissas)
    case .doubles: return nil
    }
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

  private mutating func add(_ mantissas: [Int64]) {
    var (one, two, three, four): (Int128, Int128, Int128, Int128) = (0, 0, 0, 0)
    for mantissa in mantissas {
      // A distance takes 30 bits at most, so its square fits 64.
      let distance = mantissa &- origin
      let square = distance &* distance
      one &+= Int128(distance)
      two &+= Int128(square)
      three &+= Int128(square) &* Int128(distance)
      four &+= Int128(square) &* Int128(square)
    }
    (first, second, third, fourth) = (one, two, three, four)
    count = mantissas.count
  }

  /// Adds counted values, whose places are their distances, in runs whose sums mostly fit 64 bits.
  private mutating func add(_ counts: [Int]) {
    let length = 1 << 10
    for start in stride(from: 0, to: counts.count, by: length) {
      let run = PowerSums(places: counts[start..<min(start + length, counts.count)])
      add(run.moved(by: Int128(start)))
    }
  }

  private mutating func add(_ other: PowerSums) {
    count += other.count
    first &+= other.first
    second &+= other.second
    third &+= other.third
    fourth &+= other.fourth
  }

  /// Sums of the places of up to 1,024 counts, from 0 on.
  private init(places counts: ArraySlice<Int>) {
    self.init(origin: 0)
    count = counts.reduce(0, &+)
    if count < 1 << 23 {
      // The fourth power of a place takes 40 bits.
      var (one, two, three, four, place) = (0, 0, 0, 0, 0)
      for count in counts {
        let weighted = count &* place
        let square = place &* place
        one &+= weighted
        two &+= count &* square
        three &+= weighted &* square
        four &+= count &* square &* square
        place &+= 1
      }
      (first, second, third, fourth) = (Int128(one), Int128(two), Int128(three), Int128(four))
    } else {
      var place: Int128 = 0
      for count in counts {
        let square = place &* place
        first &+= Int128(count) &* place
        second &+= Int128(count) &* square
        third &+= Int128(count) &* square &* place
        fourth &+= Int128(count) &* square &* square
        place &+= 1
      }
    }
  }

  /// The sums of the same distances with so much added to each, by the binomial formula.
  private func moved(by shift: Int128) -> PowerSums {
    var moved = self
    let count = Int128(count)
    let (square, cube) = (shift &* shift, shift &* shift &* shift)
    moved.first = first &+ shift &* count
    moved.second = second &+ 2 &* shift &* first &+ square &* count
    moved.third = third &+ 3 &* shift &* second &+ 3 &* square &* first &+ cube &* count
    moved.fourth =
      fourth &+ 4 &* shift &* third &+ 6 &* square &* second &+ 4 &* cube &* first
      &+ square &* square &* count
    return moved
  }

  /// The same sums about the whole number next to the mean, from which no sum of powers loses digits to another.
  ///
  /// - Precondition: there is a value, and distances are not negative.
  func centered() -> PowerSums {
    let shift = (first + Int128(count) / 2) / Int128(count)
    var centered = moved(by: -shift)
    centered.origin += Int64(truncatingIfNeeded: shift)
    return centered
  }
}
