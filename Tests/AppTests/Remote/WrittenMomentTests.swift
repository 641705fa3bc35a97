import Posix
import Testing

@testable import App

struct WrittenMomentTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:00.001Z", 1),
    ("1969-12-31T23:59:59.999Z", -1), ("2000-02-29T12:00:00.5Z", 951_825_600_500),
    ("2026-11-21T10:13:19.368Z", 1_795_255_999_368),
    ("2026-11-21T10:13:19.368999999Z", 1_795_255_999_368),
  ])
  func `a moment is milliseconds since 1970`(text: String, milliseconds: Int64) {
    #expect(WrittenMoment.milliseconds(text) == milliseconds)
  }

  @Test func `what the log writes reads back`() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      // From the year 1 to the year 2261.
      let milliseconds = Int64.random(in: -9_223_372_036_854...9_223_372_036_854, using: &random)
      var bytes: [UInt8] = []
      Timestamp(wallNanoseconds: milliseconds * 1_000_000).append(to: &bytes)
      #expect(WrittenMoment.milliseconds(String(decoding: bytes, as: UTF8.self)) == milliseconds)
    }
  }

  @Test(arguments: [
    "", "now", "2026-11-21", "2026-11-21T10:13:19", "2026-11-21T10:13:19+01:00",
    "2026-13-21T10:13:19Z", "2026-11-00T10:13:19Z", "2026-11-21T24:13:19Z",
    "2026-11-21T10:60:19Z", "2026-11-21T10:13:60Z", "2026-11-21T10:13:19.Z",
    "2026-11-21T10:13:19.1234567890Z", "2026-11-21 10:13:19Z", "2026-1a-21T10:13:19Z",
    "2026-11-21T10:13:19.3x8Z", "-026-11-21T10:13:19Z",
  ])
  func `any other text is none`(text: String) {
    #expect(WrittenMoment.milliseconds(text) == nil)
  }
}
