import Tables
import Testing

@testable import Statistics

struct YearlyComparisonTests {
  private func comparison(
    _ sample: EventSample, by name: String = "word", allowed: Set<String>? = nil,
    baseline: Int? = nil, counts: Int = 1_000, on lanes: Lanes = .single
  ) throws -> YearlyComparison {
    let table = try sample.table()
    return try YearlyComparison(
      of: table, by: table.some(name), times: sample.times, allowed: allowed,
      baselineYear: baseline, limits: .init(groups: 1_000, counts: counts), on: lanes)
  }

  /// So many rows on some days.
  private func rows(_ word: String, _ days: [(Int64, Int64, Int64, Int)]) -> [EventSample.Row] {
    days.flatMap { year, month, day, count in
      let number = CivilDay(year: year, month: month, day: day).daysSince1970
      return Array(
        repeating: EventSample.Row(time: number * EventSample.day, word: word, cell: 0),
        count: count)
    }
  }

  @Test func `years without rows of a group count 0, and years of nobody are not there`() throws {
    let sample = EventSample(
      rows("a", [(2018, 5, 1, 2), (2020, 5, 1, 3), (2021, 5, 1, 4), (2022, 1, 31, 1)])
        + rows("b", [(2021, 7, 1, 1)]))
    let found = try comparison(sample)
    #expect(found.years == [2018, 2020, 2021, 2022])
    #expect(found.groups.map(\.value) == [.word("a"), .word("b")])
    #expect(found.groups[0].fullYear.map(\.count) == [2, 3, 4, 1])
    #expect(found.groups[0].fullYear.map(\.change) == [nil, nil, 33.33, nil])
    #expect(found.groups[1].fullYear.map(\.count) == [0, 0, 1, 0])
    #expect(found.groups[0].toDate.map(\.count) == [0, 0, 0, 1])
    #expect(found.groups[1].toDate.map(\.change) == [nil, nil, nil, nil])
  }

  @Test func `to date every year is compared`() throws {
    let sample = EventSample(
      rows("a", [(2021, 1, 5, 4), (2021, 3, 1, 9), (2022, 1, 31, 3), (2022, 2, 1, 2)]))
    let found = try comparison(sample)
    #expect(found.groups[0].toDate.map(\.count) == [4, 5])
    #expect(found.groups[0].toDate.map(\.change) == [nil, 25])
    #expect(found.groups[0].fullYear.map(\.change) == [nil, nil])
  }

  @Test func `the day of a year is a number, also in leap years`() throws {
    // 2023-03-01 is the 60th day of its year, which in 2024 is February 29.
    let sample = EventSample(
      rows(
        "a", [(2020, 2, 29, 1), (2020, 3, 1, 5), (2022, 3, 1, 1), (2022, 3, 2, 9), (2023, 3, 1, 1)])
    )
    #expect(try comparison(sample).groups[0].toDate.map(\.count) == [1, 1, 1])
    let leap = EventSample(
      rows("a", [(2023, 12, 31, 2), (2024, 12, 30, 1), (2024, 12, 31, 7), (2028, 12, 30, 1)]))
    #expect(try comparison(leap).groups[0].toDate.map(\.count) == [2, 1, 1])
  }

  @Test func `a baseline is a second comparison`() throws {
    let sample = EventSample(
      rows("a", [(2019, 1, 1, 4), (2020, 1, 1, 5), (2021, 1, 1, 6), (2022, 1, 1, 7)])
        + rows("b", [(2021, 1, 1, 3)]))
    let found = try comparison(sample, baseline: 2019)
    #expect(found.groups[0].fullYear.map(\.change) == [nil, 25, 20, nil])
    #expect(found.groups[0].fullYear.map(\.baselineChange) == [nil, 25, 50, nil])
    #expect(found.groups[0].toDate.map(\.baselineChange) == [nil, 25, 50, 75])
    #expect(found.groups[1].toDate.allSatisfy { $0.baselineChange == nil })
    let none = try comparison(sample, baseline: 1950)
    #expect(none.groups.allSatisfy { $0.fullYear.allSatisfy { $0.baselineChange == nil } })
  }

  @Test func `rows without a name do not say what the last moment is`() throws {
    var sample = EventSample(rows("a", [(2021, 5, 1, 2)]))
    sample.rows += [.init(time: .max, cell: 0), .init(word: "b", cell: 0)]
    let found = try comparison(sample)
    #expect(found.years == [2021] && found.groups.map(\.value) == [.word("a")])
    #expect(found.latest == sample.rows[0].time)
    let filtered = try comparison(
      EventSample(rows("a", [(2021, 5, 1, 2)]) + rows("b", [(2022, 5, 1, 2)])), allowed: ["a"])
    #expect(filtered.years == [2021] && filtered.groups.count == 1)
  }

  @Test func `whole numbers stay what they are`() throws {
    let found = try comparison(EventSample(8, rows: 90, days: 700), by: "number")
    #expect(found.groups.map(\.value) == [.integer(3), .integer(11), .integer(200)])
  }

  @Test func `no rows and no times are no years`() throws {
    for sample in [EventSample([]), EventSample([.init(word: "x", cell: 1)])] {
      let found = try comparison(sample)
      #expect(found.years.isEmpty && found.groups.isEmpty && found.latest == nil)
    }
  }

  @Test func `one row is one group in one year`() throws {
    for time in [0, -1, .max, .min + 1] as [Int64] {
      let found = try comparison(EventSample([.init(time: time, word: "x", cell: 1)]))
      #expect(found.years.count == 1 && found.latest == time)
      let count = YearlyComparison.YearCount(count: 1, change: nil, baselineChange: nil)
      #expect(found.groups == [.init(value: .word("x"), fullYear: [count], toDate: [count])])
    }
  }

  @Test func `too many counts are told before they are made`() throws {
    let sample = EventSample(
      (0..<100).map { .init(time: Int64($0) * 366 * EventSample.day, word: "w\($0)", cell: 0) })
    #expect(try comparison(sample, counts: 10_000).years.count == 100)
    #expect(throws: CountFailure.tooManyCounts(limit: 9_999)) {
      try comparison(sample, counts: 9_999)
    }
  }

  @Test func `lanes do not matter`() throws {
    for seed in 0..<6 {
      let sample = EventSample(seed, rows: 900, days: 3_000)
      #expect(
        try comparison(sample, by: "number")
          == comparison(sample, by: "number", on: EventSample.backwards))
    }
  }
}
