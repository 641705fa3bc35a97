package import Statistics

/// What a job computes.
///
/// It is boxed: the ledger has a place for every number of a block, and most of them hold no work.
package indirect enum Work: Equatable, Sendable {
  /// A question to the survey.
  case survey(SurveyQuestion)
}
