import Testing

@testable import HTTP

struct HTTPDateTests {
  private func seconds(_ text: String, now: Int = 1_700_000_000) -> Int? {
    HTTPDate.seconds(of: Array(text.utf8)[...], nowSeconds: now)
  }

  // RFC 9110, section 5.6.7: one moment in its three forms.
  @Test(arguments: [
    "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
  ])
  func `the three forms of the standard name one moment`(text: String) {
    #expect(seconds(text) == 784_111_777)
  }

  @Test(arguments: [
    (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
    (951_782_399, "Mon, 28 Feb 2000 23:59:59 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
    (-1, "Wed, 31 Dec 1969 23:59:59 GMT"), (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
    (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"), (Int.max, "Fri, 31 Dec 9999 23:59:59 GMT"),
    (Int.min, "Sat, 01 Jan 0000 00:00:00 GMT"),
  ])
  func `a second is written in the form of today`(second: Int, text: String) {
    #expect(String(decoding: HTTPDate.text(secondsSince1970: second), as: UTF8.self) == text)
  }

  @Test func `what is written reads back`() {
    for second in stride(from: -62_000_000_000, to: 253_000_000_000, by: 1_234_567_891) {
      let text = HTTPDate.text(secondsSince1970: second)
      #expect(HTTPDate.seconds(of: text[...], nowSeconds: 0) == second)
    }
  }

  @Test func `two digits of a year are never more than fifty years ahead`() {
    #expect(seconds("Friday, 31-Dec-99 23:59:59 GMT", now: 1_700_000_000) == 946_684_799)
    #expect(seconds("Tuesday, 01-Jan-30 00:00:00 GMT", now: 1_700_000_000) == 1_893_456_000)
    #expect(seconds("Saturday, 01-Jan-00 00:00:00 GMT", now: 1_700_000_000) == 946_684_800)
  }

  @Test(arguments: [
    "", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC",
    "Sun, 6 Nov 1994 08:49:37 GMT", "Son, 06 Nov 1994 08:49:37 GMT",
    "Sun, 31 Feb 1994 08:49:37 GMT",
    "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
    "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
    "Sun, 06 Nov 1994 8:49:37 GMT",
    "Sun, 00 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT",
    "Sunday 06-Nov-94 08:49:37 GMT",
    "Sun Nov 06 08:49:37", "Xyz Nov  6 08:49:37 1994", "Sun Nov  x 08:49:37 1994",
    "Sun Nov   6  08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 GMT and so on for ever",
    "Sün, 06 Nov 1994 08:49:37 GMT", "784111777",
  ])
  func `anything else is no date`(text: String) {
    #expect(seconds(text) == nil)
  }
}
