import Testing

@testable import Statistics

struct FieldCursorTests {
  /// The fields of the first record, and where the next one begins; `nil` if it has no end.
  private func fields(
    _ text: String, limitBytes: Int = 1000
  ) throws(JourneyFailure) -> (fields: [String], next: Int, lines: Int)? {
    let bytes = Array(text.utf8)
    var cursor = FieldCursor(recordStart: 0, fieldStart: 0, limitBytes: limitBytes, line: 5)
    var fields: [String] = []
    repeat {
      guard try cursor.advance(in: bytes.span) else { return nil }
      fields.append(String(decoding: cursor.bytes(in: bytes.span), as: UTF8.self))
    } while !cursor.isLast
    return (fields, cursor.next, cursor.lineCount)
  }

  @Test(
    arguments: [
      ("a,b\n", ["a", "b"]), ("\n", [""]), (",\n", ["", ""]), ("a\r\n", ["a"]),
      ("a\rb\n", ["a\rb"]), ("\"a\",\"b\"\n", ["a", "b"]), ("\"\",x\n", ["", "x"]),
      ("\"a,b\nc\"\"d\",e\r\n", ["a,b\nc\"d", "e"]), ("\"\"\"\"\n", ["\""]),
      ("a\"b\"\"c,d\n", ["a\"b\"\"c", "d"]), ("\"a\"\r\n", ["a"]), ("é,😀\n", ["é", "😀"]),
    ])
  func `a record is its fields`(_ record: String, _ expected: [String]) throws {
    let behind = try fields(record + "x,y\n")
    #expect(behind?.fields == expected)
    #expect(behind?.next == record.utf8.count)
    #expect(behind?.lines == record.utf8.count { $0 == 0x0A })
    for count in 0..<record.utf8.count {
      let cut = String(decoding: record.utf8.prefix(count), as: UTF8.self)
      #expect(try fields(cut) == nil, "\(count) bytes")
    }
  }

  @Test(arguments: ["\"a\"b\n", "\"a\" ,b\n", "x,\"a\"\rb\n", "\"a\"\r,"])
  func `nothing stands behind the quote that ends a field`(_ text: String) {
    #expect(throws: JourneyFailure.misplacedQuote(line: 5)) { try fields(text) }
  }

  @Test(arguments: ["abcd,fgh\n", "abcd,fghi", "\"bcd\",gh\n", "\"bcdefg\"\n", "abcdefgh\n"])
  func `a record of as many bytes as may be is taken`(_ text: String) throws {
    _ = try fields(text, limitBytes: 8)
  }

  @Test(arguments: ["abcd,fghi\n", "abcdefghi,", "\"bcdefgh\"\n", "\"bcdefgh\",", "\"bcdefgh\"x"])
  func `a longer one is refused`(_ text: String) {
    #expect(throws: JourneyFailure.recordTooLong(line: 5, limitBytes: 8)) {
      try fields(text, limitBytes: 8)
    }
  }
}
