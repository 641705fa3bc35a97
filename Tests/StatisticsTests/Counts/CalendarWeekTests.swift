import Testing

@testable import Statistics

struct CalendarWeekTests {
  static let day: Int64 = 86_400_000_000

  @Test(
    arguments: [
      (-3, 3), (0, 3), (3, 3), (4, 10), (-4, -4), (19_723, 19_729), (47_541, 47_547),
      (-719_528, -719_527),
    ] as [(Int64, Int64)])
  func `a week is called by its Sunday`(_ day: Int64, _ sunday: Int64) {
    #expect(CalendarWeek(of: day * Self.day).sunday == sunday)
    #expect(CalendarWeek(of: (day + 1) * Self.day - 1).sunday == sunday)
    #expect(NaiveWeeks.sunday(onOrAfter: day) == sunday)
  }

  @Test func `a Sunday belongs to its week to the last microsecond`() {
    let monday = 4 * Self.day
    #expect(CalendarWeek(of: monday - 1).sunday == 3)
    #expect(CalendarWeek(of: monday).sunday == 10)
    #expect(CalendarWeek(of: monday - 1) < CalendarWeek(of: monday))
  }

  @Test func `a week is reached when its Sunday begins`() {
    #expect(CalendarWeek(lastReachedAt: 3 * Self.day - 1).sunday == -4)
    #expect(CalendarWeek(lastReachedAt: 3 * Self.day).sunday == 3)
    #expect(CalendarWeek(lastReachedAt: 10 * Self.day - 1).sunday == 3)
  }

  @Test func `the ends of time have a week`() {
    #expect(CalendarWeek(of: .max).sunday - 106_751_991 < 7)
    #expect(CalendarWeek(of: .min + 1).sunday + 106_751_992 < 7)
    #expect(CalendarWeek(lastReachedAt: .min + 1) < CalendarWeek(lastReachedAt: .max))
  }
}
