internal import HTTP
internal import JSON
internal import Statistics
internal import Tables

/// A statistic of `/api/stats`, under the name that it has there.
enum GamesAggregate: String, CaseIterable, Sendable {
  case min, max, median, mean, range, iqr
  case standardDeviation = "std_dev"
  case variance, sum, count, percentiles, skewness, kurtosis

  /// The measures that it is made of; those of the population.
  private var measures: [(name: String, measure: Measure)] {
    switch self {
    case .min: [("", .min)]
    case .max: [("", .max)]
    case .median: [("", .median)]
    case .mean: [("", .mean)]
    case .range: [("", .range)]
    case .iqr: [("", .iqr)]
    case .standardDeviation: [("", .populationStandardDeviation)]
    case .variance: [("", .populationVariance)]
    case .sum: [("", .sum)]
    case .count: [("", .count)]
    case .percentiles:
      [("25th", .quantile(0.25)), ("50th", .quantile(0.5)), ("75th", .quantile(0.75))]
    case .skewness: [("", .skewness)]
    case .kurtosis: [("", .kurtosis)]
    }
  }

  /// Writes the statistic of some values as a member.
  func write(_ distribution: Distribution, to writer: inout JSONWriter) {
    writer.key(rawValue)
    let measures = measures
    let values = Measure.values(of: measures.map(\.measure), of: distribution)
    guard self == .percentiles else { return writer.measure(values[0]) }
    writer.beginObject()
    for (measure, value) in zip(measures, values) {
      writer.key(measure.name)
      writer.measure(value)
    }
    writer.endObject()
  }
}

extension JSONWriter {
  /// What a measure comes to; null where it is not defined.
  mutating func measure(_ value: MeasureValue) {
    switch value {
    case .undefined: null()
    case .integer(let number): integer(Int(number))
    case .number(let number): double(number)
    }
  }
}

/// What is asked for of `/api/stats`.
struct GamesStatisticsQuery: Sendable {
  /// The columns that are meant by all.
  private static let usualColumns = ["price", "dlc_count", "positive", "negative"]

  /// As it was asked: a statistic, or all.
  private(set) var aggregate = "all"
  /// The column that is meant; `nil` for all.
  private(set) var column: String?

  init(_ items: [QueryItem]) throws(Failure) {
    for item in items {
      switch item.name {
      case "aggregate":
        guard item.value == "all" || GamesAggregate(rawValue: item.value) != nil else {
          throw .games("Invalid aggregate function")
        }
        aggregate = item.value
      case "column": column = item.value == "all" ? nil : item.value
      default: throw .games("Invalid input: there is no parameter '\(item.name)'")
      }
    }
  }

  var aggregates: [GamesAggregate] {
    GamesAggregate(rawValue: aggregate).map { [$0] } ?? GamesAggregate.allCases
  }

  /// The columns of a table that are meant.
  func columns(of table: Table) throws(Failure) -> [Column] {
    let numbers = table.columns.filter { $0.type == .integer || $0.type == .decimal }
    guard let column else {
      return Self.usualColumns.compactMap { name in numbers.first { $0.name == name } }
    }
    guard let found = numbers.first(where: { $0.name == column }) else {
      throw .gamesColumn(column)
    }
    return [found]
  }
}
