import Testing

@testable import Statistics

struct MeanByCategoryTests {
  private func survey(_ rows: [(String, String, String, Double?)]) throws -> Survey {
    try NaiveSurvey(
      rows: rows.map { state, category, stratum, value in
        .init(
          question: "Q", state: state, value: value, category: category, stratum: stratum,
          year: 2011)
      }
    ).survey()
  }

  @Test func `keys are sorted by their bytes, whatever the order of the rows`() throws {
    let survey = try survey([
      ("b", "x", "2", 1), ("a", "x", "10", 2), ("B", "x", "1", 3), ("a", "x", "10", 4),
      ("it's", "x", "1", 5),
    ])
    let asked = try survey.question(SurveyInquiry(.meanByCategory, question: "Q"))
    #expect(
      try survey.meanByCategory(asked) == [
        .init(key: #"("it's", 'x', '1')"#, mean: 5), .init(key: "('B', 'x', '1')", mean: 3),
        .init(key: "('a', 'x', '10')", mean: 3), .init(key: "('b', 'x', '2')", mean: 1),
      ])
  }

  @Test func `rows without category, stratum or value are left out`() throws {
    let survey = try survey([
      ("Ohio", "", "s", 1), ("Ohio", "c", "", 2), ("Ohio", "c", "s", nil), ("Ohio", "c", "t", 3),
    ])
    let asked = try survey.question(SurveyInquiry(.meanByCategory, question: "Q"))
    #expect(try survey.meanByCategory(asked) == [.init(key: "('Ohio', 'c', 't')", mean: 3)])
  }

  @Test func `one state's strata stand under its name`() throws {
    let survey = try survey([
      ("Ohio", "c", "t", 3), ("Guam", "c", "t", 9), ("Ohio", "c", "s", 4),
    ])
    let asked = try survey.question(
      SurveyInquiry(.stateMeanByCategory, question: "Q", state: "Ohio"))
    #expect(
      try survey.stateMeanByCategory(asked)
        == SurveyAnswer(
          heading: "Ohio",
          [.init(key: "('c', 's')", mean: 4), .init(key: "('c', 't')", mean: 3)]))
  }

  @Test func `a state whose rows all lack a stratum has an empty answer`() throws {
    let survey = try survey([("Ohio", "c", "", 3)])
    let asked = try survey.question(
      SurveyInquiry(.stateMeanByCategory, question: "Q", state: "Ohio"))
    #expect(try survey.stateMeanByCategory(asked) == SurveyAnswer(heading: "Ohio", []))
  }
}
