internal import Tables

/// One of the nine statistics of a survey. Raw values are the names in URLs.
package enum SurveyStatistic: String, CaseIterable, Sendable {
  /// The mean of each state, ascending.
  case statesMean = "states_mean"
  /// The mean of one state.
  case stateMean = "state_mean"
  /// The five states with the best means, best first.
  case best5
  /// The five states with the worst means, worst first.
  case worst5
  /// The mean over all rows.
  case globalMean = "global_mean"
  /// For each state, how far the mean over all rows lies above its own.
  case diffFromMean = "diff_from_mean"
  /// The same for one state.
  case stateDiffFromMean = "state_diff_from_mean"
  /// The mean of each state, category and stratum.
  case meanByCategory = "mean_by_category"
  /// The mean of each category and stratum of one state.
  case stateMeanByCategory = "state_mean_by_category"

  /// Whether the question names a state.
  package var asksOneState: Bool {
    switch self {
    case .stateMean, .stateDiffFromMean, .stateMeanByCategory: true
    case .statesMean, .best5, .worst5, .globalMean, .diffFromMean, .meanByCategory: false
    }
  }

  /// Whether the answer depends on which end of the scale is the good one.
  package var ranksStates: Bool {
    switch self {
    case .best5, .worst5: true
    case .statesMean, .stateMean, .globalMean, .diffFromMean, .stateDiffFromMean, .meanByCategory,
      .stateMeanByCategory:
      false
    }
  }
}

/// Which end of a question's scale is the good one.
package enum Better: String, Sendable, CaseIterable {
  case low, high

  /// The good end for a question of the CDC's table.
  ///
  /// Low is good for five questions, those that ask for overweight, obesity, inactivity and too little fruit or vegetables; high for
  /// all others.
  package init(forQuestion text: String) {
    self = Self.lowIsGood.contains(text) ? .low : .high
  }

  private static let lowIsGood: Set<String> = [
    "Percent of adults aged 18 years and older who have an overweight classification",
    "Percent of adults aged 18 years and older who have obesity",
    "Percent of adults who engage in no leisure-time physical activity",
    "Percent of adults who report consuming fruit less than one time daily",
    "Percent of adults who report consuming vegetables less than one time daily",
  ]
}

/// What a client asks, in its own words; `Survey.question(_:)` checks them against the table.
package struct SurveyInquiry: Equatable, Sendable {
  /// What is computed.
  package var statistic: SurveyStatistic
  /// The question as the survey words it.
  package var question: String
  /// The state, for the statistics that are about one.
  package var state: String?
  /// The first year whose rows count; `nil` for no bound.
  package var fromYear: Int?
  /// The last year whose rows count; `nil` for no bound.
  package var toYear: Int?
  /// Which end is the good one; `nil` for what the CDC's question implies.
  package var better: Better?

  package init(
    _ statistic: SurveyStatistic, question: String, state: String? = nil, fromYear: Int? = nil,
    toYear: Int? = nil, better: Better? = nil
  ) {
    self.statistic = statistic
    self.question = question
    self.state = state
    self.fromYear = fromYear
    self.toYear = toYear
    self.better = better
  }
}

/// A question that has been checked: it names codes of its survey and can be answered at any time later.
package struct SurveyQuestion: Equatable, Sendable {
  /// The words in which it was asked. They hold for every survey, the codes for this one alone.
  package let asked: SurveyInquiry
  let question: Int
  let state: Int?
  let better: Better

  /// What is computed.
  package var statistic: SurveyStatistic { asked.statistic }
  var fromYear: Int? { asked.fromYear }
  var toYear: Int? { asked.toYear }

  /// The same words for all questions of one survey that have equal answers, and others for others: what the statistic does not look at
  /// is left out.
  package var canonical: SurveyInquiry {
    var canonical = asked
    if !statistic.asksOneState { canonical.state = nil }
    canonical.better = statistic.ranksStates ? better : nil
    return canonical
  }
}

/// Why a question has no answer. Every case carries what the asker needs to mend the question.
package enum QuestionFailure: Error, Equatable, Sendable {
  /// No row of the survey bears this question.
  case unknownQuestion(String, nearest: String?)
  /// No row of the survey bears this state.
  case unknownState(String, nearest: String?)
  /// The question is known, but this state reported nothing for it.
  case silentState(String)
  /// The statistic is about one state, and none is named.
  case stateMissing
  /// Years were asked for, but the survey has no columns `YearStart` and `YearEnd` of whole numbers.
  case yearsUnknown
  /// The first year lies after the last.
  case yearsReversed(from: Int, to: Int)
  /// The state has values for the question, but none in these years.
  case silentYears(state: String, from: Int?, to: Int?)
  /// Nobody wants the answer any more.
  case cancelled
}

extension Survey {
  /// Checks what a client asks against the table.
  ///
  /// - Throws: `QuestionFailure`, with the nearest known name for an unknown one.
  /// - Complexity: O(1) for known names; O(names x length squared) to find the nearest.
  package func question(_ asked: SurveyInquiry) throws(QuestionFailure) -> SurveyQuestion {
    guard let question = questions.code(of: asked.question) else {
      throw .unknownQuestion(
        asked.question, nearest: nearestName(to: asked.question, in: questions))
    }
    let state = try stateCode(asked, question: question)
    try checkYears(from: asked.fromYear, to: asked.toYear)
    return SurveyQuestion(
      asked: asked, question: question, state: state,
      better: asked.better ?? Better(forQuestion: asked.question))
  }

  private func stateCode(
    _ asked: SurveyInquiry, question: Int
  ) throws(QuestionFailure) -> Int? {
    guard asked.statistic.asksOneState else { return nil }
    guard let name = asked.state else { throw .stateMissing }
    guard let state = locations.code(of: name) else {
      throw .unknownState(name, nearest: nearestName(to: name, in: locations))
    }
    if rowCount(question: question, location: state) == 0 { throw .silentState(name) }
    return state
  }

  private func checkYears(from: Int?, to: Int?) throws(QuestionFailure) {
    guard from != nil || to != nil else { return }
    if years == nil { throw .yearsUnknown }
    if let from, let to, from > to { throw .yearsReversed(from: from, to: to) }
  }
}
