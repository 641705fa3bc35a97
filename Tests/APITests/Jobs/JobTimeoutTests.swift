import JSON
import Testing

@testable import API

struct JobTimeoutTests {
  @Test(
    arguments: [
      (.integer(90), .milliseconds(90_000)), (.double(0.5), .milliseconds(500)),
      (.double(0.0001), .milliseconds(1)), (.string("90s"), .milliseconds(90_000)),
      (.string("5m"), .milliseconds(300_000)),
      (.integer(31_622_400), .milliseconds(31_622_400_000)),
      (.integer(31_622_401), .unfit("31622401")), (.integer(0), .unfit("0")),
      (.integer(.max), .unfit("9223372036854775807")), (.double(-1.5), .unfit("-1.5")),
      (.string("soon"), .unfit("soon")), (.bool(true), .wrongType), (.null, .wrongType),
      (.array([]), .wrongType), (.object([]), .wrongType),
    ] as [(JSONValue, JobTimeout)])
  func `a time is seconds or a text with a unit, and no longer than a year`(
    value: JSONValue, time: JobTimeout
  ) {
    #expect(JobTimeout(value) == time)
  }
}
