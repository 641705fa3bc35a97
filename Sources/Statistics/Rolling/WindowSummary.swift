/// What belongs together of the events of a range: all of it is of the same events.
package struct WindowSummary: Equatable, Sendable {
  /// How many events there are.
  package let count: Int
  /// The least value; `nil` if there is no event. So are all that follow.
  package let min: Double?
  package let max: Double?
  /// The sum of the values; `nil` also where it is beyond the doubles.
  package let sum: Double?
  /// The sum over the count, between the least and the greatest value.
  package let mean: Double?
  /// The mean of the squared deviations from the mean; `nil` also where it is beyond the doubles.
  package let populationVariance: Double?
  /// The root of the variance, known also where the variance itself is beyond the doubles.
  package let populationStandardDeviation: Double?

  init(_ sums: WindowSums) {
    func known(_ number: Double) -> Double? {
      sums.count > 0 && number.isFinite ? number : nil
    }
    count = sums.count
    min = known(sums.min)
    max = known(sums.max)
    sum = known(sums.sum)
    mean = known(sums.mean)
    populationVariance = known(sums.populationVariance)
    populationStandardDeviation = known(sums.populationStandardDeviation)
  }
}
