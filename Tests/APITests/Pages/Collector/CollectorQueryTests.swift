import Statistics
import Engine
import HTTP
import Testing

@testable import API

struct CollectorQueryTests {
  private func query(_ items: [(String, String)]) throws(Failure) -> CollectorQuery {
    try CollectorQuery(items.map { QueryItem(name: $0.0, value: $0.1) }, limitDays: 366)
  }

  private func mistake(_ items: [(String, String)]) -> [String] {
    do throws(Failure) {
      _ = try query(items)
      return []
    } catch {
      return error.account.mistakes.map(\.detail)
    }
  }

  @Test func `an empty address leaves everything to the server`() throws {
    let query = try query([("from", ""), ("to", ""), ("measure", "")])
    #expect(query.days == nil)
    #expect(query.measure == nil)
    #expect(query.countries.isEmpty)
    #expect(query.width == 720)
  }

  @Test func `days, measure and several countries are taken`() throws {
    let query = try query([
      ("from", "2024-05-01"), ("to", "2024-05-31"), ("measure", "average_delay"),
      ("country", "France"), ("country", "Côte d'Ivoire"), ("date", "2024-06-01"), ("width", "380"),
    ])
    #expect(query.days?.lowerBound.description == "2024-05-01")
    #expect(query.days?.upperBound.description == "2024-05-31")
    #expect(query.measure == .delay)
    #expect(query.countries == ["France", "Côte d'Ivoire"])
    #expect(query.date?.description == "2024-06-01")
    #expect(query.width == 380)
  }

  @Test(arguments: [
    ([("from", "2024-05-01")], "'from' and 'to' belong together"),
    (
      [("from", "May"), ("to", "2024-05-01")],
      "'May' is not a day; expected YYYY-MM-DD, such as 2024-05-01"
    ),
    (
      [("from", "2024-05-02"), ("to", "2024-05-01")],
      "The range ends on 2024-05-01, before it begins on 2024-05-02"
    ),
    (
      [("from", "2024-01-01"), ("to", "2025-01-01")],
      "From 2024-01-01 to 2025-01-01 there are 367 days; a page shows 366"
    ),
    ([("form", "2024-01-01")], "There is no parameter 'form'; did you mean 'from'?"),
    ([("date", "2024-05-01"), ("date", "2024-05-02")], "'date' may be given once"),
    ([("width", "10")], "'width' must be a whole number from 320 to 2000"),
  ])
  func `what makes no sense is told in one sentence`(
    _ items: [(String, String)], _ sentence: String
  ) {
    #expect(mistake(items) == [sentence])
  }

  @Test func `a measure that is misspelled is told with the right ones`() {
    let told = mistake([("measure", "average_dely")])
    #expect(told.count == 1)
    #expect(told[0].hasPrefix("There is no measure 'average_dely'; did you mean 'average_delay'?"))
  }

  @Test func `there is a bound on countries`() {
    let countries = (0...100).map { ("country", "c\($0)") }
    #expect(mistake(countries) == ["At most 100 countries can be chosen"])
    #expect(mistake(Array(countries.dropLast())).isEmpty)
  }
}
