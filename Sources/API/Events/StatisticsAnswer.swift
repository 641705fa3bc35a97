internal import JSON
internal import Statistics

/// What is answered about the events of a window. Everything in it is about the same events.
struct StatisticsAnswer {
  private let summary: WindowSummary
  private var quantiles: [(share: Double, value: Double)] = []
  private var isExact = true
  private var histogram: Histogram?

  /// What sums tell.
  init(_ summary: WindowSummary) {
    self.summary = summary
  }

  /// What a query asks of some events.
  ///
  /// - Complexity: O(*events*) for histograms and quantiles.
  init(_ window: RollingWindow, in range: ClosedRange<Int64>, _ query: StatisticsQuery) {
    summary = window.summary(in: range)
    let shares = query.statistics.compactMap(\.statistic.share)
    if !shares.isEmpty, let found = window.quantiles(shares, in: range) {
      quantiles = Array(zip(shares, found.values))
      isExact = found.isExact
    }
    if query.statistics.contains(where: { $0.statistic == .histogram }) {
      histogram = window.histogram(bins: query.bins, in: range)
    }
  }

  /// The answer as JSON, with the names that were asked for.
  func text(_ query: StatisticsQuery) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    for (name, statistic) in query.statistics {
      writer.key(name)
      write(statistic, to: &writer)
    }
    if query.statistics.contains(where: { $0.statistic.share != nil }) {
      writer.key("exact")
      writer.bool(isExact)
      if !isExact {
        writer.key("relative_error")
        writer.double(QuantileSketch.relativeError)
      }
    }
    writer.endObject()
    return writer.bytes
  }

  private func write(_ statistic: EventStatistic, to writer: inout JSONWriter) {
    switch statistic {
    case .count: writer.integer(summary.count)
    case .sum: writer.optional(summary.sum)
    case .min: writer.optional(summary.min)
    case .max: writer.optional(summary.max)
    case .mean: writer.optional(summary.mean)
    case .range:
      let range = summary.max.flatMap { max in summary.min.map { max - $0 } }
      writer.optional(range.flatMap { $0.isFinite ? $0 : nil })
    case .variance: writer.optional(summary.populationVariance)
    case .standardDeviation: writer.optional(summary.populationStandardDeviation)
    case .quantile(let share):
      writer.optional(quantiles.first { $0.share == share }?.value)
    case .histogram: write(histogram, to: &writer)
    }
  }

  private func write(_ histogram: Histogram?, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("edges")
    writer.beginArray()
    for edge in histogram?.edges ?? [] { writer.double(edge) }
    writer.endArray()
    writer.key("counts")
    writer.beginArray()
    for count in histogram?.counts ?? [] { writer.integer(count) }
    writer.endArray()
    writer.endObject()
  }
}

extension JSONWriter {
  fileprivate mutating func optional(_ number: Double?) {
    if let number { double(number) } else { null() }
  }
}
