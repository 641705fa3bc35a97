import Tables
import Testing

@testable import Statistics

struct UnivariateAnomaliesTests {
  private func found(
    _ sample: EventSample, allowed: Set<String>? = nil, on lanes: Lanes = .single
  ) throws -> UnivariateAnomalies {
    let table = try sample.table()
    return try UnivariateAnomalies(
      of: table, primary: table.some("word"), secondary: table.some("number"),
      times: sample.times, allowed: allowed, groupLimit: 10_000,
      countLimit: 100_000, on: lanes)
  }

  @Test func `series of pairs and of the city are those of the obvious count`() throws {
    for seed in 0..<12 {
      let sample = EventSample(seed + 20, rows: 60 + 40 * seed, days: 150)
      let allowed: Set<String>? = seed % 3 == 0 ? ["3", "200"] : nil
      let heard = sample.rows.filter { row in
        allowed.map { $0.contains(row.number.map(String.init) ?? "") } ?? true
      }
      let latest = try #require(heard.compactMap(\.time).max())
      let answer = try found(sample, allowed: allowed)
      #expect(answer.latest == latest)
      for number in [3, 11, 200] {
        let city = heard.filter { $0.number == number }
        let item = answer.cityWide.first { $0.secondary == .integer(Int64(number)) }
        check(item?.findings, city, latest)
        for word in ["Fire", "Lärm", "Theft"] {
          let item = answer.items.first {
            $0.primary == .word(word) && $0.secondary == .integer(Int64(number))
          }
          check(item?.findings, city.filter { $0.word == word }, latest)
        }
      }
      let keys = answer.items.map { [$0.primary.spoken, $0.secondary.spoken] }
      #expect(keys == keys.sorted { ($0[0], Int($0[1]) ?? 0) < ($1[0], Int($1[1]) ?? 0) })
    }
  }

  private func check(_ findings: WeeklyFindings?, _ rows: [EventSample.Row], _ latest: Int64) {
    let weeks = NaiveWeeks(rows.compactMap(\.time), through: latest)
    let limit = latest - 28 * EventSample.day
    var history: [Int] = []
    if let weeks {
      history = weeks.counts.indices
        .filter { (weeks.first + 7 * Int64($0)) * EventSample.day <= limit }
        .map { weeks.counts[$0] }
    }
    guard let weeks, weeks.counts.count >= 8, history.contains(where: { $0 > 0 }) else {
      #expect(findings == nil)
      return
    }
    #expect(findings?.series.naive == weeks)
    let recent = Array(weeks.counts.dropFirst(history.count))
    #expect(findings?.anomalies.map(\.count) == recent)
    let mean = Double(history.reduce(0, +)) / Double(history.count)
    #expect(findings?.model.mean == mean)
    #expect(findings?.trends.count == 1)
  }

  @Test func `no rows and no times find nothing`() throws {
    let silent = EventSample((0..<9).map { _ in .init(word: "x", number: 1, cell: 1) })
    for sample in [EventSample([]), silent] {
      let answer = try found(sample)
      #expect(answer.items.isEmpty && answer.cityWide.isEmpty && answer.latest == nil)
    }
  }

  @Test func `one row and one week are too little`() throws {
    let row = EventSample.Row(time: 3 * EventSample.day, word: "x", number: 1, cell: 1)
    for count in [1, 50] {
      let answer = try found(EventSample(Array(repeating: row, count: count)))
      #expect(answer.items.isEmpty && answer.cityWide.isEmpty && answer.latest == row.time)
    }
  }

  @Test func `a thousand groups of one row have no series, the city has`() throws {
    let sample = EventSample(
      (0..<1_000).map {
        .init(time: Int64($0 / 10) * EventSample.day, word: "w\($0)", number: 5, cell: 1)
      })
    let answer = try found(sample)
    #expect(answer.items.isEmpty && answer.cityWide.map(\.secondary) == [.integer(5)])
    #expect(answer.cityWide[0].findings.series.map(\.count).dropFirst().allSatisfy { $0 == 70 })
    #expect(answer.cityWide[0].findings.trends[0].trend.pValue == 1)
  }

  @Test func `lanes do not matter`() throws {
    for seed in 0..<6 {
      let sample = EventSample(seed, rows: 900, days: 200)
      let (one, other) = (try found(sample), try found(sample, on: EventSample.backwards))
      #expect(one.items == other.items && one.cityWide == other.cityWide)
      #expect(one.latest == other.latest && !one.items.isEmpty)
    }
  }

  @Test func `more numbers than can be kept are told before they are made`() throws {
    // Nine pairs of a word and a number, and three numbers city-wide.
    let sample = EventSample(3, rows: 400, days: 100)
    let table = try sample.table()
    func found(_ allowed: Set<String>?, countLimit: Int) throws -> UnivariateAnomalies {
      try UnivariateAnomalies(
        of: table, primary: table.some("word"), secondary: table.some("number"),
        times: sample.times, allowed: allowed, analysis: WeeklyAnalysis(anomalyWeeks: 520),
        groupLimit: 100, countLimit: countLimit)
    }
    #expect(throws: Never.self) { try found(nil, countLimit: 12 * 521) }
    #expect(throws: CountFailure.tooManyCounts(limit: 12 * 521 - 1)) {
      try found(nil, countLimit: 12 * 521 - 1)
    }
    #expect(throws: Never.self) { try found(["3"], countLimit: 4 * 521) }
  }
}
