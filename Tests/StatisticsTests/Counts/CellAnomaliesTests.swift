import Tables
import Testing

@testable import Statistics

struct CellAnomaliesTests {
  private func sources(_ samples: [EventSample]) throws -> [CellAnomalies.Source] {
    try samples.map { sample in
      let table = try sample.table()
      return CellAnomalies.Source(
        of: table, by: try table.some("number"), times: sample.times, cells: sample.cells)
    }
  }

  private func found(
    _ samples: [EventSample], allowed: Set<String>? = nil,
    analysis: WeeklyAnalysis = WeeklyAnalysis(), on lanes: Lanes = .single
  ) throws -> CellAnomalies {
    try CellAnomalies(
      of: sources(samples), allowed: allowed, analysis: analysis, groupLimit: 10_000,
      countLimit: 100_000, on: lanes)
  }

  @Test func `series of cells and of the city are those of the obvious count`() throws {
    for seed in 0..<12 {
      let samples = (0...seed % 3).map { part in
        EventSample(seed * 5 + part, rows: 50 + 40 * seed, days: Int64(120 + 30 * part))
      }
      let rows = samples.flatMap(\.rows)
      let latest = try #require(rows.compactMap(\.time).max())
      let analysis = WeeklyAnalysis(trendWeeks: [2, 5], anomalyWeeks: 3)
      let answer = try found(samples, analysis: analysis)
      #expect(answer.latest == latest)
      for number in [3, 11, 200] {
        let city = rows.filter { $0.number == number && $0.cell != 0 }
        let item = answer.cityWide.first { $0.secondary == .integer(Int64(number)) }
        check(item?.findings, city, latest)
        for cell in [7, 0x88_0001, 0x88_2A10] as [UInt64] {
          let item = answer.items.first {
            $0.cell == cell && $0.secondary == .integer(Int64(number))
          }
          check(item?.findings, city.filter { $0.cell == cell }, latest)
        }
      }
      let keys = answer.items.map { ($0.cell, Int($0.secondary.spoken) ?? 0) }
      #expect(zip(keys, keys.dropFirst()).allSatisfy { $0 < $1 })
    }
  }

  private func check(_ findings: WeeklyFindings?, _ rows: [EventSample.Row], _ latest: Int64) {
    let weeks = NaiveWeeks(rows.compactMap(\.time), through: latest)
    guard let weeks, weeks.counts.count >= 9 else {
      #expect(findings == nil)
      return
    }
    #expect(findings == nil || findings?.series.naive == weeks)
    #expect(findings != nil || weeks.counts.prefix(weeks.counts.count - 5).allSatisfy { $0 == 0 })
    #expect(findings.map { $0.trends.map(\.weeks) == [2, 5] } ?? true)
  }

  @Test func `sources that are cut in two are one`() throws {
    let whole = EventSample(3, rows: 700, days: 180)
    for cut in [0, 1, 300, 700] {
      let parts = [EventSample(Array(whole.rows[..<cut])), EventSample(Array(whole.rows[cut...]))]
      let (one, two) = (try found([whole]), try found(parts))
      #expect(one.items == two.items && one.cityWide == two.cityWide && one.latest == two.latest)
      #expect(!one.items.isEmpty)
    }
  }

  @Test func `a filter takes rows out as if they were not there`() throws {
    let whole = EventSample(9, rows: 900, days: 180)
    let some = EventSample(whole.rows.filter { $0.number == 3 || $0.number == 200 })
    let (one, other) = (try found([whole], allowed: ["3", "200", "x"]), try found([some]))
    #expect(one.items == other.items && one.cityWide == other.cityWide)
    #expect(one.latest == other.latest && !one.items.isEmpty)
    let none = try found([whole], allowed: [])
    #expect(none.items.isEmpty && none.cityWide.isEmpty && none.latest == nil)
  }

  @Test func `rows without a cell say when the data ends`() throws {
    var sample = EventSample(11, rows: 600, days: 150)
    let latest = try #require(sample.rows.compactMap(\.time).max()) + 70 * EventSample.day
    sample.rows.append(.init(time: latest, cell: 0))
    let answer = try found([sample])
    #expect(answer.latest == latest)
    #expect(answer.cityWide.allSatisfy { $0.findings.anomalies.isEmpty })
  }

  @Test func `nothing is found in nothing`() throws {
    for samples in [[], [EventSample([])], [EventSample([]), EventSample([])]] {
      let answer = try found(samples)
      #expect(answer.items.isEmpty && answer.cityWide.isEmpty && answer.latest == nil)
    }
    let outside = EventSample(
      (0..<90).map { .init(time: $0 * EventSample.day, number: 1, cell: 0) })
    #expect(try found([outside]).cityWide.isEmpty)
  }

  @Test func `lanes do not matter`() throws {
    let samples = (0..<3).map { EventSample($0, rows: 500, days: 200) }
    let (one, other) = (try found(samples), try found(samples, on: EventSample.backwards))
    #expect(one.items == other.items && one.cityWide == other.cityWide)
  }

  @Test func `too many cells are told`() throws {
    let sample = EventSample(
      (0..<50).map { .init(time: 0, number: 1, cell: UInt64($0 + 1) << 40) })
    #expect(throws: CountFailure.tooManyGroups(limit: 49)) {
      try CellAnomalies(of: sources([sample]), groupLimit: 49, countLimit: 1_000)
    }
  }

  @Test func `more numbers than can be kept are told before they are made`() throws {
    // Nine pairs of a cell and a number, and three numbers city-wide.
    let sources = try sources([EventSample(3, rows: 400, days: 100)])
    func found(countLimit: Int) throws -> CellAnomalies {
      try CellAnomalies(
        of: sources, analysis: WeeklyAnalysis(trendWeeks: [4, 8], anomalyWeeks: 520),
        groupLimit: 100, countLimit: countLimit)
    }
    #expect(throws: Never.self) { try found(countLimit: 12 * 522) }
    #expect(throws: CountFailure.tooManyCounts(limit: 12 * 522 - 1)) {
      try found(countLimit: 12 * 522 - 1)
    }
  }
}
