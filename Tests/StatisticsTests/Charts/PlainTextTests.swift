import Tables
import Testing

@testable import Statistics

struct PlainTextTests {
  @Test func `names are short, on one line, and never empty`() throws {
    #expect(PlainText.name("price") == "price")
    #expect(PlainText.name("a\r\n\tb") == "a b")
    #expect(PlainText.name("") == "(without a name)")
    #expect(PlainText.name("\u{202E}\u{200F}") == "(without a name)")
    for value: UInt32 in [0, 0x1F, 0x7F, 0x85, 0xFDD0, 0xFFFE, 0x1FFFF, 0x10FFFF] {
      let name = try "a" + String(#require(Unicode.Scalar(value)))
      #expect(PlainText.name(name) == "a\u{FFFD}")
    }
    #expect(PlainText.name("שלום 1") == "שלום 1")
    let long = PlainText.name(String(repeating: "x", count: 1_000_000))
    #expect(long.hasSuffix("x…") && long.count < 100)
  }

  @Test func `values are read as people write them`() {
    let cells: [(Cell, String)] = [
      (.null, "–"), (.integer(12_345), "12,345"), (.integer(.min), "−9,223,372,036,854,775,808"),
      (.decimal(0.1), "0.1"), (.boolean(true), "true"), (.date(19_782), "2024-02-29"),
      (.datetime(1), "1970-01-01T00:00:00.000001Z"), (.text(Array("a<b".utf8)[...]), "a<b"),
      (.text(Array("  ".utf8)[...]), "(blanks only)"), (.text([0xFF, 0x41]), "\u{FFFD}A"),
    ]
    for (cell, text) in cells { #expect(PlainText.value(cell) == text) }
  }

  @Test func `of a long text only the beginning is looked at`() {
    for letter in ["x", "é", "日", "👩"] {
      let bytes = Array(String(repeating: letter, count: 400_000).utf8)
      let text = PlainText.value(.text(bytes[...]))
      #expect(text.hasPrefix(letter) && text.hasSuffix("…") && text.count < 120)
      #expect(!text.unicodeScalars.contains("\u{FFFD}"))
    }
    // Marks take no room of their own, so that nothing is cut for its width.
    let marks = Array(("e" + String(repeating: "\u{301}", count: 5_000)).utf8)
    #expect(PlainText.value(.text(marks[...])).utf8.count < 60)
  }

  @Test(arguments: [
    (0, 10, "0%"), (10, 10, "100%"), (1, 3, "33.3%"), (1, 8, "12.5%"), (1, 100_000, "<0.1%"),
    (99_999, 100_000, ">99.9%"), (0, 0, "–"),
  ])
  func `a share is rounded, but never to none or to all`(_ count: Int, _ all: Int, _ text: String) {
    #expect(PlainText.share(count, of: all) == text)
  }
}
