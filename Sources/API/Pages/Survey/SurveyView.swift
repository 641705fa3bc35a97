internal import Statistics
internal import Tables

/// The answer to what was chosen, and what it is compared with.
struct SurveyView: Sendable {
  /// States with their values, the best first, or means by category.
  enum Content: Sendable {
    case ranking([RankingChart.Entry])
    case strata([StratumMean])
  }

  let choice: SurveyChoice
  let content: Content
  /// The mean over all rows.
  let overall: Double?

  /// Answers a choice with the routines that jobs use.
  init(_ choice: SurveyChoice, _ survey: Survey, on lanes: Lanes) throws(QuestionFailure) {
    self.choice = choice
    let asked = try survey.question(choice.inquiry())
    let global = try survey.question(choice.inquiry(.globalMean))
    overall = try survey.answer(global, on: lanes).entries.first?.mean
    switch choice.statistic {
    case .meanByCategory, .stateMeanByCategory:
      content = .strata(try survey.stratumMeans(asked, on: lanes))
    case .best5, .worst5:
      content = .ranking(Self.ranking(try survey.answer(asked, on: lanes).entries, nil))
    case .statesMean, .stateMean, .globalMean:
      let all = try survey.question(choice.inquiry(.statesMean))
      var entries = try survey.answer(all, on: lanes).entries
      if choice.goodEnd == .high { entries.reverse() }
      content = .ranking(Self.ranking(entries, choice.chosenState))
    case .diffFromMean, .stateDiffFromMean:
      let all = try survey.question(choice.inquiry(.diffFromMean))
      // In the order of means, ascending: what is far above the mean of a state comes first.
      var entries = try survey.answer(all, on: lanes).entries
      if choice.goodEnd == .high { entries.reverse() }
      content = .ranking(Self.ranking(entries, choice.chosenState))
    }
    // A state without a value is a mistake, as it is for a job.
    if choice.statistic.asksOneState { _ = try survey.answer(asked, on: lanes) }
  }

  private static func ranking(
    _ entries: [SurveyAnswer.Entry], _ chosen: String?
  ) -> [RankingChart.Entry] {
    entries.compactMap { entry in
      entry.mean.map {
        RankingChart.Entry(name: entry.key, value: $0, isChosen: entry.key == chosen)
      }
    }
  }

  /// What a value is.
  var valueName: String { choice.statistic.isDifference ? "Difference from the mean" : "Mean" }

  /// The chart of a ranking.
  func chart(_ entries: [RankingChart.Entry]) -> RankingChart {
    RankingChart(
      title: choice.question, nameTitle: AxisTitle("State"), valueTitle: AxisTitle(valueName),
      entries: entries,
      reference: comparison.map { RankingChart.Reference(name: "All rows", value: $0) })
  }

  /// The mean over all rows, where values can be compared with it.
  var comparison: Double? { choice.statistic.isDifference ? nil : overall }
}

extension SurveyChoice {
  fileprivate var chosenState: String? { statistic.asksOneState ? state : nil }
}

extension SurveyStatistic {
  fileprivate var isDifference: Bool { self == .diffFromMean || self == .stateDiffFromMean }
}
