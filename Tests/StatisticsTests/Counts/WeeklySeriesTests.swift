import Tables
import Testing

@testable import Statistics

struct WeeklySeriesTests {
  private func series(_ times: [Int64], through latest: Int64) throws -> WeeklySeries? {
    try WeeklySeries(
      of: Array(times.indices.map { UInt32($0) })[...], in: RowWeeks(of: times, on: .single),
      through: CalendarWeek(lastReachedAt: latest), on: .single)
  }

  @Test func `weeks are those of the calendar, also where events are rare`() throws {
    var random = Seeded(7)
    for round in 0..<60 {
      let days: Int64 = [3, 40, 400, 9_000][round % 4]
      let times = (0..<Int.random(in: 0...(round % 4 == 3 ? 9 : 60), using: &random)).map { _ in
        Int64.random(in: -days * EventSample.day...days * EventSample.day, using: &random)
      }
      let latest = (times.max() ?? 0) + Int64.random(in: -20...20, using: &random) * EventSample.day
      let made = try series(times, through: latest)
      #expect(made?.naive == NaiveWeeks(times, through: latest))
    }
  }

  @Test func `weeks without events stand between others and up to the running week`() throws {
    let made = try #require(
      try series([0, 15, 29].map { $0 * EventSample.day }, through: 30 * EventSample.day))
    #expect(made.map(\.count) == [1, 0, 1, 0])
    #expect(made.map(\.week.sunday) == [3, 10, 17, 24])
    #expect(made.weekCount == 4 && made.lastWeek.sunday == 24)
  }

  @Test func `nothing but the running week is no series`() throws {
    #expect(try series([4 * EventSample.day], through: 9 * EventSample.day) == nil)
    #expect(try series([], through: 0) == nil)
    #expect(try series([.min, .min], through: .max) == nil)
  }

  @Test func `the ends of time are two events`() throws {
    let times: [Int64] = [.min + 1, .max, .min]
    let made = try #require(try series(times, through: .max))
    #expect(made.filled.count == 2 - (made.lastWeek == CalendarWeek(of: .max) ? 0 : 1))
    #expect(made.weekCount > 30_000_000)
    #expect(made.counts(after: made.lastWeek, through: made.lastWeek).isEmpty)
  }

  @Test func `a stretch of weeks has the counts of the series`() throws {
    var random = Seeded(12)
    for scale: Int64 in [60, 3_000] {
      let times = (0..<40).map { _ in
        Int64.random(in: 0...scale, using: &random) * EventSample.day
      }
      let made = try #require(try series(times, through: scale * EventSample.day))
      let all = Array(made)
      for start in stride(from: -3, to: all.count + 3, by: 2) {
        for end in stride(from: start - 1, to: all.count + 3, by: 5) {
          let first = made.firstWeek.number
          let after = CalendarWeek(number: first + Int32(start - 1))
          let last = CalendarWeek(number: first + Int32(end - 1))
          let (low, high) = (max(0, start), min(end, all.count))
          let expected = low < high ? Array(all[low..<high]) : []
          #expect(made.counts(after: after, through: last) == expected)
          let totals = made.totals(through: last)
          let before = all.prefix(max(0, end)).map(\.count)
          #expect(totals.weekCount == before.count && totals.sum == before.reduce(0, +))
          #expect(totals.squares == Int128(before.reduce(0) { $0 + $1 * $1 }))
        }
      }
    }
  }

  @Test func `a cancelled count stops`() throws {
    let weeks = try RowWeeks(of: [0], on: .single)
    let progress = Progress()
    progress.cancel()
    #expect(throws: Cancelled.self) {
      try WeeklySeries(
        of: [0], in: weeks, through: CalendarWeek(of: 0), on: Lanes.single.stopping(with: progress))
    }
  }
}
