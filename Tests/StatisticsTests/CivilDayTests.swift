import Tables
import Testing

@testable import Statistics

struct CivilDayTests {
  @Test func `days follow one another as in the calendar of Tables`() {
    for days in stride(from: Int64(-200_000), through: 200_000, by: 1) where days % 7 != 3 {
      let day = CivilDay(daysSince1970: days)
      #expect(day.daysSince1970 == days)
      if days % 97 == 0 {
        var bytes: [UInt8] = []
        CalendarText.appendDate(days, to: &bytes)
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: "-")
        #expect(parts.map { Int64($0) } == [day.year, day.month, day.day])
      }
    }
  }

  @Test func `centuries are leap years only every fourth time`() {
    #expect(CivilDay(year: 2000, month: 3, day: 1).daysSince1970 == 11_017)
    #expect(CivilDay(daysSince1970: 11_016) == CivilDay(year: 2000, month: 2, day: 29))
    let lastOfFebruary = CivilDay(year: 1900, month: 3, day: 1).daysSince1970 - 1
    #expect(CivilDay(daysSince1970: lastOfFebruary) == CivilDay(year: 1900, month: 2, day: 28))
  }

  @Test(arguments: [(7, 2, 3), (-7, 2, -4), (-8, 2, -4), (0, 5, 0), (Int64.min, 1, .min)])
  func `division goes down`(_ number: Int64, _ divisor: Int64, _ quotient: Int64) {
    #expect(number.floorDivided(by: divisor) == quotient)
  }

  @Test(arguments: ["2024-05-01", "2024-02-29", "0001-01-01", "9999-12-31", "1969-12-31"])
  func `a day reads what it writes`(_ text: String) {
    #expect(CivilDay(text)?.description == text)
  }

  @Test(arguments: [
    "", "2023-02-29", "2024-13-01", "2024-00-01", "2024-05-32", "2024-5-1", "20240501",
    "2024-05-01 ", "2024/05/01", "+024-05-01",
  ])
  func `what is no day of the calendar is not read`(_ text: String) {
    #expect(CivilDay(text) == nil)
  }

  @Test func `days come in the order of time`() {
    let days = (-800...800).map { CivilDay(daysSince1970: Int64($0)) }
    #expect(days == days.shuffled().sorted())
  }
}
