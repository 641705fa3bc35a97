internal import Tables

extension Summary {
  /// The number of values over the sum of their reciprocals; `nil` unless all are greater than 0.
  ///
  /// Reciprocals are taken as shares of the greatest, so that none is infinite.
  ///
  /// - Source: NIST Dataplot Reference Manual 2, Harmonic Mean.
  mutating func harmonicMean() -> Double? {
    guard let extremes, extremes.isPositive else { return nil }
    var sum = NeumaierSum()
    let least: Double
    switch (distribution.values, extremes) {
    case (.counts(let first, let counts), _):
      least = Double(first)
      for (place, count) in counts.enumerated() where count != 0 {
        sum.add(least / Double(first + Int64(place)) * Double(count))
      }
    case (.mantissas(let mantissas), .mantissas(let range)):
      least = Double(range.lowerBound)
      for mantissa in mantissas { sum.add(least / Double(mantissa)) }
    case (.doubles(let doubles), .doubles(let range)):
      least = range.lowerBound
      for double in doubles { sum.add(least / double) }
    default: return nil
    }
    return least * (Double(count) / sum.value) / distribution.unit
  }
}
