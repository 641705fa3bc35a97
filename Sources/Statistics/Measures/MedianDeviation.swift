internal import Tables

extension Summary {
  /// The median absolute deviation: the median of the distances of the values from their median, without a factor.
  ///
  /// - Returns: `nil` if there is no value.
  /// - Complexity: O(*n*) by selection; O(*distinct*) for values that are counted.
  /// - Source: F. R. Hampel, Journal of the American Statistical Association 69 (1974), pp. 383-393.
  mutating func medianDeviation() -> Double? {
    let middle = ((count - 1) / 2, count / 2)
    switch (distribution.values, point(at: 0.5)) {
    case (.counts(let least, let counts), .quarters(let quarters)):
      // The median is a whole or a half mantissa.
      let doubled = deviations(from: quarters / 2 - 2 * Int128(least), in: counts, at: middle)
      return distribution.quotient(Int128(doubled.0) + Int128(doubled.1), by: 4)
    case (.mantissas(let mantissas), .quarters(let quarters)):
      guard let center = Int64(exactly: quarters / 2), hasNarrowRange else {
        let center = Double(quarters) / 4
        return median(of: mantissas.map { (Double($0) - center).magnitude }, at: middle).map {
          $0 / distribution.unit
        }
      }
      let keys = OrderedKeys(mantissas.map { (($0 &* 2) &- center).magnitude })
      let doubled = keys.keys(at: [middle.0, middle.1])
      return distribution.quotient(Int128(doubled[0]) + Int128(doubled[1]), by: 4)
    case (.doubles(let doubles), .number(let center)):
      return median(of: doubles.map { ($0 - center).magnitude }, at: middle)
    default: return nil
    }
  }

  /// Whether twice a mantissa, and twice the distance of two, fit 64 bits.
  private var hasNarrowRange: Bool {
    mutating get {
      guard case .mantissas(let range) = extremes else { return false }
      return range.lowerBound >= -(1 << 60) && range.upperBound <= 1 << 60
    }
  }

  private func median(of deviations: [Double], at ranks: (Int, Int)) -> Double? {
    let middle = OrderedKeys(doubles: deviations).keys(at: [ranks.0, ranks.1])
    let (low, high) = (OrderedKeys.double(of: middle[0]), OrderedKeys.double(of: middle[1]))
    return low + (high - low) / 2
  }

  /// Twice the deviations of counted values, at two places of their order: the next smaller one is always at one of two ends that move
  /// away from the center.
  ///
  /// - Parameter center: twice the center, counted from the first place.
  private func deviations(
    from center: Int128, in counts: [Int], at ranks: (Int, Int)
  ) -> (Int, Int) {
    let center = Int(center)
    var (left, right) = (center / 2, center / 2 + 1)
    var (found, seen) = ([Int](), 0)
    while found.count < 2 {
      let toLeft = left >= 0 ? center - 2 * left : Int.max
      let toRight = right < counts.count ? 2 * right - center : Int.max
      let isLeft = toLeft <= toRight
      seen += counts[isLeft ? left : right]
      while found.count < 2, (found.isEmpty ? ranks.0 : ranks.1) < seen {
        found.append(isLeft ? toLeft : toRight)
      }
      if isLeft { left -= 1 } else { right += 1 }
    }
    return (found[0], found[1])
  }
}
