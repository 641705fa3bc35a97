import Tables
import Testing

@testable import Statistics

struct WindowHistogramTests {
  @Test func `a range has the histogram of its values`() {
    for seed in 0..<40 {
      var random = Seeded(seed)
      let stream = SampleStream(&random, count: 200)
      var window = RollingWindow(shape: WindowShape(chunkLimit: 6, runLimit: 3))
      window.insert(stream.events[...])
      for bins in [0, 1, 7, 100] {
        let range = stream.range(&random)
        var gathered = GatheredValues()
        window.read(range, into: &gathered)
        let histogram = window.histogram(bins: bins, in: range)
        #expect(histogram == Distribution.doubles(gathered.values).histogram(bins: bins))
        #expect(histogram.counts.reduce(0, +) == gathered.values.count)
      }
    }
  }

  @Test func `equal values lie in one interval and no values in none`() {
    var window = RollingWindow()
    #expect(window.histogram(bins: 5, in: 0...9) == Histogram(edges: [], counts: []))
    window.insert([Event(nanoseconds: 1, value: 2), Event(nanoseconds: 2, value: 2)][...])
    #expect(window.histogram(bins: 5, in: 0...9) == Histogram(edges: [1.5, 2.5], counts: [2]))
  }
}
