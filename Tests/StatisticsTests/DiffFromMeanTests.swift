import Testing

@testable import Statistics

struct DiffFromMeanTests {
  private func survey(_ means: KeyValuePairs<String, Double?>) throws -> Survey {
    try NaiveSurvey(
      rows: means.map { state, value in
        .init(question: "Q", state: state, value: value, category: "c", stratum: "s", year: 2011)
      }
    ).survey()
  }

  @Test func `each state is taken from the mean over all rows, in the order of the means`() throws {
    let survey = try survey(["Ohio": 6, "Guam": 1, "Ohio": 8, "Iowa": nil])
    let asked = try survey.question(SurveyInquiry(.diffFromMean, question: "Q"))
    #expect(
      try survey.diffFromMean(asked) == [
        SurveyAnswer.Entry(key: "Guam", mean: 4), SurveyAnswer.Entry(key: "Ohio", mean: -2),
      ])
  }

  @Test func `one state's difference is the same as among all`() throws {
    let survey = try survey(["Ohio": 6, "Guam": 1, "Ohio": 8])
    let asked = try survey.question(
      SurveyInquiry(.stateDiffFromMean, question: "Q", state: "Ohio"))
    #expect(try survey.stateDiffFromMean(asked) == SurveyAnswer.Entry(key: "Ohio", mean: -2))
  }

  @Test func `a question that nobody answered has no differences`() throws {
    let survey = try survey(["Iowa": nil])
    let asked = try survey.question(SurveyInquiry(.diffFromMean, question: "Q"))
    #expect(try survey.diffFromMean(asked).isEmpty)
  }
}
