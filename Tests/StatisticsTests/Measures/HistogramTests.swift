import Tables
import Testing

@testable import Statistics

struct HistogramTests {
  @Test func `a value lies between the edges of its interval`() {
    for seed in 0..<60 {
      var random = Seeded(seed)
      let shape: ClosedRange<Int64> = [
        -9...9, 0...100_000, -(1 << 40)...(1 << 50), .min + 1 ... .max,
      ][seed % 4]
      let mantissas = (0..<200).map { _ in Int64.random(in: shape, using: &random) }
      let values = mantissas.map { Distribution.listed([], scale: 1).number(.mantissa($0)) }
      let bins = [1, 2, 3, 10, 97][seed % 5]
      let forms = Distribution.forms(of: mantissas, scale: 1)
      for distribution in forms + [.doubles(values)] {
        let histogram = distribution.histogram(bins: bins)
        #expect(histogram.edges.count == bins + 1 && histogram.counts.count == bins)
        #expect(histogram.edges.first == values.min() && histogram.edges.last == values.max())
        for (bin, count) in histogram.counts.enumerated() {
          let (low, high) = (histogram.edges[bin], histogram.edges[bin + 1])
          let isLast = bin == bins - 1
          #expect(count == values.count { $0 >= low && ($0 < high || isLast && $0 == high) })
        }
      }
    }
  }

  @Test func `equal values lie in one interval`() {
    for distribution in Distribution.forms(of: [25, 25], scale: 1) + [.doubles([2.5, 2.5])] {
      #expect(distribution.histogram(bins: 10) == Histogram(edges: [2, 3], counts: [2]))
    }
  }

  @Test func `no values have no intervals`() {
    #expect(Distribution.listed([]).histogram(bins: 3) == Histogram(edges: [], counts: []))
  }

  @Test func `the number of intervals is bounded`() {
    let distribution = Distribution.listed([0, 1])
    #expect(distribution.histogram(bins: -5).counts == [2])
    #expect(distribution.histogram(bins: .max).counts.count == Histogram.binLimit)
  }

  @Test func `doubles at the ends of their range are counted`() {
    let great = Double.greatestFiniteMagnitude
    let histogram = Distribution.doubles([-great, -1, 1, great]).histogram(bins: 4)
    #expect(histogram.counts == [1, 1, 1, 1] && histogram.edges == histogram.edges.sorted())
    #expect(histogram.edges.allSatisfy { $0.isFinite } && histogram.edges[2] == 0)
    let least = Double.leastNonzeroMagnitude
    #expect(Distribution.doubles([0, least]).histogram(bins: 3).counts.reduce(0, +) == 2)
  }
}
