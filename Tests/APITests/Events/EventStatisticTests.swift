import Testing

@testable import API

struct EventStatisticTests {
  @Test func `every name that is listed is one`() {
    for name in EventStatistic.names { #expect(EventStatistic(name) != nil, "\(name)") }
  }

  @Test(arguments: [
    ("p0", 0), ("p5", 0.05), ("p50", 0.5), ("p95", 0.95), ("p99.9", 0.999), ("p100", 1),
    ("p100.0", 1), ("p007", 0.07),
  ])
  func `a percentile is a share`(name: String, share: Double) throws {
    #expect(EventStatistic(name)?.share == share)
  }

  @Test(arguments: [
    "", "p", "p101", "p100.1", "p-1", "p1e1", "p.5", "p5.", "p1.2.3", "pinf", "p 5", "P95", "avg",
    "Count", "p111111111111111111111111111", "p٣",
  ])
  func `nothing else is a statistic`(name: String) {
    #expect(EventStatistic(name) == nil)
  }

  @Test func `only percentiles and histograms look at every event`() throws {
    for name in EventStatistic.names {
      let statistic = try #require(EventStatistic(name))
      #expect(statistic.needsEvents == ["median", "histogram"].contains(name))
    }
    #expect(EventStatistic("p1")?.needsEvents == true)
    #expect(EventStatistic("median") == EventStatistic("p50"))
  }
}
