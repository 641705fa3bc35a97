import HTTP
import Statistics
import Testing

@testable import API

struct DayQueryTests {
  private static let request = DayMistakes.Request(method: .get, path: "/country-stats")

  private func days(
    _ query: String, _ parameters: [DayQuery.Parameter] = DayQuery.bounds
  ) throws(Failure) -> [String] {
    try DayQuery(Target("/x?" + query).queryItems, parameters, of: Self.request).days
      .map(\.description)
  }

  /// What is said about a query, and the key and the text of each mistake.
  private func mistakes(_ query: String) -> [String] {
    let failure = #expect(throws: Failure.self) { try days(query) }
    guard case .days(let mistakes)? = failure else { return [] }
    return [mistakes.sentence]
      + mistakes.mistakes.map { mistake in
        guard case .parameter(let key)? = mistake.place else { return "?" }
        return "\(key): \(mistake.detail)"
      }
  }

  @Test func `the days come in the order of their parameters`() throws {
    #expect(try days("to=2024-05-03&from=2024-05-01") == ["2024-05-01", "2024-05-03"])
    #expect(try days("date=2024-02-29", DayQuery.single) == ["2024-02-29"])
    #expect(try days("from=2024%2D05-01&to=2024-05-01") == ["2024-05-01", "2024-05-01"])
  }

  @Test(arguments: [
    ("", "from"), ("to=2024-05-01", "from"), ("from=2024-05-01", "to"),
    ("from=x", "to"),
  ])
  func `one that is missing is named in the words of the older service`(
    query: String, name: String
  ) {
    #expect(
      mistakes(query).first == "Missing required query parameter '\(name)' for path /country-stats")
  }

  @Test func `a day that is missing is all that is said where nothing else is wrong`() {
    #expect(mistakes("to=2024-05-01").count == 1)
    #expect(mistakes("").count == 1)
  }

  @Test(arguments: [
    "", "2024", "2024-13-01", "2024-02-30", "2023-02-29", "2024-5-1", "20240501", "01.05.2024",
    "2024-05-01T00:00:00Z", " 2024-05-01", "2024-05-01%0A", "-024-05-01", "２０２４-05-01", "%FF",
  ])
  func `what is no day of the calendar is refused with its text`(value: String) {
    let told = mistakes("from=\(value)&to=2024-05-01")
    #expect(told.count == 2)
    #expect(told.first == "Validation failed for GET /country-stats")
    #expect(told.last?.hasPrefix("from_date: '") == true)
    #expect(told.last?.hasSuffix("' is not a day; expected YYYY-MM-DD, such as 2024-05-01") == true)
  }

  @Test func `all that is wrong is told at once`() {
    #expect(
      mistakes("from=1&to=2&form=3&to=2024-05-01") == [
        "Validation failed for GET /country-stats",
        "from_date: '1' is not a day; expected YYYY-MM-DD, such as 2024-05-01",
        "to_date: '2' is not a day; expected YYYY-MM-DD, such as 2024-05-01",
        "form: There is no parameter 'form'; did you mean 'from'?",
        "to_date: 'to' may be given once",
      ])
  }

  @Test func `a misspelt name is told beside the one that is missing`() {
    #expect(
      mistakes("form=2024-05-01&to=2024-05-01") == [
        "Missing required query parameter 'from' for path /country-stats",
        "form: There is no parameter 'form'; did you mean 'from'?",
      ])
  }

  @Test func `a long value is told by its beginning`() {
    let told = mistakes("from=\(String(repeating: "9", count: 5000))&to=2024-05-01")
    #expect(told.last.map { $0.count < 200 } == true)
  }
}
