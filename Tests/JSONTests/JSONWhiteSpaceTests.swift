import Testing

@testable import JSON

struct JSONWhiteSpaceTests {
  @Test func `white space is blank, tab, line feed and carriage return, and nothing else`() {
    for byte in UInt8.min...UInt8.max {
      let end = [byte].span.endOfWhiteSpace(from: 0)
      #expect(end == (Array(" \t\n\r".utf8).contains(byte) ? 1 : 0), "\(byte)")
    }
  }

  @Test(arguments: [
    ("", 0, 0), ("a", 0, 0), (" a", 0, 1), (" \t\r\n a b", 0, 5), ("a  b", 1, 3), ("a  ", 1, 3),
    ("a", 1, 1),
  ])
  func `it ends at the next byte or at the end of the text`(text: String, from: Int, end: Int) {
    #expect(Array(text.utf8).span.endOfWhiteSpace(from: from) == end)
  }
}
