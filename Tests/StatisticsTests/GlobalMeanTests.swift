import Testing

@testable import Statistics

struct GlobalMeanTests {
  private func survey(_ means: KeyValuePairs<String, Double?>) throws -> Survey {
    try NaiveSurvey(
      rows: means.map { state, value in
        .init(question: "Q", state: state, value: value, category: "c", stratum: "s", year: 2011)
      }
    ).survey()
  }

  private func globalMean(_ survey: Survey) throws -> Double? {
    try survey.globalMean(try survey.question(SurveyInquiry(.globalMean, question: "Q")))
  }

  @Test func `every row counts once, so it is not the mean of the states' means`() throws {
    #expect(try globalMean(survey(["Ohio": 1, "Ohio": 2, "Ohio": 3, "Guam": 10])) == 4)
  }

  @Test func `rows without a value count for nothing, and without any there is no mean`() throws {
    #expect(try globalMean(survey(["Ohio": 2, "Guam": nil])) == 2)
    #expect(try globalMean(survey(["Guam": nil])) == nil)
  }

  @Test func `a row that names no state counts, and states are measured against it`() throws {
    let survey = try survey(["": 2, "Ohio": 3, "Guam": 7])
    #expect(try globalMean(survey) == 4)
    #expect(survey.knownQuestions.map(\.rowCount) == [3])
    #expect(survey.knownStates == ["Guam", "Ohio"])
    let all = try survey.answer(survey.question(SurveyInquiry(.diffFromMean, question: "Q")))
    #expect(all.entries == [.init(key: "Ohio", mean: 1), .init(key: "Guam", mean: -3)])
    let one = try survey.answer(
      survey.question(SurveyInquiry(.stateDiffFromMean, question: "Q", state: "Ohio")))
    #expect(one.entries == [.init(key: "Ohio", mean: 1)])
  }
}
