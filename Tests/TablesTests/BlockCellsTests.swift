import Testing

@testable import Tables

struct BlockCellsTests {
  /// The cells of a column of the first block, as their kernels see them.
  private func cells(_ text: String, columns: Int, _ column: Int) -> [String] {
    withInput(text) { input in
      var scanner = CSVScanner(
        input, columnCount: columns, delimiter: UInt8(ascii: ","), rowLimitBytes: 10_000,
        blockBytes: 10_000)
      let block = scanner.next(of: 0..<input.count)
      return BlockCells.with(scanner, block) { cells in
        var found: [String] = []
        cells.forEach(column) { row, cell in
          #expect(row == found.count)
          found.append(String(decoding: cell, as: UTF8.self))
        }
        return found
      }
    }
  }

  @Test func `cells come without their quotes and without the end of the line`() {
    let text = "a,b\r\n\"c\",\"d\"\r\n\"\",\r\n,\"\"\r\ne,\"f\"\n"
    #expect(cells(text, columns: 2, 0) == ["a", "c", "", "", "e"])
    #expect(cells(text, columns: 2, 1) == ["b", "d", "", "", "f"])
  }

  @Test func `two quotes stand for one, also at the ends`() {
    let text = "\"\"\"\",\"a\"\"b\"\n\"\"\"\"\"\",\"\"\"c\"\n"
    #expect(cells(text, columns: 2, 0) == ["\"", "\"\""])
    #expect(cells(text, columns: 2, 1) == ["a\"b", "\"c"])
  }

  @Test func `pairs of quotes may stand anywhere in a cell of any length`() {
    for length in [0, 1, 15, 62, 63, 64, 65, 130, 300] {
      for pairs in [[0], [length], [length / 2], [0, length], Array(0...length)] {
        var text = String(repeating: "x", count: length)
        for place in pairs.reversed() {
          text.insert("\"", at: text.index(text.startIndex, offsetBy: place))
        }
        let quoted = "\"" + text.replacing("\"", with: "\"\"") + "\""
        #expect(cells("\(quoted),k\n\"plain\",\(quoted)\n", columns: 2, 0) == [text, "plain"])
        #expect(cells("\(quoted),k\n\"plain\",\(quoted)", columns: 2, 1) == ["k", text])
      }
    }
  }

  @Test func `a cell with misplaced quotes counts as empty, and its neighbours do not`() {
    let text = "x\"\"y,1\n\"z\" ,2\n\"p\"q\"\",3\n\"ok\",4\nplain,\"5\"\"\"\n"
    #expect(cells(text, columns: 2, 0) == ["", "", "", "ok", "plain"])
    #expect(cells(text, columns: 2, 1) == ["1", "2", "3", "4", "5\""])
  }

  @Test func `a carriage return inside of a row is a part of its cell`() {
    #expect(cells("a\r,b\r\r\n", columns: 2, 0) == ["a\r"])
    #expect(cells("a\r,b\r\r\n", columns: 2, 1) == ["b\r"])
    #expect(cells("a,\r\n", columns: 2, 1) == [""])
  }
}
