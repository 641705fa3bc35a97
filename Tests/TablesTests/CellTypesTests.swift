import Testing

@testable import Tables

struct CellTypesTests {
  private static let columns: [([String], ColumnType)] = [
    (["1", "-2", "0"], .integer), (["1", "", " 2 ", "\t"], .integer),
    (["9223372036854775807", "-9223372036854775807"], .integer),
    (["1", "2.5"], .decimal), (["1.", ".5"], .decimal), (["1e3", "2E-2"], .decimal),
    (["0.1234567890123456789012345"], .decimal), (["1e300", "5e-324"], .decimal),
    (["01", "2"], .text), (["+1"], .text), (["00.5"], .text), (["-"], .text), (["."], .text),
    (["1e"], .text), (["1e999"], .text), (["12345678901234567890"], .text),
    (["-9223372036854775808"], .text),
    (["1,5"], .text), (["0x1p3"], .text), (["nan"], .text), (["inf"], .text), (["1_0"], .text),
    (["1 2"], .text),
    (["true", "FALSE", "True"], .boolean), (["true", "1"], .text), (["yes"], .text),
    (["2015-02-28", "2016-02-29"], .date), (["2015-02-29"], .text), (["2015-2-28"], .text),
    (["2015-02-28", "2015-02-28T10:00"], .datetime), (["2015-02-28 10:00:59.123456Z"], .datetime),
    (["2015-02-28T10:00:00+02:00"], .datetime), (["2015-02-28T24:00"], .text),
    (["2015-02-28T10:00:00+0200"], .text), (["2015-02-28", "1"], .text),
    (["", " ", ""], .text), ([], .text),
  ]

  @Test(arguments: columns)
  func `a column has the narrowest type of all its cells`(_ cells: [String], type: ColumnType)
    throws
  {
    let bytes = Array(("k,v\n" + cells.map { "k,\"\($0)\"\n" }.joined()).utf8)
    #expect(try CSVLoader.load(bytes).table.column("v")?.type == type)
    // The cells that decide may stand far behind those that are looked at first.
    for filler in [[""], [cells.first ?? ""]] {
      let late = Array(repeating: filler[0], count: 3000) + cells
      let rows = late.map { "k,\"\($0)\"\n" }.joined()
      var options = CSVOptions()
      options.chunkBytes = 2000
      let table = try CSVLoader.load(Array(("k,v\n" + rows).utf8), options, on: .threads(2)).table
      #expect(table.column("v")?.type == type)
    }
  }

  @Test func `cells without a value could be anything`() {
    for text in ["", " ", "\t \t"] { #expect(withCell(text) { CellTypes(of: $0) } == .any) }
    #expect(CellTypes.any.narrowest == .text)
  }

  @Test func `the types of two cells have the wider ones in common`() {
    func types(_ cells: String...) -> ColumnType {
      cells.reduce(CellTypes.any) { types, text in
        types.intersection(withCell(text) { CellTypes(of: $0) })
      }.narrowest
    }
    #expect(types("1", "2.5") == .decimal && types("1", "true") == .text)
    #expect(types("2015-01-01", "2015-01-01 10:00") == .datetime)
    #expect(types("2015-01-01 10:00", "1") == .text && types("", "true") == .boolean)
  }

  @Test(arguments: [("true", 1), ("TrUe", 1), ("FALSE", 0), ("false", 0)])
  func `true and false are read in letters of either case`(_ text: String, value: Int64) {
    #expect(withCell(text) { booleanText($0) } == value)
  }

  // Bytes that differ from letters in the bit of the case alone are no letters.
  @Test(arguments: ["", "t", "truee", "T\u{12}UE", "yes", "fals", "f\u{01}lse"])
  func `what is neither true nor false is no boolean`(_ text: String) {
    #expect(withCell(text) { booleanText($0) } == nil)
  }

  @Test func `blanks and tabs around a cell are no part of it, and others are`() {
    func bare(_ text: String) -> String {
      withCell(text) { String(decoding: withoutBlanks($0), as: UTF8.self) }
    }
    #expect(
      bare(" \t a b\t ") == "a b" && bare("\n") == "\n" && bare(" ") == "" && bare("a") == "a")
  }
}
