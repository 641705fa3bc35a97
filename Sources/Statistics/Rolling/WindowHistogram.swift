extension RollingWindow {
  /// Counts the values of a range in intervals of equal width from the least to the greatest, as `Distribution.histogram` does.
  ///
  /// - Parameter bins: how many intervals; below 1 it is taken as 1, above `Histogram.binLimit` as that.
  /// - Complexity: O(*n*), a few nanoseconds an event, without a copy of the values. Ask a copy of the window, if others wait for it.
  package func histogram(bins: Int, in range: ClosedRange<Int64>) -> Histogram {
    let sums = sums(in: range)
    guard sums.count > 0 else { return Histogram(edges: [], counts: []) }
    let edges = Histogram.edges(from: sums.min, to: sums.max, bins: bins)
    guard sums.min < sums.max else { return Histogram(edges: edges, counts: [sums.count]) }
    var binning = DoubleBinning(edges: edges)
    read(range, into: &binning)
    return Histogram(edges: edges, counts: binning.counts)
  }
}

extension DoubleBinning: RangeReader {
  mutating func take(_ part: some WindowPart) -> Bool { false }

  mutating func take(_ values: ArraySlice<Double>) { add(values) }
}
