import Tables
import Testing

@testable import Statistics

struct DailyCountsTests {
  private let day: Int64 = 86_400_000_000

  @Test func `days without a time count zero, and ends of days belong to their own`() throws {
    let times = [day - 1, 3 * day, -1, -day, WallClock.none, 0, -day - 1]
    let daily = try DailyCounts(of: times, on: .single)
    #expect(daily.firstDay == -2)
    #expect(daily.counts == [1, 2, 2, 0, 0, 1])
  }

  @Test(arguments: 0..<20)
  func `counts are those of each day`(_ seed: Int) throws {
    var random = Seeded(seed + 1)
    let reach = Int64.random(in: 0...400, using: &random) * day
    let start = Int64.random(in: -700_000...2_000_000, using: &random) * day
    let times = (0..<500).map { _ in start + Int64.random(in: 0...reach, using: &random) }
    let daily = try DailyCounts(of: times, on: .single)
    var naive: [Int64: Double] = [:]
    for time in times { naive[CalendarDays.day(of: time), default: 0] += 1 }
    #expect(daily.firstDay == naive.keys.min())
    #expect(daily.firstDay + Int64(daily.counts.count) - 1 == naive.keys.max())
    for (place, count) in daily.counts.enumerated() {
      #expect(count == naive[daily.firstDay + Int64(place)] ?? 0)
    }
  }

  /// The day of a time by its text.
  private enum CalendarDays {
    static func day(of time: Int64) -> Int64 {
      var text: [UInt8] = []
      CalendarText.appendDatetime(time, to: &text)
      let parts = String(decoding: text.prefix { $0 != UInt8(ascii: "T") }, as: UTF8.self)
        .split(separator: "-").compactMap { Int64($0) }
      return TimeText.days(parts[0], parts[1], parts[2])
    }
  }

  @Test func `the widest range is counted, a wider one is refused`() throws {
    let limit = Int64(DailyCounts.dayLimit)
    let daily = try DailyCounts(of: [(limit - 4) * day, -3 * day], on: .single)
    #expect(daily.counts.count == DailyCounts.dayLimit)
    #expect(daily.counts.reduce(0, +) == 2)
    let failure = DailyModelFailure.tooManyDays(
      first: -3, last: limit - 3, limit: DailyCounts.dayLimit)
    #expect(throws: failure) { try DailyCounts(of: [(limit - 3) * day, -3 * day], on: .single) }
  }

  @Test func `times at the ends of the numbers are too far apart`() {
    let times = [WallClock.none + 1, Int64.max]
    let failure = DailyModelFailure.tooManyDays(
      first: -106_751_992, last: 106_751_991, limit: DailyCounts.dayLimit)
    #expect(throws: failure) { try DailyCounts(of: times, on: .single) }
  }
}
