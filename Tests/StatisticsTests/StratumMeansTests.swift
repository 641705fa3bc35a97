import Testing

@testable import Statistics

struct StratumMeansTests {
  private func survey(_ rows: [(String, String, String, Double?)]) throws -> Survey {
    try NaiveSurvey(
      rows: rows.map { state, category, stratum, value in
        .init(
          question: "Q", state: state, value: value, category: category, stratum: stratum,
          year: 2011)
      }
    ).survey()
  }

  private let rows: [(String, String, String, Double?)] = [
    ("Ohio", "Sex", "f", 1), ("Guam", "Sex", "f", 2), ("Ohio", "Age", "9", 3),
    ("Ohio", "Sex", "f", 5),
    ("Ohio", "", "f", 7), ("Ohio", "Sex", "m", nil),
  ]

  @Test func `strata stand by category, stratum and location`() throws {
    let survey = try survey(rows)
    let asked = try survey.question(SurveyInquiry(.meanByCategory, question: "Q"))
    #expect(
      try survey.stratumMeans(asked) == [
        StratumMean(location: "Ohio", category: "Age", stratum: "9", mean: 3),
        StratumMean(location: "Guam", category: "Sex", stratum: "f", mean: 2),
        StratumMean(location: "Ohio", category: "Sex", stratum: "f", mean: 3),
      ])
  }

  @Test func `they are what a job answers`() throws {
    let survey = try survey(rows)
    let asked = try survey.question(SurveyInquiry(.meanByCategory, question: "Q"))
    let means = try survey.stratumMeans(asked).map { mean in
      SurveyAnswer.Entry(
        key: pythonTuple([mean.location, mean.category, mean.stratum]), mean: mean.mean)
    }
    #expect(
      means.sorted { $0.key < $1.key }
        == (try survey.answer(asked).entries).sorted { $0.key < $1.key })
  }

  @Test func `a question about one state has its strata alone`() throws {
    let survey = try survey(rows)
    let asked = try survey.question(
      SurveyInquiry(.stateMeanByCategory, question: "Q", state: "Guam"))
    #expect(try survey.stratumMeans(asked).map(\.location) == ["Guam"])
    #expect(survey.knowsYears)
  }
}
