import Testing

@testable import Statistics

struct StatesMeanTests {
  private func survey(_ means: KeyValuePairs<String, Double?>) throws -> Survey {
    try NaiveSurvey(
      rows: means.map { state, value in
        .init(question: "Q", state: state, value: value, category: "c", stratum: "s", year: 2011)
      }
    ).survey()
  }

  private func statesMean(_ survey: Survey) throws -> [SurveyAnswer.Entry] {
    try survey.statesMean(try survey.question(SurveyInquiry(.statesMean, question: "Q")))
  }

  @Test func `states ascend by mean, and silent ones are left out`() throws {
    let entries = try statesMean(
      survey(["Ohio": 3, "Guam": 1, "Iowa": nil, "Maine": 2, "Ohio": 0]))
    #expect(entries.map(\.key) == ["Guam", "Ohio", "Maine"])
    #expect(entries.map(\.mean) == [1, 1.5, 2])
  }

  /// An e with its accent as a letter of its own comes before z by its bytes, and behind it in the order of Swift's strings.
  @Test func `ties go by the bytes of the name`() throws {
    let entries = try statesMean(survey(["z": 1, "e\u{301}": 1, "\u{E9}": 1, "B": 1, "a": 1]))
    #expect(
      entries.map { Array($0.key.utf8) }
        == ["B", "a", "e\u{301}", "z", "\u{E9}"].map { Array($0.utf8) })
  }

  @Test func `the mean of one state is its own alone`() throws {
    let survey = try survey(["Ohio": 3, "Guam": 1, "Ohio": 4])
    let asked = try survey.question(SurveyInquiry(.stateMean, question: "Q", state: "Ohio"))
    #expect(try survey.stateMean(asked) == SurveyAnswer.Entry(key: "Ohio", mean: 3.5))
  }
}
