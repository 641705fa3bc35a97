internal import Tables

extension Survey {
  /// The mean over all rows of the question; `nil` if none has a value.
  ///
  /// Every row counts once, so it is not the mean of the states' means. A row that names no state counts as well.
  func globalMean(
    _ asked: SurveyQuestion, on lanes: Lanes = .single
  ) throws(Cancelled) -> Double? {
    try moments(asked, on: lanes).overallMean
  }
}
