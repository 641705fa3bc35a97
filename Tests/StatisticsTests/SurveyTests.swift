import Tables
import Testing

@testable import Statistics

struct SurveyTests {
  @Test func `a table without the columns is no survey and the missing ones are named`() throws {
    let table = try CSVLoader.load(Array("Question,Year\nQ,1\n".utf8), CSVOptions(), on: .single)
      .table
    #expect(
      throws: SurveyFailure.missingColumns(
        ["LocationDesc", "Data_Value", "StratificationCategory1", "Stratification1"],
        found: ["Question", "Year"])
    ) { try Survey(table) }
  }

  @Test func `known questions and states are sorted and rows with a value are counted`() throws {
    let survey = try NaiveSurvey(rows: [
      .init(question: "b", state: "Ohio", value: 1, category: "", stratum: "", year: 2011),
      .init(question: "a", state: "Guam", value: nil, category: "", stratum: "", year: 2011),
      .init(question: "b", state: "Guam", value: 3, category: "", stratum: "", year: 2011),
    ]).survey()
    #expect(survey.rowCount == 3)
    #expect(survey.knownQuestions.map(\.text) == ["a", "b"])
    #expect(survey.knownQuestions.map(\.rowCount) == [0, 2])
    #expect(survey.knownStates == ["Guam", "Ohio"])
  }

  @Test func `a survey without rows knows nothing`() throws {
    let survey = try NaiveSurvey(rows: []).survey()
    #expect(survey.knownQuestions.isEmpty)
    #expect(survey.knownStates.isEmpty)
    #expect(throws: QuestionFailure.unknownQuestion("Q", nearest: nil)) {
      try survey.question(SurveyInquiry(.globalMean, question: "Q"))
    }
  }

  @Test func `a survey with as many questions and states as rows costs no more than its rows`()
    throws
  {
    let survey = try NaiveSurvey(
      rows: (0..<20_000).map { place in
        .init(
          question: "q\(place)", state: "s\(place)", value: Double(place), category: "",
          stratum: "", year: 2011)
      }
    ).survey()
    let asked = try survey.question(SurveyInquiry(.stateMean, question: "q19999", state: "s19999"))
    #expect(try survey.answer(asked).entries == [.init(key: "s19999", mean: 19_999)])
    #expect(throws: QuestionFailure.silentState("s1")) {
      try survey.question(SurveyInquiry(.stateMean, question: "q2", state: "s1"))
    }
    #expect(survey.knownQuestions.count == 20_000)
  }
}
