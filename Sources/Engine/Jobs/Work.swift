package import Statistics

/// What a job computes.
package enum Work: Equatable, Sendable {
  /// A question to the survey.
  case survey(SurveyQuestion)
}
