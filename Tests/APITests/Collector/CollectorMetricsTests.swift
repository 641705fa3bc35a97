import Testing

@testable import API

struct CollectorMetricsTests {
  @Test func `what the collector does is among the figures, at first nothing`() throws {
    var text = PrometheusText()
    try CollectorSamples.site().api.writeCollector(to: &text)
    let lines = String(decoding: text.bytes, as: UTF8.self).split(separator: "\n")
    let samples = lines.filter { !$0.hasPrefix("#") }
    #expect(samples.count == 15)
    #expect(samples.allSatisfy { $0.hasPrefix("tally_collector_") && $0.hasSuffix(" 0") })
    #expect(samples.contains(#"tally_collector_breaker_open{place="upstream"} 0"#))
    #expect(lines.filter { $0.hasPrefix("# TYPE") }.count == 10)
  }
}
