internal import Tables

extension Summary {
  /// The most frequent value; of equally frequent ones the least. Undefined for more than `distinctLimit` values that are not counted.
  mutating func mode() -> MeasureValue {
    guard count > 0, isSortable else { return .undefined }
    switch distribution.values {
    case .counts(let least, let counts):
      var best = 0
      for (place, count) in counts.enumerated() where count > counts[best] { best = place }
      return value(of: .mantissa(least + Int64(best)))
    case .mantissas:
      return (keys.frequencies()?.mode).map {
        value(of: .mantissa(OrderedKeys.mantissa(of: $0)))
      } ?? .undefined
    case .doubles:
      return (keys.frequencies()?.mode).map {
        value(of: .double(OrderedKeys.double(of: $0)))
      } ?? .undefined
    }
  }
}
