import HTTP
import Testing

@testable import API

struct RequestMetricsTests {
  private func page(_ metrics: RequestMetrics) throws -> Exposition {
    var text = PrometheusText()
    metrics.write(to: &text, names: ["/a", "/b"])
    return try Exposition(String(decoding: text.bytes, as: UTF8.self))
  }

  @Test func `requests are counted by endpoint and status`() throws {
    let metrics = RequestMetrics(endpointCount: 2)
    for _ in 0..<3 { metrics.count(endpoint: 0, status: .ok, nanoseconds: 1) }
    metrics.count(endpoint: 1, status: .notFound, nanoseconds: 1)
    metrics.count(endpoint: nil, status: .badRequest, nanoseconds: 1)
    metrics.count(endpoint: 1, status: Status(499), nanoseconds: 1)
    let page = try page(metrics)
    #expect(page.complaints.isEmpty)
    let name = "tally_http_requests_total"
    #expect(page.value(name, ["endpoint": "/a", "status": "200"]) == 3)
    #expect(page.value(name, ["endpoint": "/b", "status": "404"]) == 1)
    #expect(page.value(name, ["endpoint": "/b", "status": "other"]) == 1)
    #expect(page.value(name, ["endpoint": "unmatched", "status": "400"]) == 1)
    #expect(page.samples.count { $0.name == name } == 4)
  }

  @Test func `every status of the house has a place of its own`() throws {
    let metrics = RequestMetrics(endpointCount: 2)
    for code in RequestMetrics.statuses {
      metrics.count(endpoint: 0, status: Status(code), nanoseconds: 1)
    }
    for code in RequestMetrics.statuses {
      let labels = ["endpoint": "/a", "status": "\(code)"]
      #expect(try page(metrics).value("tally_http_requests_total", labels) == 1)
    }
  }

  @Test func `durations fall into the first bucket whose bound they do not pass`() throws {
    let metrics = RequestMetrics(endpointCount: 2)
    metrics.count(endpoint: 0, status: .ok, nanoseconds: 100_000)
    metrics.count(endpoint: 0, status: .ok, nanoseconds: 100_001)
    metrics.count(endpoint: 0, status: .ok, nanoseconds: 60_000_000_000)
    let page = try page(metrics)
    #expect(page.complaints.isEmpty)
    let name = "tally_http_request_duration_seconds"
    #expect(page.value(name + "_bucket", ["endpoint": "/a", "le": "0.0001"]) == 1)
    #expect(page.value(name + "_bucket", ["endpoint": "/a", "le": "0.0005"]) == 2)
    #expect(page.value(name + "_bucket", ["endpoint": "/a", "le": "10"]) == 2)
    #expect(page.value(name + "_bucket", ["endpoint": "/a", "le": "+Inf"]) == 3)
    #expect(page.value(name + "_sum", ["endpoint": "/a"]) == 60.000200001)
    #expect(page.value(name + "_count", ["endpoint": "/b"]) == nil)
  }
}
