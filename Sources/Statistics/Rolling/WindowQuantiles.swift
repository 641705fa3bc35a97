internal import Tables

/// Quantiles of the events of a range.
package struct WindowQuantiles: Equatable, Sendable {
  /// One for each share that was asked for, in the order of the shares.
  package let values: [Double]
  /// Whether they are those of the values themselves; otherwise they come from a sketch.
  package let isExact: Bool
}

extension RollingWindow {
  /// Up to so many events quantiles are exact.
  package static let exactQuantileLimit = 1_000_000

  /// The values below which these shares of the values lie, of the events of a range.
  ///
  /// Between two neighbours the value is interpolated in a straight line (method 7 of Hyndman and Fan), as `Measure.quantile` does. Of more events
  /// than `exactQuantileLimit` the neighbours are estimates, each right to `QuantileSketch.relativeError` of its value; the least and the greatest
  /// value are exact.
  ///
  /// - Parameter shares: from 0 (the least value) to 1 (the greatest) each; one beyond is taken as the nearer of these, NaN as 0.
  /// - Returns: `nil` if there is no event.
  /// - Complexity: O(*n*) up to the limit, about ten nanoseconds an event; O(*n* / 2^15) beyond it, some milliseconds for ten million events. Ask a
  ///   copy of the window, if others wait for it.
  package func quantiles(_ shares: [Double], in range: ClosedRange<Int64>) -> WindowQuantiles? {
    quantiles(shares, in: range, exactLimit: Self.exactQuantileLimit)
  }

  func quantiles(
    _ shares: [Double], in range: ClosedRange<Int64>, exactLimit: Int
  ) -> WindowQuantiles? {
    let sums = sums(in: range)
    guard sums.count > 0 else { return nil }
    let shares = shares.map { $0 >= 0 ? min($0, 1) : 0 }
    if sums.count <= exactLimit {
      return WindowQuantiles(values: exactQuantiles(shares, in: range, sums.count), isExact: true)
    }
    return WindowQuantiles(values: estimates(shares, in: range, sums), isExact: false)
  }

  private func exactQuantiles(
    _ shares: [Double], in range: ClosedRange<Int64>, _ count: Int
  ) -> [Double] {
    var gathered = GatheredValues()
    gathered.values.reserveCapacity(count)
    read(range, into: &gathered)
    let distribution = Distribution(
      values: .doubles(gathered.values), scale: 0, count: count, nullCount: 0)
    return Measure.values(of: shares.map { .quantile($0) }, of: distribution).compactMap {
      if case .number(let number) = $0 { number } else { nil }
    }
  }

  private func estimates(
    _ shares: [Double], in range: ClosedRange<Int64>, _ sums: WindowSums
  ) -> [Double] {
    var sketch = QuantileSketch()
    read(range, into: &sketch)
    let places = shares.compactMap { Quantile.place(of: $0, among: sums.count) }
    let last = sums.count - 1
    let ranks = Set(places.flatMap { [$0.rank, min($0.rank + 1, last)] }).sorted()
    var estimates = Dictionary(uniqueKeysWithValues: zip(ranks, sketch.values(at: ranks)))
    (estimates[0], estimates[last]) = (sums.min, sums.max)
    return places.compactMap { rank, way in
      guard let low = estimates[rank], let high = estimates[min(rank + 1, last)] else { return nil }
      let point = Quantile.point(between: low, and: high, at: way)
      return max(sums.min, min(point, sums.max))
    }
  }
}

/// The values of a range, in the order of their times.
struct GatheredValues: RangeReader {
  var values: [Double] = []

  mutating func take(_ part: some WindowPart) -> Bool { false }

  mutating func take(_ values: ArraySlice<Double>) {
    self.values += values
  }
}
