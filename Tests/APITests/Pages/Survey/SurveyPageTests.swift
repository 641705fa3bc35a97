import Engine
import HTTP
import Testing

@testable import API

struct SurveyPageTests {
  @Test(arguments: [
    "", "?statistic=states_mean&question=Q&better=low", "?statistic=state_mean&state=Ohio",
    "?statistic=best5", "?statistic=global_mean", "?statistic=diff_from_mean",
    "?statistic=state_diff_from_mean&state=Guam", "?statistic=mean_by_category",
    "?statistic=state_mean_by_category&state=Ohio&from_year=2011&to_year=2012",
  ])
  func `each statistic has a page that keeps the rules`(query: String) throws {
    let response = try Site().ask(.get, "/survey" + query)
    #expect(response.status == .ok)
    let text = try PageRules.check(response)
    #expect(text.contains("id=\"run\""))
  }

  @Test func `the page shows the numbers that a job answers`() throws {
    let text = try Site().ask(.get, "/survey").text
    #expect(text.contains(">Guam</a></th><td class=\"n\">4</td>"))
    #expect(text.contains(">Ohio</a></th><td class=\"n\">2</td>"))
    #expect(text.contains("2.66667"))
  }

  @Test(arguments: ["?question=none", "?statistic=x", "?from_year=x", "?from_year=9&to_year=8"])
  func `a question that makes no sense is told above the form's answer`(query: String) throws {
    let response = try Site().ask(.get, "/survey" + query)
    #expect(response.status == .badRequest)
    let text = try PageRules.check(response)
    #expect(text.contains("class=\"problem\" role=\"alert\""))
    #expect(text.contains("<form"))
  }

  @Test func `what a client asks stays text`() throws {
    let site = try Site()
    let target = "/survey?question=%3Cscript%3E%22%27%3C/script%3E&state=%22%3E%3Cb%3E"
    let text = try PageRules.check(try site.ask(.get, target))
    #expect(!text.contains("<script>") && !text.contains("<b>"))
  }

  @Test func `without a survey the page says how to load one`() throws {
    let site = try Site(hasSurvey: false)
    let response = try site.ask(.get, "/survey")
    #expect(response.status == .ok)
    #expect(try PageRules.check(response).contains("--csv"))
    #expect(try site.ask(.get, "/survey/ranking.svg").status == .notFound)
  }

  @Test func `the ranking is a drawing in which nothing runs`() throws {
    let response = try Site().ask(.get, "/survey/ranking.svg?statistic=states_mean&question=Q")
    #expect(response.status == .ok)
    #expect(response.fields[.contentType] == "image/svg+xml")
    #expect(response.fields["Content-Security-Policy"]?.contains("sandbox") == true)
    #expect(response.text.contains("1. Guam"))
  }

  @Test(arguments: ["statistic=mean_by_category", "question=none", "statistic=x"])
  func `what has no ranking is answered with 400`(query: String) throws {
    #expect(try Site().ask(.get, "/survey/ranking.svg?" + query).status == .badRequest)
  }

  @Test func `the command submits the question and waits for the answer`() throws {
    let text = try Site().ask(.get, "/survey", fields: [("Host", "a.example")]).text
    #expect(text.contains("/api/states_mean"))
    #expect(text.contains("/api/get_results/"))
    #expect(text.contains("until curl"))
  }
}
