import Foundation
import Testing

@testable import Statistics

struct DailyFeatureTests {
  @Test func `weekdays are those of the calendar`() {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = .gmt
    for day in stride(from: Int64(-200_000), through: 200_000, by: 997) {
      let date = Date(timeIntervalSince1970: Double(day) * 86_400 + 43_200)
      // Foundation counts from Sunday, which is 1.
      let weekday = (calendar.component(.weekday, from: date) + 5) % 7
      #expect(DailyFeature.dayOfWeek.value(onDay: day) == Double(weekday))
      #expect(DailyFeature.isWeekend.value(onDay: day) == (weekday > 4 ? 1 : 0))
      #expect(DailyFeature.hourOfDay.value(onDay: day) == 0)
    }
  }

  @Test func `features have the names that clients use`() {
    #expect(
      DailyFeature.allCases.map(\.rawValue) == ["hour_of_day", "day_of_week", "is_weekend"])
  }
}
