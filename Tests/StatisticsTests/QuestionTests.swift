import Statistics
import Tables
import Testing

struct QuestionTests {
  private func survey() throws -> Survey {
    try NaiveSurvey(rows: [
      .init(
        question: "Percent of adults", state: "Ohio", value: 1, category: "a", stratum: "b",
        year: 2011),
      .init(
        question: "Percent of children", state: "New York", value: 2, category: "", stratum: "b",
        year: 2012),
    ]).survey()
  }

  @Test(arguments: [
    ("Percent of adult", "Percent of adults"), ("percent of ADULTS", "Percent of adults"),
    ("Percent of chldren", "Percent of children"),
  ])
  func `an unknown question is told the nearest`(asked: String, nearest: String) throws {
    let survey = try survey()
    #expect(throws: QuestionFailure.unknownQuestion(asked, nearest: nearest)) {
      try survey.question(SurveyInquiry(.statesMean, question: asked))
    }
  }

  @Test func `what is like nothing gets no suggestion but the place of the list`() throws {
    let survey = try survey()
    let failure = #expect(throws: QuestionFailure.self) {
      try survey.question(SurveyInquiry(.statesMean, question: "xyz"))
    }
    #expect(
      failure?.sentence == "Unknown question \"xyz\"; GET /api/questions lists the known ones")
    #expect(throws: QuestionFailure.unknownQuestion("", nearest: nil)) {
      try survey.question(SurveyInquiry(.statesMean, question: ""))
    }
  }

  @Test func `an unknown state is told the nearest and a silent one that it is silent`() throws {
    let survey = try survey()
    let unknown = #expect(throws: QuestionFailure.self) {
      try survey.question(
        SurveyInquiry(.stateMean, question: "Percent of adults", state: "New Yrok"))
    }
    #expect(unknown?.sentence == "Unknown state \"New Yrok\"; did you mean \"New York\"?")
    let silent = #expect(throws: QuestionFailure.self) {
      try survey.question(
        SurveyInquiry(.stateMean, question: "Percent of adults", state: "New York"))
    }
    #expect(silent?.sentence == "New York has no value for this question")
  }

  @Test func `a statistic about one state wants a state, the others take none`() throws {
    let survey = try survey()
    for statistic in SurveyStatistic.allCases {
      let asked = SurveyInquiry(statistic, question: "Percent of adults")
      if statistic.asksOneState {
        #expect(throws: QuestionFailure.stateMissing) { try survey.question(asked) }
      } else {
        #expect(throws: Never.self) { try survey.question(asked) }
      }
    }
    #expect(QuestionFailure.stateMissing.sentence == "Missing field 'state'")
  }

  @Test func `a question keeps its words, and knows those that do not count`() throws {
    let survey = try survey()
    func canonical(_ asked: SurveyInquiry) throws -> SurveyInquiry {
      let question = try survey.question(asked)
      #expect(question.asked == asked)
      return question.canonical
    }
    let text = "Percent of adults"
    let everywhere = SurveyInquiry(
      .globalMean, question: text, state: "Ohio", fromYear: 2011, toYear: 2012, better: .low)
    #expect(
      try canonical(everywhere)
        == SurveyInquiry(.globalMean, question: text, fromYear: 2011, toYear: 2012))
    let one = SurveyInquiry(.stateMean, question: text, state: "Ohio", better: .high)
    #expect(try canonical(one) == SurveyInquiry(.stateMean, question: text, state: "Ohio"))
    for statistic in [SurveyStatistic.best5, .worst5] {
      #expect(try canonical(SurveyInquiry(statistic, question: text)).better == .high)
      #expect(try canonical(SurveyInquiry(statistic, question: text, better: .low)).better == .low)
    }
    // What does not change the canonical words does not change the answer.
    for statistic in SurveyStatistic.allCases {
      let answers = try Better.allCases.map { better in
        let asked = SurveyInquiry(statistic, question: text, state: "Ohio", better: better)
        return try survey.answer(survey.question(asked))
      }
      if try canonical(SurveyInquiry(statistic, question: text, state: "Ohio")).better == nil {
        #expect(answers[0] == answers[1])
      }
    }
  }

  @Test func `years that are reversed are refused`() throws {
    let survey = try survey()
    let asked = SurveyInquiry(
      .statesMean, question: "Percent of adults", fromYear: 2013, toYear: 2012)
    let failure = #expect(throws: QuestionFailure.self) { try survey.question(asked) }
    #expect(failure?.sentence == "'from_year' 2013 lies after 'to_year' 2012")
  }

  @Test func `years of a survey that has none are refused`() throws {
    let csv =
      "Question,LocationDesc,Data_Value,StratificationCategory1,Stratification1\nQ,Ohio,1,a,b\n"
    var options = CSVOptions()
    options.types = Survey.columnTypes
    let survey = try Survey(CSVLoader.load(Array(csv.utf8), options, on: .single).table)
    let failure = #expect(throws: QuestionFailure.self) {
      try survey.question(SurveyInquiry(.statesMean, question: "Q", fromYear: 2013))
    }
    #expect(failure?.sentence.contains("YearStart") == true)
  }

  @Test func `low is good for five questions and high for all others`() {
    #expect(
      Better(forQuestion: "Percent of adults who engage in no leisure-time physical activity")
        == .low)
    #expect(
      Better(
        forQuestion: "Percent of adults who report consuming vegetables less than one time daily")
        == .low)
    #expect(
      Better(
        forQuestion:
          "Percent of adults who engage in muscle-strengthening activities on 2 or more days a week"
      )
        == .high)
  }
}
