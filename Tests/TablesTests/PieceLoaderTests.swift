import Testing

@testable import Tables

struct PieceLoaderTests {
  /// A piece of two columns as a lane reads it.
  private func piece(_ text: String, _ plan: [ColumnPlan], _ options: CSVOptions) -> LoadedPiece {
    withInput(text) { input in
      var loader = PieceLoader(input, plan, options, lane: 7)
      return loader.load(0..<input.count)
    }
  }

  private let coded = [ColumnPlan.coded, .coded]

  @Test(arguments: [4, 64, 1 << 20])
  func `a piece keeps the first rejects alone, in the order of the file, and counts all`(
    _ blockBytes: Int
  ) {
    var options = CSVOptions()
    options.rejectLimit = 5
    options.blockBytes = blockBytes
    options.badCells = .nullCell
    // Bad cells of the second column come before those of the first one in every other row.
    let text = (0..<300).map { $0 % 2 == 0 ? "1,x\n" : $0 % 3 == 0 ? "y\n" : "z,1\n" }.joined()
    let plan = [ColumnPlan.typed(.integer, isAsked: true), .typed(.integer, isAsked: true)]
    let piece = piece(text, plan, options)
    #expect(piece.lane == 7 && piece.rejectCount == 300)
    #expect(piece.rejects.map(\.offset) == [0, 4, 8, 12, 14])
    #expect(piece.rowsRead == 300 && piece.rowCount == 250)
  }

  @Test func `a row is skipped for the first of its cells that is bad`() {
    var options = CSVOptions()
    options.badCells = .skipRow
    let plan = [ColumnPlan.typed(.integer, isAsked: true), .typed(.date, isAsked: true)]
    let piece = piece("1,2020-01-01\nx,y\n2,y\nx\"x\",y\n", plan, options)
    let kinds: [Fault.Kind] = [
      .badCell(column: 0, type: .integer), .badCell(column: 1, type: .date),
      .misplacedQuote(column: 0),
    ]
    #expect(piece.rejects.map(\.kind) == kinds)
    #expect(piece.rejects.map(\.cell) == [13..<14, 19..<20, 21..<25])
    #expect(piece.rowCount == 1 && piece.rowsRead == 4)
  }

  @Test func `the first reason to fail ends the piece with the block that has it`() {
    var options = CSVOptions()
    options.blockBytes = 8
    options.cellLimitBytes = 3
    let piece = piece("1,2\n3,4\n5,abcd\n7,8\n\"9,1\n", coded, options)
    #expect(piece.failure?.kind == .cellTooLong(column: 1))
    #expect(piece.failure?.offset == 8)
    #expect(piece.rowsRead < 5)
  }

  @Test func `a row beyond the limit and a quote without an end stop the piece`() {
    var options = CSVOptions()
    options.rowLimitBytes = 6
    #expect(piece("1,2\n1234,5678\n", coded, options).failure?.kind == .rowTooLong)
    #expect(piece("1,2\n1,\"234567\n", coded, options).failure?.kind == .rowTooLong)
    let open = piece("1,2\n1,\"\n", coded, options)
    #expect(open.failure?.kind == .quoteNeverClosed && open.failure?.offset == 6)
  }

  @Test func `words that hardly come again get no codes in the pieces to come`() {
    var options = CSVOptions()
    options.chunkBytes = 1000
    let few = (0..<100).map { "w\($0 % 7),\($0)\n" }.joined()
    let many = (0..<100).map { "v\($0),\($0)\n" }.joined()
    let text = few + many + many
    let ranges = [
      0..<few.utf8.count, few.utf8.count..<(few + many).utf8.count,
      (few + many).utf8.count..<text.utf8.count,
    ]
    let kinds = withInput(text) { input in
      var loader = PieceLoader(input, [.coded, .skip], options, lane: 0)
      return ranges.map { range -> String in
        switch loader.load(range).columns[0] {
        case .coded(_, let newWords): "coded \(newWords)"
        case .spelled(let texts): "spelled \(texts.count)"
        default: "other"
        }
      }
    }
    #expect(kinds == ["coded 0..<7", "coded 7..<107", "spelled 100"])
  }
}
