import Tables
import Testing

@testable import Statistics

struct RowWeeksTests {
  @Test func `each row has the week of its time, whatever the lanes`() throws {
    var random = Seeded(31)
    let times = (0..<200_000).map { row -> Int64 in
      row % 9 == 0 ? .min : Int64.random(in: .min + 1...Int64.max, using: &random)
    }
    for lanes in [Lanes.single, EventSample.backwards] {
      let weeks = try RowWeeks(of: times, on: lanes).numbers
      #expect(weeks.count == times.count)
      #expect(
        zip(times, weeks).allSatisfy { time, week in
          week == (time == .min ? RowWeeks.none : CalendarWeek(of: time).number)
        })
    }
    #expect(try RowWeeks(of: [], on: .single).numbers.isEmpty)
  }
}
