import HTTP
import Statistics
import Testing

@testable import API

struct SurveyChoiceTests {
  private func choice(_ query: String) -> SurveyChoice {
    SurveyChoice(Target("/survey?" + query).queryItems, question: "Q", state: "Guam")
  }

  @Test func `without a choice the first question is asked of all states`() {
    let choice = choice("")
    #expect(choice.inquiry() == SurveyInquiry(.statesMean, question: "Q"))
    #expect(choice.mistakes.isEmpty)
    #expect(choice.body == #"{"question":"Q"}"#)
  }

  @Test func `a question about one state begins with the first state`() {
    #expect(choice("statistic=state_mean").state == "Guam")
    #expect(choice("statistic=state_mean&state=Ohio").state == "Ohio")
    #expect(choice("statistic=best5&state=Ohio").body == #"{"question":"Q"}"#)
  }

  @Test func `all that was chosen is asked, and stands in the address`() {
    let query =
      "statistic=state_mean&question=A%26%22b&state=Ohio&from_year=2011&to_year=2012&better=high"
    let choice = choice(query)
    #expect(
      choice.body
        == #"{"question":"A&\"b","state":"Ohio","from_year":2011,"to_year":2012,"better":"high"}"#)
    #expect(choice.target() == "/survey?" + query)
    #expect(choice.goodEnd == .high)
  }

  @Test(arguments: ["statistic=mode", "from_year=soon", "to_year=2011.5", "better=fair"])
  func `what cannot be is told, and passed over`(query: String) {
    let choice = choice(query)
    #expect(choice.mistakes.count == 1)
    #expect(choice.inquiry() == SurveyInquiry(.statesMean, question: "Q"))
  }

  @Test func `a state leads to its categories`() {
    let detail = choice("statistic=best5&from_year=2011").detail(of: "Ohio")
    #expect(
      detail.target()
        == "/survey?statistic=state_mean_by_category&question=Q&state=Ohio&from_year=2011")
  }

  @Test func `every statistic has a title of its own`() {
    #expect(Set(SurveyStatistic.allCases.map(\.title)).count == SurveyStatistic.allCases.count)
  }
}
