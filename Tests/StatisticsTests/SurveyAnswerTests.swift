import Foundation
import JSON
import Statistics
import Tables
import Testing

struct SurveyAnswerTests {
  private static let obesity = "Percent of adults aged 18 years and older who have obesity"

  /// The 159 rows of the CDC's table in Tests/Fixtures.
  private func realSurvey() throws -> Survey {
    let path = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    let url = URL(fileURLWithPath: "/\(path)/Fixtures/survey_real_159.csv")
    var options = CSVOptions()
    options.types = Survey.columnTypes
    return try Survey(
      CSVLoader.load(Array(try Data(contentsOf: url)), options, on: .single).table)
  }

  private func answer(_ survey: Survey, _ asked: SurveyInquiry) throws -> SurveyAnswer {
    try survey.answer(survey.question(asked))
  }

  private func isNear(_ left: Double?, _ right: Double?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return abs(left - right) <= 1e-12 * max(abs(left), abs(right), 1)
  }

  // Against the obvious way

  @Test(arguments: SurveyStatistic.allCases)
  func `an answer is that of the obvious way`(statistic: SurveyStatistic) throws {
    var generator = SplitMix(state: 42)
    for round in 0..<40 {
      let naive = NaiveSurvey.random(rowCount: [0, 1, 7, 60, 400][round % 5], &generator)
      let survey = try naive.survey()
      for asked in inquiries(statistic, naive, &generator) {
        try compare(naive, survey, asked)
      }
    }
  }

  private func inquiries(
    _ statistic: SurveyStatistic, _ naive: NaiveSurvey, _ generator: inout SplitMix
  ) -> [SurveyInquiry] {
    Set(naive.rows.map(\.question)).sorted().map { question in
      let state = naive.rows.randomElement(using: &generator)?.state
      var asked = SurveyInquiry(
        statistic, question: question, state: statistic.asksOneState ? state : nil)
      if Bool.random(using: &generator) {
        asked.fromYear = Int.random(in: 2010...2014, using: &generator)
      }
      if Bool.random(using: &generator) {
        asked.toYear = Int.random(in: 2014...2017, using: &generator)
      }
      asked.better = [nil, .low, .high].randomElement(using: &generator) ?? nil
      return asked
    }
  }

  private func compare(_ naive: NaiveSurvey, _ survey: Survey, _ asked: SurveyInquiry) throws {
    let expected = naive.answer(asked)
    if let state = asked.state {
      let rows = naive.taking(SurveyInquiry(asked.statistic, question: asked.question))
      guard rows.contains(where: { $0.state == state }) else {
        #expect(throws: QuestionFailure.silentState(state)) { try survey.question(asked) }
        return
      }
      guard naive.taking(asked).contains(where: { $0.state == state }) else {
        #expect(throws: QuestionFailure.self) { try answer(survey, asked) }
        return
      }
    }
    let found = try answer(survey, asked)
    #expect(found.heading == (asked.statistic == .stateMeanByCategory ? asked.state : nil))
    #expect(found.entries.map(\.key) == expected.map(\.key))
    for (entry, row) in zip(found.entries, expected) { #expect(isNear(entry.mean, row.mean)) }
  }

  @Test func `answers are the same bytes on any number of lanes`() throws {
    var generator = SplitMix(state: 3)
    let naive = NaiveSurvey.random(rowCount: 2000, &generator)
    let question = naive.rows[0].question
    for statistic in SurveyStatistic.allCases {
      let asked = SurveyInquiry(statistic, question: question, state: naive.rows[0].state)
      let texts = try [1, 2, 7].map { count in
        let lanes = Lanes(count: count) { pieces, body in
          DispatchQueue.concurrentPerform(iterations: pieces) { body($0) }
        }
        var writer = JSONWriter()
        try answer(naive.survey(on: lanes), asked).write(to: &writer)
        return writer.bytes
      }
      #expect(texts[0] == texts[1])
      #expect(texts[0] == texts[2])
    }
  }

  // By hand, on real rows

  @Test func `states_mean of the real rows is ascending and right`() throws {
    let entries = try answer(
      realSurvey(), SurveyInquiry(.statesMean, question: Self.obesity)
    ).entries
    #expect(entries.count == 25)
    #expect(
      entries.prefix(4).map(\.key) == ["Minnesota", "Arizona", "North Carolina", "Rhode Island"])
    #expect(isNear(entries[1].mean, 21.55))
    #expect(isNear(entries.first { $0.key == "Mississippi" }?.mean, (29.4 * 0 + 103.3) / 3))
    #expect(isNear(entries.last?.mean, 43.55))
    #expect(entries.last?.key == "Iowa")
  }

  @Test func `best5 and worst5 of the real rows know that low obesity is good`() throws {
    let survey = try realSurvey()
    #expect(
      try answer(survey, SurveyInquiry(.best5, question: Self.obesity)).entries.map(\.key) == [
        "Minnesota", "Arizona", "North Carolina", "Rhode Island", "New York",
      ])
    #expect(
      try answer(survey, SurveyInquiry(.worst5, question: Self.obesity)).entries.map(\.key) == [
        "Iowa", "Tennessee", "Wyoming", "Arkansas", "Nebraska",
      ])
    #expect(
      try answer(survey, SurveyInquiry(.best5, question: Self.obesity, better: .high))
        .entries.map(\.key) == ["Iowa", "Tennessee", "Wyoming", "Arkansas", "Nebraska"])
  }

  @Test func `global_mean and differences of the real rows are right`() throws {
    let survey = try realSurvey()
    let global = 32.23783783783784
    #expect(
      isNear(
        try answer(survey, SurveyInquiry(.globalMean, question: Self.obesity)).entries[0].mean,
        global))
    let differences = try answer(survey, SurveyInquiry(.diffFromMean, question: Self.obesity))
    #expect(differences.entries.first?.key == "Minnesota")
    #expect(isNear(differences.entries.first?.mean, global - 15.6))
    let ohio = try answer(
      survey, SurveyInquiry(.stateDiffFromMean, question: Self.obesity, state: "Ohio"))
    #expect(isNear(ohio.entries[0].mean, global - 29.4))
  }

  @Test func `means by category of the real rows have Python's keys`() throws {
    let survey = try realSurvey()
    let all = try answer(survey, SurveyInquiry(.meanByCategory, question: Self.obesity)).entries
    #expect(all.count == 35)
    #expect(all[0].key == "('Arizona', 'Race/Ethnicity', 'Asian')")
    let ohio = try answer(
      survey, SurveyInquiry(.stateMeanByCategory, question: Self.obesity, state: "Ohio"))
    var writer = JSONWriter()
    ohio.write(to: &writer)
    #expect(
      String(decoding: writer.bytes, as: UTF8.self)
        == #"{"Ohio":{"('Income', '$75,000 or greater')":29.4}}"#)
    let mean = try answer(
      survey, SurveyInquiry(.stateMean, question: Self.obesity, state: "Ohio"))
    var plain = JSONWriter()
    mean.write(to: &plain)
    #expect(String(decoding: plain.bytes, as: UTF8.self) == #"{"Ohio":29.4}"#)
  }

  // Edges

  @Test func `a question whose rows have no value has empty answers and a mean of null`() throws {
    let naive = NaiveSurvey(rows: [
      .init(question: "Q", state: "Ohio", value: nil, category: "a", stratum: "b", year: 2011)
    ])
    let survey = try naive.survey()
    #expect(try answer(survey, SurveyInquiry(.statesMean, question: "Q")).entries.isEmpty)
    #expect(try answer(survey, SurveyInquiry(.meanByCategory, question: "Q")).entries.isEmpty)
    var writer = JSONWriter()
    try answer(survey, SurveyInquiry(.globalMean, question: "Q")).write(to: &writer)
    #expect(String(decoding: writer.bytes, as: UTF8.self) == #"{"global_mean":null}"#)
    #expect(throws: QuestionFailure.silentState("Ohio")) {
      try survey.question(SurveyInquiry(.stateMean, question: "Q", state: "Ohio"))
    }
  }

  @Test func `a state that is silent in the years asked for is told so`() throws {
    let naive = NaiveSurvey(rows: [
      .init(question: "Q", state: "Ohio", value: 1, category: "a", stratum: "b", year: 2011)
    ])
    let survey = try naive.survey()
    for statistic in [SurveyStatistic.stateMean, .stateDiffFromMean, .stateMeanByCategory] {
      let asked = SurveyInquiry(
        statistic, question: "Q", state: "Ohio", fromYear: 2012, toYear: 2013)
      let failure = #expect(throws: QuestionFailure.self) { try answer(survey, asked) }
      #expect(failure?.sentence == "Ohio has no value for this question from 2012 to 2013")
    }
  }
}
