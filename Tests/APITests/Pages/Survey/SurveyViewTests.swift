import Engine
import HTTP
import Statistics
import Tables
import Testing

@testable import API

struct SurveyViewTests {
  private func view(_ query: String) throws -> SurveyView {
    let survey = try #require(Site().engine.survey?.survey)
    let choice = SurveyChoice(Target("/?" + query).queryItems, question: "Q", state: "Guam")
    return try SurveyView(choice, survey, on: .single)
  }

  private func names(_ query: String) throws -> [String] {
    guard case .ranking(let entries) = try view(query).content else { return [] }
    return entries.map { "\($0.name) \($0.value)" + ($0.isChosen ? " chosen" : "") }
  }

  @Test(arguments: [
    ("", ["Guam 4.0", "Ohio 2.0"]), ("better=low", ["Ohio 2.0", "Guam 4.0"]),
    ("statistic=best5", ["Guam 4.0", "Ohio 2.0"]), ("statistic=worst5", ["Ohio 2.0", "Guam 4.0"]),
    ("statistic=state_mean&state=Ohio", ["Guam 4.0", "Ohio 2.0 chosen"]),
    ("statistic=global_mean&better=low", ["Ohio 2.0", "Guam 4.0"]),
  ])
  func `states stand in the order of their places`(query: String, expected: [String]) throws {
    #expect(try names(query) == expected)
  }

  @Test func `differences stand in the same order as means`() throws {
    let overall = try #require(try view("").overall)
    #expect(
      try names("statistic=diff_from_mean")
        == ["Guam \(overall - 4)", "Ohio \(overall - 2)"])
    #expect(try names("statistic=diff_from_mean&better=low").first == "Ohio \(overall - 2)")
    #expect(try view("statistic=diff_from_mean").comparison == nil)
  }

  @Test func `strata stand alone`() throws {
    guard case .strata(let means) = try view("statistic=mean_by_category").content else {
      Issue.record("there are no strata")
      return
    }
    #expect(means.map { "\($0.location) \($0.stratum)" } == ["Guam b", "Ohio b", "Ohio c"])
  }

  @Test func `a state without values is a mistake, as for a job`() {
    #expect(throws: QuestionFailure.silentYears(state: "Guam", from: 2012, to: nil)) {
      try view("statistic=state_mean&state=Guam&from_year=2012")
    }
    #expect(throws: QuestionFailure.self) { try view("question=none") }
  }

  @Test func `the mean over all rows stands in the chart`() throws {
    guard case .ranking(let entries) = try view("").content else { return }
    #expect(try view("").chart(entries).description.contains("All rows: 2.66667."))
  }
}
