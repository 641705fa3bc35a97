internal import Tables

extension Survey {
  /// For each state the mean over all rows less its own mean, in the order of `statesMean`.
  func diffFromMean(_ asked: SurveyQuestion) -> [SurveyAnswer.Entry] {
    let global = globalMean(asked) ?? 0
    return statesMean(asked).map { state in
      SurveyAnswer.Entry(key: state.key, mean: state.mean.map { global - $0 })
    }
  }

  /// The same for the one state that is asked for.
  func stateDiffFromMean(_ asked: SurveyQuestion) throws(QuestionFailure) -> SurveyAnswer.Entry {
    let moments = moments(asked)
    var entry = try stateMean(asked, moments)
    if let global = moments.overallMean, let own = entry.mean { entry.mean = global - own }
    return entry
  }
}
