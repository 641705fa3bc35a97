import Testing

@testable import Statistics

struct YearCalendarTests {
  @Test func `days have the year and the place that the calendar gives them`() {
    let day = EventSample.day
    let calendar = YearCalendar(of: -900_000 * day...(900_000 * day))
    #expect(calendar.firstYear == -495)
    for number in stride(from: Int64(-900_000), through: 900_000, by: 13) {
      let civil = CivilDay(daysSince1970: number)
      let first = CivilDay(year: civil.year, month: 1, day: 1).daysSince1970
      for moment in [number * day, number * day + day - 1] {
        let place = calendar.place(of: moment)
        #expect(place.year + calendar.firstYear == Int(civil.year))
        #expect(place.day == Int(number - first))
      }
    }
  }

  @Test func `each first and last day of a year is in it`() {
    let day = EventSample.day
    let calendar = YearCalendar(of: -800_000 * day...(3_000_000 * day))
    for year in 0..<calendar.count - 1 {
      let number = Int64(year + calendar.firstYear)
      let first = CivilDay(year: number, month: 1, day: 1).daysSince1970
      let last = CivilDay(year: number, month: 12, day: 31).daysSince1970
      #expect(first < -800_000 || calendar.place(of: first * day) == (year, 0))
      #expect(calendar.place(of: last * day) == (year, Int(last - first)))
    }
  }

  @Test func `one moment is one year`() {
    let calendar = YearCalendar(of: 0...0)
    #expect(calendar.count == 1 && calendar.firstYear == 1970 && calendar.place(of: 0) == (0, 0))
  }

  @Test func `the ends of time are in a year`() {
    let calendar = YearCalendar(of: Int64.min + 1...Int64.max)
    #expect(calendar.place(of: .max).year == calendar.count - 1)
    #expect(calendar.place(of: .min + 1).year == 0)
  }
}
