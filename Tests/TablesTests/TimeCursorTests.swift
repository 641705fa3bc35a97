import Testing

@testable import Tables

/// What a cursor reads, beyond what the tests of the formats show.
struct TimeCursorTests {
  private func read<Answer>(_ text: String, _ body: (inout TimeCursor) -> Answer) -> Answer {
    withCell(text) { text in
      var cursor = TimeCursor(text: text)
      return body(&cursor)
    }
  }

  @Test func `digits are read as far as they may be`() {
    for (text, digits, expected) in [("123", 1...2, 12), ("1x", 1...2, 1), ("2015", 4...4, 2015)] {
      var value: Int64 = 0
      #expect(read(text) { $0.number(digits: digits, within: 0...9999, &value) })
      #expect(value == expected)
    }
    var value: Int64 = 0
    #expect(!read("x1") { $0.number(digits: 1...2, within: 0...99, &value) })
    #expect(!read("201") { $0.number(digits: 4...4, within: 0...9999, &value) })
    #expect(!read("13") { $0.number(digits: 1...2, within: 1...12, &value) })
  }

  @Test func `nothing is read behind the end`() {
    // What stands behind the text is a nine.
    #expect(read("") { $0.isAtEnd && $0.next() == 0 && $0.next(3) == 0 })
    #expect(read("ab") { $0.next(1) == UInt8(ascii: "b") && $0.next(2) == 0 })
    #expect(!read("") { $0.byte(UInt8(ascii: "9")) })
    #expect(!read("ut") { $0.word("utc") })
    var value: Int64 = 0
    #expect(!read("") { $0.number(digits: 1...2, within: 0...99, &value) })
    #expect(!read("") { $0.fraction(&value) })
  }

  @Test func `words are read in letters of either case`() {
    #expect(read("uTc+") { $0.word("utc") && $0.next() == UInt8(ascii: "+") })
    var half: Int64 = 1
    #expect(read("aM") { $0.half(&half) && $0.isAtEnd } && half == 0)
    #expect(read("Pm") { $0.half(&half) && $0.isAtEnd } && half == 12)
    #expect(!read("xm") { $0.half(&half) })
    var month: Int64 = 0
    #expect(read("dEcember") { $0.monthName(&month) && $0.isAtEnd } && month == 12)
    #expect(read("May2") { $0.monthName(&month) && !$0.isAtEnd } && month == 5)
  }

  @Test func `blanks are one or more where they must be`() {
    #expect(read(" \t x") { $0.blanks() && $0.next() == UInt8(ascii: "x") })
    #expect(!read("x") { $0.blanks() })
    #expect(read("  x") { $0.skipBlank() && $0.next() == UInt8(ascii: " ") })
    #expect(read("x") { $0.skipBlank() && $0.next() == UInt8(ascii: "x") })
  }

  @Test func `offsets are read in four forms`() {
    for (text, expected) in [("Z", 0), ("+02", 120), ("-0230", -150), ("+02:30", 150)] {
      var minutes: Int64 = 1
      #expect(read(text) { $0.offset(&minutes) && $0.isAtEnd } && minutes == expected)
    }
  }
}
