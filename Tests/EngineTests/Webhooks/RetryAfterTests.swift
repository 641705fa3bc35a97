import Foundation
import Testing

@testable import Engine

struct RetryAfterTests {
  @Test(arguments: [
    ("0", 0), ("1", 1), ("120", 120), ("00007", 7), ("99999999999999999999", Int.max),
    ("Sun, 06 Nov 1994 08:49:37 GMT", 37), ("Sun, 06 Nov 1994 08:48:59 GMT", 0),
    ("Mon, 07 Nov 1994 08:49:00 GMT", 86_400), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
  ])
  func `seconds are counted, or the time to a moment`(_ text: String, _ seconds: Int) {
    // 1994-11-06T08:49:00Z
    #expect(RetryAfter.seconds(of: text, at: 784_111_740) == seconds)
  }

  @Test(arguments: [
    "", " ", "-1", "+1", "1.5", "1s", "soon", "Sun, 06 Nov 1994 08:49:37",
    "06 Nov 1994 08:49:37 GMT",
    "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
    "Sun, 06 Nov 1994 8:49:37 GMT",
    "Sun, 06 Nov 1994 08:60:00 GMT", "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 06 Nov 1994 08:49 GMT",
    "Sun, 06 Nov 1994  08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET",
    "Sun, 06 Nov 1994 08::37 GMT",
    "Sun, 06 Nov 1994 -1:49:37 GMT",
  ])
  func `what is neither says nothing`(_ text: String) {
    #expect(RetryAfter.seconds(of: text, at: 0) == nil)
  }

  @Test func `random moments are those of Foundation`() {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(secondsFromGMT: 0)
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    for _ in 0..<500 {
      let seconds = Int64.random(in: 0..<4_000_000_000)
      let text = formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
      #expect(RetryAfter.seconds(of: text, at: 0) == Int(seconds), "\(text)")
    }
  }
}
