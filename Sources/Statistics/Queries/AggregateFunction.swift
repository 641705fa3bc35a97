/// What is computed of a group of rows.
package enum AggregateFunction: Equatable, Sendable {
  /// How many rows there are.
  case count
  case measure(Measure, of: String)
  /// The value of the first or the last row that has one, in the order of the file.
  case first(String), last(String)
  /// Pearson's coefficient of the rows that have both values.
  case correlation(String, String)
  case histogram(String, bins: Int)

  /// How many bins a histogram may have.
  package static let binCounts = 1...1_000

  /// The functions of one column by their names; `q` takes a share as well.
  static let measures: [(name: String, measure: Measure)] = [
    ("count", .count), ("count_distinct", .countDistinct), ("sum", .sum), ("mean", .mean),
    ("min", .min), ("max", .max), ("range", .range), ("median", .median), ("iqr", .iqr),
    ("mad", .mad), ("mode", .mode), ("stddev", .standardDeviation), ("variance", .variance),
    ("stddev_pop", .populationStandardDeviation), ("variance_pop", .populationVariance),
    ("sem", .standardError), ("cv", .coefficientOfVariation), ("geomean", .geometricMean),
    ("harmmean", .harmonicMean), ("skewness", .skewness), ("kurtosis", .kurtosis),
  ]

  /// The names of all functions.
  package static let names = measures.map(\.name) + ["q", "first", "last", "corr", "histogram"]

  /// The name by which it is asked for.
  package var name: String {
    switch self {
    case .count: "count"
    case .measure(.quantile, _): "q"
    case .measure(let measure, _): Self.measures.first { $0.measure == measure }?.name ?? ""
    case .first: "first"
    case .last: "last"
    case .correlation: "corr"
    case .histogram: "histogram"
    }
  }

  /// The columns that it looks at.
  package var columns: [String] {
    switch self {
    case .count: []
    case .measure(_, let column), .first(let column), .last(let column), .histogram(let column, _):
      [column]
    case .correlation(let one, let other): [one, other]
    }
  }

  /// - Parameters:
  ///   - name: one of `names`; `nil` is the answer to any other.
  ///   - arguments: columns, and behind them a share or a number of bins.
  init?(_ name: String, _ arguments: [String]) throws(QueryMistake.Kind) {
    func expect(_ counts: ClosedRange<Int>) throws(QueryMistake.Kind) {
      if !counts.contains(arguments.count) {
        throw .wrongArgumentCount(function: name, expected: counts)
      }
    }
    switch name {
    case "count":
      try expect(0...1)
      self = arguments.isEmpty ? .count : .measure(.count, of: arguments[0])
    case "q":
      try expect(2...2)
      self = .measure(.quantile(try Self.share(arguments[1])), of: arguments[0])
    case "first", "last":
      try expect(1...1)
      self = name == "first" ? .first(arguments[0]) : .last(arguments[0])
    case "corr":
      try expect(2...2)
      self = .correlation(arguments[0], arguments[1])
    case "histogram":
      try expect(2...2)
      guard let bins = wholeNumber(arguments[1]), Self.binCounts.contains(bins) else {
        throw .noBinCount(arguments[1], Self.binCounts)
      }
      self = .histogram(arguments[0], bins: bins)
    default:
      guard let measure = Self.measures.first(where: { $0.name == name })?.measure else {
        return nil
      }
      try expect(1...1)
      self = .measure(measure, of: arguments[0])
    }
  }

  /// A number from 0 to 1 in digits.
  private static func share(_ text: String) throws(QueryMistake.Kind) -> Double {
    guard text.utf8.allSatisfy({ "0123456789.".utf8.contains($0) }), let share = Double(text),
      (0...1).contains(share)
    else { throw .noShare(text) }
    return share
  }
}
