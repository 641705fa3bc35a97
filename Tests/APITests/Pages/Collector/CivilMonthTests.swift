import HTTP
import Engine
import Statistics
import Testing

@testable import API

struct CivilMonthTests {
  private func month(_ day: String) throws -> CivilMonth {
    CivilMonth(of: try #require(CivilDay(day)))
  }

  @Test func `a month ends where the calendar says`() throws {
    #expect(try month("2024-02-10").last.description == "2024-02-29")
    #expect(try month("2023-02-10").last.description == "2023-02-28")
    #expect(try month("2024-12-31").last.description == "2024-12-31")
    #expect(try month("9999-12-01").last.description == "9999-12-31")
  }

  @Test func `weeks begin on Monday and hold each day once`() throws {
    // 2024-05-01 was a Wednesday, 1969-12-01 a Monday.
    let weeks = try month("2024-05-01").weeks
    #expect(weeks.count == 5)
    #expect(weeks[0].map { $0?.day } == [nil, nil, 1, 2, 3, 4, 5])
    #expect(weeks.joined().compactMap { $0?.day } == Array(1...31))
    #expect(try month("1969-12-01").weeks[0][0]?.day == 1)
  }

  @Test func `months go on over the ends of years, and no further than days can be written`() throws
  {
    #expect(try month("2024-01-15").earlier?.name == "December 2023")
    #expect(try month("2023-12-15").later?.name == "January 2024")
    #expect(try month("0001-01-01").earlier == nil)
    #expect(try month("9999-12-31").later == nil)
  }

  @Test func `a range touches the months of both its ends and those between`() throws {
    let months = CivilMonth.months(
      from: try #require(CivilDay("2023-11-30")), to: try #require(CivilDay("2024-01-01")))
    #expect(months.map(\.name) == ["November 2023", "December 2023", "January 2024"])
  }
}
