package import Tables

/// What one column of a table is like.
package struct ColumnProfile: Equatable, Sendable {
  /// How many of the most frequent values are told.
  package static let topCount = 10
  /// How many intervals a histogram has.
  package static let binCount = 20

  package let name: String
  package let type: ColumnType
  /// How many rows have a value.
  package let count: Int
  package let nullCount: Int
  /// How many different values there are; `nil` where they are too many to be counted exactly.
  package let distinctCount: Int?
  /// The least and the greatest value, of texts by their bytes; null if there is none.
  package let least: Cell
  package let greatest: Cell
  /// The most frequent values, the most frequent one first, of equally frequent ones the least; none where they are too many to be counted.
  package let topValues: [CountedValue]
  /// Of columns of numbers that have a value.
  package let numbers: NumberProfile?
  /// Of days and moments, and of numbers, that have a value.
  package let histogram: ColumnHistogram?
  /// The lengths of the shortest and the longest text in characters (code points of Unicode); `nil` for other columns and without a text.
  package let lengths: ClosedRange<Int>?
  /// Of columns of truths.
  package let truths: TruthCounts?

  /// Looks at all rows of a column.
  ///
  /// - Complexity: O(*rows*), some ten nanoseconds each; texts are coded, see `Column.categories()`.
  package init(of column: Column, in table: Table, on lanes: Lanes) throws(Cancelled) {
    try lanes.check()
    if let tally = try WordTally(of: column, on: lanes) {
      lanes.advance(1, of: 2)
      try self.init(of: column, tally, on: lanes)
    } else {
      let all = try column.distribution(in: Selection(all: table), on: lanes)
      lanes.advance(1, of: 2)
      try self.init(
        of: column,
        all ?? Distribution(values: .mantissas([]), scale: 0, count: 0, nullCount: table.rowCount),
        on: lanes)
    }
    lanes.advance(2, of: 2)
  }

  private init(of column: Column, _ values: Distribution, on lanes: Lanes) throws(Cancelled) {
    let frequencies = try Frequencies(of: values, top: Self.topCount, on: lanes)
    let extremes = try Measure.values(of: [.min, .max], of: values, on: lanes)
    let isNumber = column.type == .integer || column.type == .decimal
    name = column.name
    type = column.type
    count = values.count
    nullCount = values.nullCount
    distinctCount = frequencies?.distinctCount
    least = Measure.min.cell(extremes[0], of: column)
    greatest = Measure.max.cell(extremes[1], of: column)
    topValues = (frequencies?.top ?? []).map { value, count in
      let cell: Cell =
        switch value {
        case .mantissa(let mantissa) where column.type != .decimal: column.cell(of: mantissa)
        case .mantissa, .double: .decimal(values.number(value))
        }
      return CountedValue(value: cell, count: count)
    }
    numbers =
      isNumber
      ? try NumberProfile(of: values, zeroCount: frequencies?.zeroCount, on: lanes) : nil
    try lanes.check()
    histogram =
      column.type == .boolean || values.count == 0
      ? nil : ColumnHistogram(values.histogram(bins: Self.binCount), of: column.type)
    lengths = nil
    let trueCount = column.type == .boolean ? Measure.sum.value(of: values) : .undefined
    truths = column.type == .boolean ? TruthCounts(trueCount, of: values.count) : nil
  }

  private init(of column: Column, _ tally: WordTally, on lanes: Lanes) throws(Cancelled) {
    let extent = try tally.extent(on: lanes)
    var top = MostFrequent<Int>(ColumnProfile.topCount) { tally.precedes($0, $1) }
    for (code, count) in tally.counts.enumerated() {
      if code % (1 << 16) == 0 { try lanes.check() }
      if count > 0 { top.offer(code, count: count) }
    }
    name = column.name
    type = column.type
    count = tally.counts.reduce(0, +)
    nullCount = tally.nullCount
    distinctCount = extent?.distinctCount ?? 0
    least = extent.map { .text(tally.bytes(of: $0.least)) } ?? .null
    greatest = extent.map { .text(tally.bytes(of: $0.greatest)) } ?? .null
    topValues = top.values.map {
      CountedValue(value: .text(tally.bytes(of: $0.value)), count: $0.count)
    }
    lengths = extent?.lengths
    numbers = nil
    histogram = nil
    truths = nil
  }
}

/// A value and how many rows have it.
package struct CountedValue: Equatable, Sendable {
  package let value: Cell
  package let count: Int
}

/// How many rows are true and how many are false.
package struct TruthCounts: Equatable, Sendable {
  package let trueCount: Int
  package let falseCount: Int

  init(_ sum: MeasureValue, of count: Int) {
    if case .integer(let sum) = sum { trueCount = Int(sum) } else { trueCount = 0 }
    falseCount = count - trueCount
  }
}

/// The statistics of a column of numbers. What is not defined for so few values, or too large for a double, is `nil`.
package struct NumberProfile: Equatable, Sendable {
  package let mean: Double?
  /// Of a sample: n - 1 in the denominator.
  package let standardDeviation: Double?
  package let variance: Double?
  /// The values below which a 20th, a quarter, a half, three quarters and 19 of 20 of the values lie (type 7 of Hyndman and Fan).
  package let percentile5: Double?
  package let lowerQuartile: Double?
  package let median: Double?
  package let upperQuartile: Double?
  package let percentile95: Double?
  package let skewness: Double?
  package let kurtosis: Double?
  /// How many values are 0; `nil` where they are too many to be counted.
  package let zeroCount: Int?

  /// - Returns: `nil` if there is no value.
  init?(
    of values: Distribution, zeroCount: Int?, on lanes: Lanes = .single
  ) throws(Cancelled) {
    guard values.count > 0 else { return nil }
    let measures: [Measure] = [
      .mean, .standardDeviation, .variance, .quantile(0.05), .quantile(0.25), .median,
      .quantile(0.75), .quantile(0.95), .skewness, .kurtosis,
    ]
    let numbers = try Measure.values(of: measures, of: values, on: lanes).map { value -> Double? in
      switch value {
      case .undefined: nil
      case .integer(let integer): Double(integer)
      case .number(let number): number
      }
    }
    mean = numbers[0]
    standardDeviation = numbers[1]
    variance = numbers[2]
    percentile5 = numbers[3]
    lowerQuartile = numbers[4]
    median = numbers[5]
    upperQuartile = numbers[6]
    percentile95 = numbers[7]
    skewness = numbers[8]
    kurtosis = numbers[9]
    self.zeroCount = zeroCount
  }
}

/// How many values of a column lie in each of some intervals of equal width.
package struct ColumnHistogram: Equatable, Sendable {
  /// Where the intervals begin, and at last where the last one ends: numbers, or moments for days and moments.
  package let edges: [Cell]
  /// The values of each interval. Its lower edge belongs to it, its upper edge to the next; both belong to the last one.
  package let counts: [Int]

  init(_ histogram: Histogram, of type: ColumnType) {
    counts = histogram.counts
    edges = histogram.edges.map { edge in
      switch type {
      case .date: Self.moment(edge * 86_400_000_000)
      case .datetime: Self.moment(edge)
      case .integer, .decimal, .boolean, .text: .decimal(edge)
      }
    }
  }

  private static func moment(_ microseconds: Double) -> Cell {
    Int64(exactly: microseconds.rounded()).map { .datetime($0) } ?? .null
  }
}
