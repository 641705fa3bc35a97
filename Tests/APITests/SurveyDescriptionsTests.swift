import JSON
import Statistics
import Testing

@testable import API

struct SurveyDescriptionsTests {
  @Test func `each statistic is summed up in its own words`() {
    let summaries = SurveyStatistic.allCases.map { EndpointDescription.question($0).summary }
    #expect(Set(summaries).count == SurveyStatistic.allCases.count)
  }

  @Test func `a question's examples name a state exactly where one is asked for`() {
    for statistic in SurveyStatistic.allCases {
      guard case .json(_, let example)? = EndpointDescription.question(statistic).body else {
        Issue.record("\(statistic) takes no JSON")
        continue
      }
      #expect((example["state"] != nil) == statistic.asksOneState)
    }
  }
}
