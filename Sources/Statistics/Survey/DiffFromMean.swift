internal import Tables

extension Survey {
  /// For each state the mean over all rows less its own mean, in the order of `statesMean`.
  func diffFromMean(
    _ asked: SurveyQuestion, on lanes: Lanes = .single
  ) throws(Cancelled) -> [SurveyAnswer.Entry] {
    let global = try globalMean(asked, on: lanes) ?? 0
    return try statesMean(asked, on: lanes).map { state in
      SurveyAnswer.Entry(key: state.key, mean: state.mean.map { global - $0 })
    }
  }

  /// The same for the one state that is asked for.
  func stateDiffFromMean(
    _ asked: SurveyQuestion, on lanes: Lanes = .single
  ) throws(QuestionFailure) -> SurveyAnswer.Entry {
    let moments = try stateMoments(asked, on: lanes)
    var entry = try stateMean(asked, moments)
    if let global = moments.overallMean, let own = entry.mean { entry.mean = global - own }
    return entry
  }
}
