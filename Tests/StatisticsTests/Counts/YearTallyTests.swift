import Tables
import Testing

@testable import Statistics

struct YearTallyTests {
  @Test func `years of groups are counted for each by itself`() throws {
    let sample = EventSample(6, rows: 400, days: 2_000)
    let table = try sample.table()
    let groups = try TimedGroups(
      of: Selection(all: table), by: [table.some("number")], at: sample.times, limit: 10,
      on: .single)
    let all = Array(0..<groups.grouping.count)
    let extent = try #require(try groups.extent(of: all, on: .single))
    let cutoff = CivilDay(daysSince1970: CivilDay.number(of: extent.upperBound))
    let lastDay = cutoff.daysSince1970 - CivilDay(year: cutoff.year, month: 1, day: 1).daysSince1970
    let tallies = try YearTally.tallies(of: groups, all, extent, on: EventSample.backwards)
    #expect(tallies.map(\.group) == all)
    for tally in tallies {
      var expected: [Int: (all: Int, toDate: Int)] = [:]
      for row in groups[tally.group] {
        guard let time = sample.rows[Int(row)].time else { continue }
        let day = CivilDay(daysSince1970: NaiveWeeks.day(of: time))
        let first = CivilDay(year: day.year, month: 1, day: 1).daysSince1970
        let counts = expected[Int(day.year)] ?? (0, 0)
        let isToDate = day.daysSince1970 - first <= lastDay
        expected[Int(day.year)] = (counts.all + 1, counts.toDate + (isToDate ? 1 : 0))
      }
      #expect(
        tally.counts
          == expected.sorted { $0.key < $1.key }.map {
            .init(year: $0.key, all: $0.value.all, toDate: $0.value.toDate)
          })
    }
  }

  @Test func `a group without a time is left out`() throws {
    let sample = EventSample([
      .init(time: 5, word: "a", cell: 0), .init(word: "b", cell: 0),
      .init(time: 5, word: "c", cell: 0),
    ])
    let table = try sample.table()
    let groups = try TimedGroups(
      of: Selection(all: table), by: [table.some("word")], at: sample.times, limit: 10,
      on: .single)
    let tallies = try YearTally.tallies(of: groups, [0, 1, 2], 5...5, on: .single)
    #expect(tallies.map(\.group) == [0, 2])
    #expect(tallies.allSatisfy { $0.counts == [.init(year: 1970, all: 1, toDate: 1)] })
  }
}
