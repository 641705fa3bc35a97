import Testing

@testable import Statistics

struct ChartTextTests {
  @Test func `a text that fits stays, one that does not ends in an ellipsis`() {
    let text = "District of Columbia"
    let width = ChartText.width(of: text, size: 12)
    #expect(ChartText.cut(text, toWidth: width + 0.001, size: 12) == text)
    let cut = ChartText.cut(text, toWidth: width - 1, size: 12)
    #expect(cut.hasSuffix("…") && text.hasPrefix(cut.dropLast()) && cut.count < text.count)
  }

  @Test(arguments: SVGDocument.hostileNames)
  func `no cut text is wider than its limit, nor endless`(_ text: String) {
    for limit in [14.0, 20, 60, 240] {
      let cut = ChartText.cut(text, toWidth: limit, size: 12)
      #expect(ChartText.width(of: cut, size: 12) <= limit)
      #expect(cut.unicodeScalars.count <= Int(limit) * 16)
      #expect(!cut.contains { $0.isNewline || $0 == "\t" })
    }
  }

  @Test func `white space becomes one blank`() {
    #expect(ChartText.cut(" a \r\n\t b\u{2028}c ", toWidth: 999, size: 12) == "a b c")
  }

  @Test func `what turns the direction of writing is left out`() {
    let text = "a\u{202E}b\u{2066}c\u{2069}d"
    #expect(
      Array(ChartText.cut(text, toWidth: 999, size: 12).unicodeScalars) == ["a", "b", "c", "d"])
  }

  @Test func `combinations end, families of emoji do not`() {
    let family = "👩🏽‍👩🏽‍👧🏽‍👦🏽"
    #expect(ChartText.cut(family, toWidth: 999, size: 12) == family)
    let endless = "e" + String(repeating: "\u{301}", count: 5000)
    #expect(ChartText.cut(endless, toWidth: 999, size: 12).unicodeScalars.count == 16)
  }

  @Test func `lines are parted between words, and the last one is cut`() {
    let text = "Percent of adults aged 18 years and older who have obesity"
    let wide = ChartText.wrapped(text, toWidth: 999, size: 12, lines: 2)
    #expect(wide == [text])
    let lines = ChartText.wrapped(text, toWidth: 200, size: 12, lines: 2)
    #expect(lines.count == 2 && lines[0] == "Percent of adults aged 18" && lines[1].hasSuffix("…"))
    let enough = ChartText.wrapped(text, toWidth: 200, size: 12, lines: 9)
    #expect(enough.joined(separator: " ") == text)
    #expect(enough.allSatisfy { ChartText.width(of: $0, size: 12) <= 200 })
  }

  @Test func `a word that is wider than the line is cut`() {
    let word = String(repeating: "x", count: 300)
    let lines = ChartText.wrapped("\(word) y", toWidth: 100, size: 12, lines: 3)
    #expect(lines.count == 2 && lines[0].hasSuffix("…") && lines[1] == "y")
    #expect(ChartText.wrapped("", toWidth: 100, size: 12, lines: 3) == [])
  }

  @Test func `counts agree with their nouns`() {
    #expect(ChartText.counted(1, "point") == "1 point")
    #expect(ChartText.counted(0, "point") == "0 points")
    #expect(ChartText.counted(12_345, "category", plural: "categories") == "12,345 categories")
  }

  @Test func `a name in a sentence is never empty nor long`() {
    #expect(ChartText.name(" \n") == "(without a name)")
    #expect(ChartText.name(String(repeating: "a", count: 1000)).count < 70)
  }
}
