import Testing

@testable import Tables

struct TableFailureTests {
  @Test func `every failure reads as a sentence`() {
    #expect(
      TableFailure.badCell(line: 17, column: "v", value: "abc", type: .decimal).sentence
        == "line 17, column v: 'abc' is not a number")
    #expect(
      TableFailure.ragged(line: 2, cells: 1, expected: 3).sentence
        == "line 2: 1 cell where the header has 3")
    #expect(TableFailure.empty.sentence == "the file is empty: line 1 should name the columns")
    #expect(TableFailure.quoteNeverClosed(line: 9).sentence == "line 9: a quote is never closed")
    #expect(
      TableFailure.misplacedQuote(line: 1, column: nil, value: "a\"").sentence
        == "line 1: 'a\"' has a quote that opens or closes in the middle of the cell")
    #expect(TableFailure.tooManyColumns(limit: 9).sentence == "line 1: more than 9 columns")
    #expect(
      TableFailure.cellTooLong(line: 1, column: "a", limitBytes: 9).sentence
        == "line 1, column a: a cell of more than 9 bytes")
    #expect(
      TableFailure.rowTooLong(line: 1, limitBytes: 9).sentence
        == "line 1: a row of more than 9 bytes")
    #expect(TableFailure.unknownColumn("a").sentence == "there is no column a")
    #expect(TableFailure.badDelimiter(10).sentence.contains("byte 10"))
    #expect(TableFailure.changedWhileReading.sentence == "file changed while reading")
    #expect(Set(ColumnType.allCases.map { $0.refusal() }).count == ColumnType.allCases.count)
  }
}
