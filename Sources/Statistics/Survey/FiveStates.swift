internal import Tables

extension Survey {
  /// The five states with the best means, best first, ties by name; all of them where there are fewer.
  func best5(
    _ asked: SurveyQuestion, on lanes: Lanes = .single
  ) throws(Cancelled) -> [SurveyAnswer.Entry] {
    try five(asked, from: asked.better, on: lanes)
  }

  /// The five states with the worst means, worst first, ties by name; all of them where there are fewer.
  func worst5(
    _ asked: SurveyQuestion, on lanes: Lanes = .single
  ) throws(Cancelled) -> [SurveyAnswer.Entry] {
    try five(asked, from: asked.better == .low ? .high : .low, on: lanes)
  }

  private func five(
    _ asked: SurveyQuestion, from end: Better, on lanes: Lanes
  ) throws(Cancelled) -> [SurveyAnswer.Entry] {
    var ranked = try statesMean(asked, on: lanes)
    if end == .high { try ranked.sort(on: lanes) { $0.precedes($1, by: >) } }
    return Array(ranked.prefix(5))
  }
}
