import HTTP
import Testing

@testable import API

struct DayRangeTests {
  private func range(_ from: String, _ to: String, limit: Int = 366) throws(Failure) -> DayRange {
    try DayRange(
      Target("/x?from=\(from)&to=\(to)").queryItems,
      of: DayMistakes.Request(method: .get, path: "/country-stats"), limitDays: limit)
  }

  @Test func `both ends belong to it`() throws {
    let range = try range("2024-05-01", "2024-05-01")
    #expect(!range.isEmpty)
    #expect(range.first == range.last)
  }

  @Test func `one that ends before it begins is empty, however far`() throws {
    #expect(try range("2024-05-02", "2024-05-01").isEmpty)
    #expect(try range("9999-12-31", "0001-01-01").isEmpty)
  }

  @Test(arguments: [
    ("2024-01-01", "2024-12-31"), ("2023-01-01", "2024-01-01"), ("2023-12-31", "2024-12-30"),
  ])
  func `it may have 366 days`(from: String, to: String) throws {
    #expect(try !range(from, to).isEmpty)
  }

  @Test(arguments: [
    ("2024-01-01", "2025-01-01", 367), ("2023-01-01", "2024-01-02", 367),
    ("0001-01-01", "9999-12-31", 3_652_059),
  ])
  func `one of more days is refused with their number`(from: String, to: String, count: Int) throws
  {
    let failure = #expect(throws: Failure.self) { try range(from, to) }
    guard case .days(let mistakes)? = failure else { return #expect(Bool(false)) }
    #expect(mistakes.sentence == "Validation failed for GET /country-stats")
    #expect(
      mistakes.mistakes == [
        Problem.Mistake(
          "From \(from) to \(to) there are \(count) days; a request may ask for 366",
          at: .parameter("to_date"))
      ])
  }
}
