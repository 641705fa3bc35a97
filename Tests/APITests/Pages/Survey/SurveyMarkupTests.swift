import Engine
import Statistics
import Tables
import Testing

@testable import API

struct SurveyMarkupTests {
  private func view(_ query: String = "") throws -> (SurveyView, Survey) {
    let survey = try #require(Site().engine.survey?.survey)
    let choice = SurveyChoice([], question: "Q", state: nil)
    return (try SurveyView(choice, survey, on: .single), survey)
  }

  private func ranking(_ entries: [RankingChart.Entry]) throws -> String {
    var page = MarkupWriter()
    page.ranking(entries, try view().0)
    return String(decoding: page.bytes, as: UTF8.self)
  }

  private let states = ["Ohio", "Guam", "Utah", "Iowa", "Maine", "Texas", "<Atlantis>"]

  @Test func `states are tiles, and others are in the table alone`() throws {
    let text = try ranking(
      states.enumerated().map { .init(name: $1, value: Double($0), isChosen: $0 == 2) })
    #expect(text.contains("class=\"tile shade-0\""))
    #expect(text.contains("class=\"tile shade-2 here\""))
    #expect(text.contains("title=\"Kansas: no value\""))
    #expect(text.contains("1 more without a tile"))
    #expect(text.contains("&lt;Atlantis&gt;") && !text.contains("<Atlantis>"))
    // Not by the shade alone.
    #expect(text.contains("<abbr title=\"Utah\">UT</abbr> <span>2</span>"))
  }

  @Test func `a table of other places has no map`() throws {
    let text = try ranking([.init(name: "Ohio", value: 1), .init(name: "Berlin", value: 2)])
    #expect(!text.contains("class=\"tiles\""))
  }

  @Test func `the place of a chosen state is told`() throws {
    let text = try ranking([
      .init(name: "Ohio", value: 1), .init(name: "Utah", value: 2, isChosen: true),
    ])
    #expect(text.contains("2 of 2"))
  }

  @Test func `rows beyond the bound are counted`() throws {
    let text = try ranking((0..<310).map { .init(name: "s\($0)", value: Double($0)) })
    #expect(text.contains("10 more states are not shown"))
    #expect(text.utf8.count < 150_000)
  }

  @Test func `strata of one state stand under their categories`() throws {
    var page = MarkupWriter()
    page.strata(
      [
        StratumMean(location: "Ohio", category: "Age", stratum: "9", mean: 1),
        StratumMean(location: "Ohio", category: "Age", stratum: "10", mean: 2),
        StratumMean(location: "Ohio", category: "Sex", stratum: "f", mean: nil),
      ], ofState: "Ohio")
    let text = String(decoding: page.bytes, as: UTF8.self)
    #expect(text.ranges(of: "<tbody>").count == 2 && text.ranges(of: "</tbody>").count == 2)
    #expect(text.ranges(of: "scope=\"rowgroup\"").count == 2)
    #expect(text.contains("width=\"50\"") && text.contains("width=\"100\""))
  }
}
