internal import Tables

extension Survey {
  /// The mean of each state that has a value, ascending by mean, ties by the bytes of the name.
  func statesMean(
    _ asked: SurveyQuestion, on lanes: Lanes = .single
  ) throws(Cancelled) -> [SurveyAnswer.Entry] {
    var entries = try entries(moments(asked, on: lanes), on: lanes)
    try entries.sort(on: lanes) { $0.precedes($1, by: <) }
    return entries
  }

  /// The mean of the one state that is asked for.
  func stateMean(
    _ asked: SurveyQuestion, on lanes: Lanes = .single
  ) throws(QuestionFailure) -> SurveyAnswer.Entry {
    try stateMean(asked, stateMoments(asked, on: lanes))
  }

  /// The rows of the question, grouped by state.
  func moments(_ asked: SurveyQuestion, on lanes: Lanes) throws(Cancelled) -> GroupedMoments {
    try GroupedMoments(of: value, by: [location], in: rows(of: asked), on: lanes)
  }

  /// The same for a question about one state.
  func stateMoments(
    _ asked: SurveyQuestion, on lanes: Lanes
  ) throws(QuestionFailure) -> GroupedMoments {
    do throws(Cancelled) {
      return try moments(asked, on: lanes)
    } catch {
      throw .cancelled
    }
  }

  func stateMean(
    _ asked: SurveyQuestion, _ moments: GroupedMoments
  ) throws(QuestionFailure) -> SurveyAnswer.Entry {
    guard let state = asked.state else { throw .stateMissing }
    guard let mean = moments.mean(at: state) else { throw silence(of: state, asked) }
    return SurveyAnswer.Entry(key: locations.word(state), mean: mean)
  }

  private func entries(
    _ moments: GroupedMoments, on lanes: Lanes
  ) throws(Cancelled) -> [SurveyAnswer.Entry] {
    var entries: [SurveyAnswer.Entry] = []
    for state in 0..<locations.count {
      // A hostile file has as many states as rows.
      if state % (1 << 16) == 0 { try lanes.check() }
      guard let mean = moments.mean(at: state) else { continue }
      entries.append(SurveyAnswer.Entry(key: locations.word(state), mean: mean))
    }
    return entries
  }
}
