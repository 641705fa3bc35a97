extension Stage {
  /// Every stage there is, in the order in which they are told.
  package static let all = [
    explanation, yearlyComparison, univariateAnomaly, cellAnomaly, profile,
  ]
}
