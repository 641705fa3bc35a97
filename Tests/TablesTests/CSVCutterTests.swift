import Testing

@testable import Tables

struct CSVCutterTests {
  private func pieces(_ text: String, from start: Int = 0, chunkBytes: Int) -> [String] {
    withInput(text) { input in
      let cutter = CSVCutter(input, from: start, chunkBytes: chunkBytes)
      var pieces: [String] = []
      while let piece = cutter.take() {
        #expect(piece.number == pieces.count && pieces.count < cutter.pieceLimit)
        pieces.append(String(decoding: input.bytes(piece.range), as: UTF8.self))
      }
      return pieces
    }
  }

  @Test func `pieces end behind the row that their last byte belongs to`() {
    #expect(pieces("aa\nbb\ncc\n", chunkBytes: 3) == ["aa\n", "bb\n", "cc\n"])
    #expect(pieces("aa\nbb\ncc\n", chunkBytes: 4) == ["aa\nbb\n", "cc\n"])
    #expect(pieces("aa\nbb\ncc", chunkBytes: 2) == ["aa\n", "bb\n", "cc"])
    #expect(pieces("head\naa\n", from: 5, chunkBytes: 100) == ["aa\n"])
    #expect(pieces("head\n", from: 5, chunkBytes: 1) == [])
  }

  @Test func `line feeds in quotes end no piece, wherever a chunk ends`() {
    let rows = ["\"a\nb\",1\n", "\"\"\"\n\",\"\"\n", "x,\"\n\n\"\n", "y\n"]
    let text = rows.joined()
    for chunkBytes in 1...text.utf8.count + 1 {
      let found = pieces(text, chunkBytes: chunkBytes)
      #expect(found.joined() == text)
      var ends: Set<String> = []
      for count in 1...rows.count { ends.insert(rows.prefix(count).joined()) }
      for count in 1...found.count { #expect(ends.contains(found.prefix(count).joined())) }
      if chunkBytes == 1 { #expect(found == rows) }
    }
  }

  @Test func `a quote that is never closed makes the rest one piece`() {
    #expect(pieces("a\n\"b\nc\nd\n", chunkBytes: 1) == ["a\n", "\"b\nc\nd\n"])
  }

  @Test func `a cutter that has been stopped gives no more`() {
    withInput("a\nb\nc\n") { input in
      let cutter = CSVCutter(input, from: 0, chunkBytes: 2)
      #expect(cutter.take()?.range == 0..<2)
      cutter.stop()
      #expect(cutter.take() == nil)
    }
  }

  @Test func `lanes that take at once get each piece once`() {
    let text = (0..<5000).map { "\"\($0)\n\",x\n" }.joined()
    withInput(text) { input in
      let cutter = CSVCutter(input, from: 0, chunkBytes: 50)
      let taken = Gathering<Range<Int>>(count: cutter.pieceLimit)
      Lanes.threads(4).run(4) { _ in
        while let piece = cutter.take() { taken.fill(piece.number, with: piece.range) }
      }
      let ranges = taken.elements
      #expect(ranges.first?.lowerBound == 0 && ranges.last?.upperBound == input.count)
      #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
    }
  }
}
