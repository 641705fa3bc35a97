import Tables
import Testing

@testable import Statistics

struct ColumnProfileTests {
  @Test(arguments: AggregateSample.names)
  func `a profile says what a plain look and the aggregates say`(_ name: String) throws {
    for seed in 0..<25 {
      let sample = try AggregateSample(seed + 200)
      let values = try #require(sample.columns[name])
      let column = try #require(sample.table.column(name))
      let profile = try ColumnProfile(of: column, in: sample.table, on: .single)
      #expect(try ColumnProfile(of: column, in: sample.table, on: .threads(3)) == profile)
      // The first row of one column holds another number than the sample says.
      var cells = values.cells
      if name == "double" { cells[0] = .decimal(.leastNonzeroMagnitude) }
      let present = cells.filter { $0 != .null }
      let counts = present.reduce(into: [(cell: Cell, count: Int)]()) { found, cell in
        if let index = found.firstIndex(where: { $0.cell == cell }) {
          found[index].count += 1
        } else {
          found.append((cell, 1))
        }
      }
      let ranked = counts.sorted {
        $0.count == $1.count ? NaiveAggregate.precedes($0.cell, $1.cell) : $0.count > $1.count
      }
      let sorted = present.sorted(by: NaiveAggregate.precedes)
      #expect(profile.name == name && profile.type == values.type)
      #expect(profile.count == present.count && profile.nullCount == cells.count - present.count)
      #expect(profile.distinctCount == counts.count)
      #expect(profile.least == sorted.first ?? .null && profile.greatest == sorted.last ?? .null)
      #expect(profile.topValues.map(\.value) == ranked.prefix(10).map(\.cell))
      #expect(profile.topValues.map(\.count) == ranked.prefix(10).map(\.count))
      try checkNumbers(profile, column, sample.table)
      checkOthers(profile, present)
    }
  }

  /// The statistics of numbers are those that an aggregate gives.
  private func checkNumbers(_ profile: ColumnProfile, _ column: Column, _ table: Table) throws {
    guard profile.type == .integer || profile.type == .decimal else {
      #expect(profile.numbers == nil)
      return
    }
    let numbers = try #require(profile.numbers)
    let measures: [Measure] = [
      .mean, .standardDeviation, .variance, .quantile(0.05), .quantile(0.25), .median,
      .quantile(0.75), .quantile(0.95), .skewness, .kurtosis,
    ]
    let query = AggregateQuery(
      outputs: measures.enumerated().map { .init("\($0)", .measure($1, of: column.name)) }
        + [.init("h", .histogram(column.name, bins: 20))])
    let row = try #require(try query.answer(from: table, on: .single).rows.first)
    let told = [
      numbers.mean, numbers.standardDeviation, numbers.variance, numbers.percentile5,
      numbers.lowerQuartile, numbers.median, numbers.upperQuartile, numbers.percentile95,
      numbers.skewness, numbers.kurtosis,
    ]
    #expect(told.map { .cell($0.map { .decimal($0) } ?? .null) } == Array(row.dropLast()))
    let zeros = Filter(all: [Filter.Condition(column.name, .eq, ["0"])])
    #expect(numbers.zeroCount == (try zeros.selection(of: table, on: .single).count))
    let histogram = try #require(profile.histogram)
    #expect(
      row.last
        == .histogram(Histogram(edges: edges(histogram), counts: histogram.counts)))
  }

  private func edges(_ histogram: ColumnHistogram) -> [Double] {
    histogram.edges.map { cell in
      switch cell {
      case .decimal(let edge): edge
      case .datetime(let moment): Double(moment)
      default: .nan
      }
    }
  }

  private func checkOthers(_ profile: ColumnProfile, _ present: [Cell]) {
    let texts = present.compactMap { cell -> Int? in
      guard case .text(let bytes) = cell else { return nil }
      return String(decoding: bytes, as: UTF8.self).unicodeScalars.count
    }
    #expect(
      profile.lengths?.lowerBound == texts.min() && profile.lengths?.upperBound == texts.max())
    let trueCount = present.count { $0 == .boolean(true) }
    #expect((profile.truths != nil) == (profile.type == .boolean))
    if let truths = profile.truths {
      #expect(truths.trueCount == trueCount && truths.falseCount == present.count - trueCount)
      #expect(profile.histogram == nil)
    }
    guard profile.type == .date || profile.type == .datetime else { return }
    let edges = profile.histogram.map { self.edges($0) } ?? []
    #expect((profile.histogram?.counts ?? []).reduce(0, +) == present.count)
    #expect(edges == edges.sorted())
    let day = 86_400_000_000.0
    switch (profile.least, profile.greatest) {
    case (.date(let least), .date(let greatest)) where least < greatest:
      #expect(edges.first == Double(least) * day && edges.last == Double(greatest) * day)
    case (.datetime(let least), .datetime(let greatest)) where least < greatest:
      #expect(edges.first == Double(least) && edges.last == Double(greatest))
    default: break
    }
  }

  @Test func `a column without values says so`() throws {
    var options = CSVOptions()
    options.types = ["a": .integer, "b": .text, "c": .boolean, "d": .date]
    let table = try CSVLoader.load(Array("a,b,c,d\n,,,\n,,,\n".utf8), options).table
    for column in table.columns {
      let profile = try ColumnProfile(of: column, in: table, on: .single)
      #expect(profile.count == 0 && profile.nullCount == 2 && profile.distinctCount == 0)
      #expect(profile.least == .null && profile.greatest == .null && profile.topValues.isEmpty)
      #expect(profile.numbers == nil && profile.histogram == nil && profile.lengths == nil)
    }
  }

  @Test func `a table is profiled column by column`() throws {
    let sample = try AggregateSample(1)
    let profile = try TableProfile(of: sample.table, on: .single)
    #expect(profile.rowCount == sample.rowCount)
    #expect(profile.columns.map(\.name) == ["id"] + AggregateSample.names)
  }
}
