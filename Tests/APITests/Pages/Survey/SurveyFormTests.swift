import HTTP
import Statistics
import Tables
import Testing

@testable import API

struct SurveyFormTests {
  private func form(_ query: String, questions: [String]) throws -> String {
    let csv =
      "Question,LocationDesc,Data_Value,StratificationCategory1,Stratification1\n"
      + questions.map { "\($0),Ohio,1,a,b\n" }.joined()
    var options = CSVOptions()
    options.types = Survey.columnTypes
    let survey = try Survey(CSVLoader.load(Array(csv.utf8), options).table)
    var page = MarkupWriter()
    let choice = SurveyChoice(
      Target("/?" + query).queryItems, question: questions[0], state: "Ohio")
    page.surveyForm(choice, survey)
    return String(decoding: page.bytes, as: UTF8.self)
  }

  @Test func `questions stand by which end is the good one`() throws {
    let low = "Percent of adults aged 18 years and older who have obesity"
    let text = try form("", questions: ["Walks", low])
    let less = try #require(text.firstRange(of: "Less is better"))
    let obesity = try #require(text.firstRange(of: "\(low) (1 rows)"))
    let more = try #require(text.firstRange(of: "More is better"))
    let walks = try #require(text.firstRange(of: "Walks (1 rows)"))
    #expect(less.lowerBound < obesity.lowerBound && obesity.lowerBound < more.lowerBound)
    #expect(more.lowerBound < walks.lowerBound)
  }

  @Test func `what is chosen is chosen`() throws {
    let text = try form("statistic=best5&better=low&question=B", questions: ["A", "B"])
    for value in ["best5", "low", "B"] {
      #expect(text.contains("value=\"\(value)\" selected=\"\""))
    }
    #expect(!text.contains("value=\"A\" selected"))
  }

  @Test func `years are asked for where the survey knows them`() throws {
    #expect(try !form("", questions: ["A"]).contains("from_year"))
    #expect(try Site().ask(.get, "/survey").text.contains("from_year"))
  }

  @Test func `very many questions are not all offered, but the one that is asked`() throws {
    let questions = (0..<3000).map { "Question number \($0)" }
    let text = try form("question=Question%20number%202999", questions: questions)
    #expect(text.utf8.count < 100_000)
    #expect(text.contains("value=\"Question number 2999\" selected"))
  }
}
