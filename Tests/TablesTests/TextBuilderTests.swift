import Testing

@testable import Tables

struct TextBuilderTests {
  /// Looks at all rows of a file of so many columns.
  private func withCells(_ text: String, columns: Int, _ body: (BlockCells) -> Void) {
    withInput(text) { input in
      var scanner = CSVScanner(
        input, columnCount: columns, delimiter: UInt8(ascii: ","), rowLimitBytes: 1000,
        blockBytes: 1000)
      let block = scanner.next(of: 0..<input.count)
      BlockCells.with(scanner, block, body)
    }
  }

  private let text = "x,1\n ,2\n\"y \"\"z\"\"\",3\n\"\",4\nx,5\n\t x,6\n"

  @Test func `codes are given as words come, and null is no word`() {
    withCells(text, columns: 2) { cells in
      var builder = CodeBuilder()
      var words = WordTable()
      builder.add(cells, 0, &words)
      #expect(builder.codes == .narrow([1, 0, 2, 0, 1, 3]))
      #expect(
        (0..<words.count).map { Array(words.bytes(of: $0)) }
          == ["x", "y \"z\"", "\t x"].map { Array($0.utf8) })
      builder.add(cells, 0, &words)
      #expect(builder.codes.count == 12 && words.count == 3)
    }
  }

  @Test(arguments: [0, 3, 1000])
  func `texts stand one behind the other, and null is an empty one`(_ expected: Int) {
    withCells(text, columns: 2) { cells in
      var builder = SpelledBuilder(expecting: expected)
      builder.add(cells, 0)
      builder.add(cells, 1)
      let texts = (0..<builder.texts.count).map {
        String(decoding: builder.texts.bytes($0), as: UTF8.self)
      }
      #expect(texts == ["x", "", "y \"z\"", "", "x", "\t x", "1", "2", "3", "4", "5", "6"])
    }
  }
}
