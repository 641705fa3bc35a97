internal import Tables

extension Summary {
  /// The greatest number of values that are looked through for equal ones: that takes room for as many keys again.
  static let distinctLimit = 1 << 27

  /// Whether the values can be sorted, where they are not counted anyway.
  var isSortable: Bool {
    if case .counts = distribution.values { true } else { count <= Self.distinctLimit }
  }

  /// How many different values there are, exactly; undefined for more than `distinctLimit` values that are not counted.
  mutating func countDistinct() -> MeasureValue {
    guard isSortable else { return .undefined }
    if case .counts(_, let counts) = distribution.values {
      return .integer(Int64(counts.reduce(0) { $0 + ($1 == 0 ? 0 : 1) }))
    }
    return .integer(Int64(keys.frequencies()?.distinctCount ?? 0))
  }
}
