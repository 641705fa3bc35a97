extension Survey {
  /// The five states with the best means, best first, ties by name; all of them where there are fewer.
  func best5(_ asked: SurveyQuestion) -> [SurveyAnswer.Entry] {
    five(asked, from: asked.better)
  }

  /// The five states with the worst means, worst first, ties by name; all of them where there are fewer.
  func worst5(_ asked: SurveyQuestion) -> [SurveyAnswer.Entry] {
    five(asked, from: asked.better == .low ? .high : .low)
  }

  private func five(_ asked: SurveyQuestion, from end: Better) -> [SurveyAnswer.Entry] {
    let ascending = statesMean(asked)
    let ranked =
      switch end {
      case .low: ascending
      case .high: ascending.sorted { $0.precedes($1, by: >) }
      }
    return Array(ranked.prefix(5))
  }
}
