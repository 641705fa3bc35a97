import Testing

@testable import Statistics

struct FiveStatesTests {
  private func survey(_ means: KeyValuePairs<String, Double?>) throws -> Survey {
    try NaiveSurvey(
      rows: means.map { state, value in
        .init(question: "Q", state: state, value: value, category: "c", stratum: "s", year: 2011)
      }
    ).survey()
  }

  private let six: KeyValuePairs<String, Double?> = [
    "F": 6, "E": 5, "D": 4, "C": 3, "B": 2, "A": 1,
  ]

  private func asked(_ survey: Survey, _ better: Better?) throws -> SurveyQuestion {
    try survey.question(SurveyInquiry(.best5, question: "Q", better: better))
  }

  @Test func `best comes first, by whichever end is good`() throws {
    let survey = try survey(six)
    let high = try asked(survey, .high)
    #expect(try survey.best5(high).map(\.key) == ["F", "E", "D", "C", "B"])
    #expect(try survey.worst5(high).map(\.key) == ["A", "B", "C", "D", "E"])
    let low = try asked(survey, .low)
    #expect(try survey.best5(low).map(\.key) == ["A", "B", "C", "D", "E"])
    #expect(try survey.worst5(low).map(\.key) == ["F", "E", "D", "C", "B"])
  }

  @Test func `a question that is not on the list of five is good when high`() throws {
    let survey = try survey(six)
    #expect(try survey.best5(try asked(survey, nil)).first?.key == "F")
  }

  @Test func `fewer than five states are all of them`() throws {
    let survey = try survey(["A": 1, "B": 2, "C": nil])
    #expect(try survey.best5(try asked(survey, .low)).map(\.key) == ["A", "B"])
    #expect(try survey.worst5(try asked(survey, .low)).map(\.key) == ["B", "A"])
  }

  @Test func `ties go by the bytes of the name at either end`() throws {
    let survey = try survey(["z": 1, "e\u{301}": 1, "A": 1, "top": 2])
    let names = ["A", "e\u{301}", "z"].map { Array($0.utf8) }
    #expect(try survey.best5(try asked(survey, .low)).prefix(3).map { Array($0.key.utf8) } == names)
    #expect(
      try survey.worst5(try asked(survey, .low)).dropFirst().map { Array($0.key.utf8) } == names)
  }
}
