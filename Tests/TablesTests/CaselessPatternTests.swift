import Testing

@testable import Tables

struct CaselessPatternTests {
  private func agrees(_ wanted: String, _ place: CaselessPattern.Place, _ text: String) -> Bool {
    var scratch: [UInt8] = []
    return Array(text.utf8).withUnsafeBufferPointer {
      CaselessPattern(wanted, at: place)?.agrees(with: $0, &scratch) ?? true
    }
  }

  @Test func `letters agree whatever their case`() {
    #expect(agrees("the cat", .anywhere, "See THE Cat run"))
    #expect(agrees("ÉCLAIR", .anywhere, "un éclair") && agrees("éclair", .start, "Éclairs"))
    #expect(agrees("ЖУК", .end, "майский жук") && !agrees("жук", .start, "майский жук"))
    #expect(agrees("straße", .start, "STRAẞE 5") && !agrees("strasse", .start, "Straße"))
    #expect(!agrees("[", .anywhere, "{") && !agrees("@", .anywhere, "`"))
  }

  @Test func `letters beyond ASCII that become ASCII agree as well`() {
    #expect(agrees("300 k", .end, "300 \u{212A}") && agrees("k", .start, "\u{212A}elvin"))
    #expect(agrees("i", .start, "\u{130}zmir") && !agrees("iz", .start, "\u{130}zmir"))
    #expect(agrees("\u{307}zmir", .end, "\u{130}zmir"))
  }

  @Test func `nothing at all agrees with the empty text alone`() {
    #expect(CaselessPattern("", at: .anywhere) == nil)
    for place in [CaselessPattern.Place.anywhere, .start, .end] {
      #expect(!agrees("abc", place, "ab") && agrees("abc", place, "ABC"))
    }
  }

  @Test func `a search through many texts finds what looks at each of them find`() {
    var random = Seeded(12)
    let parts = ["a", "K", "k", "\u{212A}", "\u{130}", "é", "É", "the", "i", " "]
    for _ in 0..<200 {
      var texts = SpelledSegment()
      for _ in 0..<Int.random(in: 1...150, using: &random) {
        for _ in 0..<Int.random(in: 0...6, using: &random) {
          texts.bytes += (parts.randomElement(using: &random) ?? "a").utf8
        }
        texts.ends.append(UInt32(texts.bytes.count))
      }
      let wanted = ["k", "i", "ka", "THE", "é", "a a", "ki"].randomElement(using: &random) ?? "k"
      for pattern in [CaselessPattern.Place.anywhere, .start, .end]
        .compactMap({ CaselessPattern(wanted, at: $0) })
      {
        var all = SegmentBits(all: texts.count)
        pattern.keep(texts, in: &all)
        var expected = SegmentBits(none: texts.count)
        var scratch: [UInt8] = []
        for row in 0..<texts.count where !texts.isNull(row) {
          if texts.bytes(row).withUnsafeBufferPointer({ pattern.agrees(with: $0, &scratch) }) {
            expected.insert(row)
          }
        }
        #expect(all == expected)
        var few = SegmentBits(none: texts.count)
        few.insert(texts.count / 2)
        var fewExpected = few
        fewExpected.formIntersection(expected)
        pattern.keep(texts, in: &few)
        #expect(few == fewExpected)
      }
    }
  }
}
