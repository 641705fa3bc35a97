import JSON
import Statistics
import Tables
import Testing

@testable import App

struct CellDisplayTests {
  @Test(
    arguments: [
      (.null, ""), (.integer(-5), "-5"), (.decimal(0.1), "0.1"), (.decimal(5), "5.0"),
      (.boolean(true), "true"), (.boolean(false), "false"), (.text(Array("a b".utf8)[...]), "a b"),
      (.date(0), "1970-01-01"), (.datetime(1_500_000), "1970-01-01T00:00:01.5Z"),
    ] as [(Cell, String)])
  func `a cell is shown as it would be read`(cell: Cell, text: String) {
    #expect(cell.shown == text)
    #expect(AggregateValue.cell(cell).shown == text)
    #expect(AggregateValue.cell(cell).cellOfLine == cell)
  }

  @Test func `a histogram is bars in a table, JSON in a line of CSV and an object in JSON`() throws
  {
    let table = try CSVLoader.load(Array("a\n1\n1\n3\n".utf8)).table
    let query = AggregateQuery(outputs: [.init("h", .histogram("a", bins: 2))])
    let value = try #require(try query.answer(from: table, on: .single).rows.first?.first)
    let json = #"{"edges":[1.0,2.0,3.0],"counts":[2,1]}"#
    #expect(value.shown == "█▄")
    #expect(value.cellOfLine == .text(Array(json.utf8)[...]))
    var writer = JSONWriter()
    writer.value(value)
    #expect(String(decoding: writer.bytes, as: UTF8.self) == json)
  }
}
