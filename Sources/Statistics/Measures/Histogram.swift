package import Tables

/// How many values lie in each of some intervals of equal width.
package struct Histogram: Equatable, Sendable {
  /// The greatest number of intervals.
  package static let binLimit = 10_000

  /// Where the intervals begin, and at last where the last one ends: one more than counts; none if there is no value.
  package let edges: [Double]
  /// The values of each interval. Its lower edge belongs to it, its upper edge to the next; both belong to the last one.
  package let counts: [Int]
}

extension Distribution {
  /// Counts the values in intervals of equal width from the least to the greatest.
  ///
  /// If all values are equal there is one interval, which reaches a half to either side.
  ///
  /// - Parameter bins: how many intervals; below 1 it is taken as 1, above `Histogram.binLimit` as that.
  /// - Complexity: O(*n*), a few nanoseconds a value; O(*distinct*) for values that are counted.
  /// - Source: NumPy 2, `numpy.histogram` and `numpy.linspace`: the edges are the same doubles, and a value lies in the interval whose edges
  ///   enclose it, compared as doubles.
  package func histogram(bins: Int) -> Histogram {
    guard let extremes = Extremes(of: self) else { return Histogram(edges: [], counts: []) }
    let (least, greatest) = (number(extremes.least), number(extremes.greatest))
    let edges = Histogram.edges(from: least, to: greatest, bins: bins)
    guard least < greatest else { return Histogram(edges: edges, counts: [count]) }
    return Histogram(edges: edges, counts: counts(between: edges, in: extremes))
  }

  private func counts(between edges: [Double], in extremes: Extremes) -> [Int] {
    let inner = edges.dropFirst().dropLast()
    switch (values, extremes) {
    case (.counts(let first, let counts), .mantissas(let range)):
      var binning = Binning(starts: inner.map { start(of: $0, in: range) })
      let density = Double(edges.count - 1) / Double(counts.count - 1)
      for (place, count) in counts.enumerated() where count != 0 {
        binning.add(first + Int64(place), times: count, guess: Double(place) * density)
      }
      return binning.counts
    case (.mantissas(let mantissas), .mantissas(let range)):
      var binning = Binning(starts: inner.map { start(of: $0, in: range) })
      let least = Double(range.lowerBound)
      let density = Double(edges.count - 1) / (Double(range.upperBound) - least)
      for mantissa in mantissas {
        binning.add(mantissa, times: 1, guess: (Double(mantissa) - least) * density)
      }
      return binning.counts
    case (.doubles(let doubles), .doubles):
      var binning = DoubleBinning(edges: edges)
      binning.add(doubles[...])
      return binning.counts
    default: return []
    }
  }

  /// The least mantissa of a range whose value is not less than an edge: values grow with mantissas, so it is found by halving.
  private func start(of edge: Double, in range: ClosedRange<Int64>) -> Int64 {
    var (low, high) = (Int128(range.lowerBound), Int128(range.upperBound))
    while low < high {
      let middle = (low + high) >> 1
      if quotient(middle) >= edge { high = middle } else { low = middle + 1 }
    }
    return Int64(truncatingIfNeeded: low)
  }
}

extension Histogram {
  /// The edges of intervals of equal width, calculated as `numpy.linspace` does; of the only interval, if all values are equal.
  ///
  /// - Parameter bins: how many intervals; below 1 it is taken as 1, above `binLimit` as that.
  static func edges(from least: Double, to greatest: Double, bins: Int) -> [Double] {
    guard least < greatest else { return [least - 0.5, greatest + 0.5] }
    let bins = max(1, min(bins, binLimit))
    let step = (greatest - least) / Double(bins)
    let edges = (0..<bins).map { bin -> Double in
      if step.isFinite { return Double(bin) * step + least }
      let way = Double(bin) / Double(bins)
      return least * (1 - way) + greatest * way
    }
    return edges + [greatest]
  }
}

/// Puts doubles into intervals of equal width.
struct DoubleBinning {
  private var binning: Binning<Double>
  private let halfLeast: Double
  private let density: Double

  /// - Parameter edges: ascending, at least two; the first one is the least value, the last one the greatest.
  init(edges: [Double]) {
    binning = Binning(starts: Array(edges.dropFirst().dropLast()))
    // Halves, since the distance of two doubles may be infinite.
    halfLeast = edges[0] / 2
    density = Double(edges.count - 1) / (edges[edges.count - 1] / 2 - halfLeast)
  }

  var counts: [Int] { binning.counts }

  mutating func add(_ doubles: ArraySlice<Double>) {
    for double in doubles {
      binning.add(double, times: 1, guess: (double / 2 - halfLeast) * density)
    }
  }
}

/// Puts values into intervals.
private struct Binning<Value: Comparable> {
  /// Where the second, third ... intervals begin.
  private let starts: [Value]
  private(set) var counts: [Int]

  init(starts: [Value]) {
    self.starts = starts
    counts = Array(repeating: 0, count: starts.count + 1)
  }

  /// - Parameter guess: about how many intervals end before the value.
  @inline(__always)
  mutating func add(_ value: Value, times: Int, guess: Double) {
    var bin = guess >= 0 ? Int(min(guess, Double(starts.count))) : 0
    while bin < starts.count, value >= starts[bin] { bin += 1 }
    while bin > 0, value < starts[bin - 1] { bin -= 1 }
    counts[bin] += times
  }
}
