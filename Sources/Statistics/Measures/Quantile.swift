internal import Tables

/// A value or a point between two neighbouring ones.
enum Quantile {
  /// Of mantissas: four times the point, exactly. Quartiles always are of this kind.
  case quarters(Int128)
  case number(Double)

  /// Where the quantile of a share stands among so many values: behind which place of the order, and how far on the way to the next. `nil` for a
  /// share below 0 or above 1, and if there is no value.
  static func place(of share: Double, among count: Int) -> (rank: Int, way: Double)? {
    guard count > 0, share >= 0, share <= 1 else { return nil }
    let place = Double(count - 1) * share
    let rank = min(Int(place), count - 1)
    return (rank, place - Double(rank))
  }

  /// A point between two neighbours, at a share of the way from the lower to the higher.
  static func point(between low: Double, and high: Double, at way: Double) -> Double {
    let step = high - low
    guard step.isFinite else { return low * (1 - way) + high * way }
    // From the nearer end, so that the point does not pass the farther one.
    return way < 0.5 ? low + step * way : high - step * (1 - way)
  }
}

extension Summary {
  /// The value below which this share of the values lies.
  ///
  /// Between two neighbours the value is interpolated in a straight line: method 7 of Hyndman and Fan, the default of R and NumPy.
  ///
  /// - Parameter share: from 0 (the least value) to 1 (the greatest).
  /// - Returns: `nil` for a share beyond those, and if there is no value.
  /// - Complexity: O(*n*) by selection; O(*distinct*) for values that are counted.
  /// - Source: R. J. Hyndman, Y. Fan, The American Statistician 50 (1996), pp. 361-365.
  mutating func quantile(_ share: Double) -> Double? {
    switch point(at: share) {
    case .quarters(let quarters): distribution.quotient(quarters, by: 4)
    case .number(let number): number
    case nil: nil
    }
  }

  /// The distance of the quartiles: the quantile of 0.75 less that of 0.25.
  mutating func interquartileRange() -> Double? {
    switch (point(at: 0.25), point(at: 0.75)) {
    case (.quarters(let low), .quarters(let high)): distribution.quotient(high - low, by: 4)
    case (.number(let low), .number(let high)): high - low
    default: nil
    }
  }

  /// The places between whose values a quantile lies; none if it is undefined.
  func ranks(of share: Double) -> [Int] {
    guard let place = Quantile.place(of: share, among: count) else { return [] }
    return place.rank + 1 < count ? [place.rank, place.rank + 1] : [place.rank]
  }

  mutating func point(at share: Double) -> Quantile? {
    guard let (rank, way) = Quantile.place(of: share, among: count), let low = value(at: rank)
    else { return nil }
    guard let high = rank + 1 < count ? value(at: rank + 1) : low else { return nil }
    return distribution.point(between: low, and: high, at: way)
  }
}

extension Distribution {
  /// A point between two neighbours, at a share of the way from the lower to the higher.
  func point(between low: ExactValue, and high: ExactValue, at way: Double) -> Quantile {
    switch (low, high) {
    case (.mantissa(let low), .mantissa(let high)):
      if let quarters = Int128(exactly: way * 4) {
        return .quarters(Int128(low) * (4 - quarters) + Int128(high) * quarters)
      }
      let step = quotient(Int128(high) - Int128(low))
      // From the nearer end, so that the point does not pass the farther one.
      return .number(
        way < 0.5
          ? quotient(Int128(low)) + step * way : quotient(Int128(high)) - step * (1 - way))
    default:
      return .number(Quantile.point(between: number(low), and: number(high), at: way))
    }
  }
}
