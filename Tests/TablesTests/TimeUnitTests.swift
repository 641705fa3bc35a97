import Testing

@testable import Tables

struct TimeUnitTests {
  private func text(_ cell: Cell) -> String {
    var bytes: [UInt8] = []
    switch cell {
    case .date(let day): CalendarText.appendDate(day, to: &bytes)
    case .datetime(let moment): CalendarText.appendDatetime(moment, to: &bytes)
    default: break
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func moment(_ text: String) throws -> Int64 {
    let moment = withCell(text) { TimeText.datetime($0) }
    return try #require(moment)
  }

  @Test(arguments: [
    ("2024-05-08T13:45:59.5", TimeUnit.minute, "2024-05-08T13:45:00Z"),
    ("2024-05-08T13:45:59.5", .hour, "2024-05-08T13:00:00Z"),
    ("2024-05-08T13:45:59.5", .day, "2024-05-08"), ("2024-05-08T13:45:59.5", .week, "2024-05-06"),
    ("2024-05-08T13:45:59.5", .month, "2024-05-01"),
    ("2024-05-08T13:45:59.5", .quarter, "2024-04-01"),
    ("2024-05-08T13:45:59.5", .year, "2024-01-01"),
    ("1969-12-31T23:59:59.999999", .minute, "1969-12-31T23:59:00Z"),
    ("1969-12-31T23:59:59.999999", .hour, "1969-12-31T23:00:00Z"),
    ("1969-12-31T23:59:59", .week, "1969-12-29"), ("1969-12-28", .week, "1969-12-22"),
    ("1969-12-31T12:00", .quarter, "1969-10-01"), ("2000-02-29", .month, "2000-02-01"),
    ("2023-01-01", .week, "2022-12-26"), ("2024-12-31", .quarter, "2024-10-01"),
    ("0000-01-01", .year, "0000-01-01"), ("9999-12-31T23:59:59", .month, "9999-12-01"),
  ])
  func `a moment lies in the stretch that begins last before it`(
    text: String, unit: TimeUnit, start: String
  ) throws {
    let moment = try moment(text)
    #expect(self.text(unit.start(of: unit.stretch(ofMoment: moment))) == start)
  }

  @Test(arguments: TimeUnit.allCases)
  func `stretches follow one another without gaps`(_ unit: TimeUnit) throws {
    let days = try moment("1899-12-20") / TimeText.microsecondsPerDay
    var last = unit.stretch(ofDay: days)
    for day in days + 1...days + 40_000 {
      let stretch = unit.stretch(ofDay: day)
      let step = unit == .minute ? 1440 : unit == .hour ? 24 : 1
      #expect(stretch == last || stretch == last + Int64(step))
      #expect(unit.stretch(ofMoment: day * TimeText.microsecondsPerDay) == stretch)
      if stretch != last, unit.isOfDays {
        #expect(unit.start(of: stretch) == .date(day))
      }
      last = stretch
    }
  }
}
