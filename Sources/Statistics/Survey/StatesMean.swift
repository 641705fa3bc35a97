internal import Tables

extension Survey {
  /// The mean of each state that has a value, ascending by mean, ties by the bytes of the name.
  func statesMean(_ asked: SurveyQuestion) -> [SurveyAnswer.Entry] {
    entries(moments(asked)).sorted { $0.precedes($1, by: <) }
  }

  /// The mean of the one state that is asked for.
  func stateMean(_ asked: SurveyQuestion) throws(QuestionFailure) -> SurveyAnswer.Entry {
    try stateMean(asked, moments(asked))
  }

  /// The rows of the question, grouped by state.
  func moments(_ asked: SurveyQuestion) -> GroupedMoments {
    GroupedMoments(of: value, by: [location], in: rows(of: asked))
  }

  func stateMean(
    _ asked: SurveyQuestion, _ moments: GroupedMoments
  ) throws(QuestionFailure) -> SurveyAnswer.Entry {
    guard let state = asked.state else { throw .stateMissing }
    guard let mean = moments.mean(at: state) else { throw silence(of: state, asked) }
    return SurveyAnswer.Entry(key: locations.word(state), mean: mean)
  }

  private func entries(_ moments: GroupedMoments) -> [SurveyAnswer.Entry] {
    (0..<locations.count).compactMap { state in
      moments.mean(at: state).map { SurveyAnswer.Entry(key: locations.word(state), mean: $0) }
    }
  }
}
