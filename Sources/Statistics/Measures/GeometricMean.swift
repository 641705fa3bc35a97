internal import Tables

extension Summary {
  /// The root of the product of all values, of the degree of their number; `nil` unless all are greater than 0.
  ///
  /// - Source: NIST Dataplot Reference Manual 2, Geometric Mean.
  mutating func geometricMean() -> Double? {
    guard let extremes, extremes.isPositive else { return nil }
    var product = ScaledProduct()
    switch distribution.values {
    case .counts(let least, let counts):
      for (place, count) in counts.enumerated() where count != 0 {
        product.multiply(by: Double(least + Int64(place)), power: count)
      }
    case .mantissas(let mantissas):
      for mantissa in mantissas { product.multiply(by: Double(mantissa)) }
    case .doubles(let doubles):
      for double in doubles { product.multiply(by: double) }
    }
    return product.root(count) / distribution.unit
  }
}
