import JSON
import Statistics
import Tables
import Testing

@testable import Engine

struct HistogramTextTests {
  private func table(_ text: String) throws -> Table { try CSVLoader.load(Array(text.utf8)).table }

  @Test func `a histogram is its edges and its counts`() throws {
    let query = AggregateQuery(outputs: [.init("h", .histogram("n", bins: 2))])
    let answer = try query.answer(from: table("n\n1\n2\n5\n"), on: .single)
    guard case .histogram(let histogram)? = answer.rows.first?.first else {
      Issue.record("no histogram")
      return
    }
    var writer = JSONWriter()
    writer.histogram(histogram)
    #expect(
      String(decoding: writer.bytes, as: UTF8.self)
        == #"{"edges":[1.0,3.0,5.0],"counts":[2,1]}"#)
  }

  @Test func `the edges of days are days`() throws {
    let table = try table("d\n2024-05-01\n2024-05-01\n")
    let column = try ColumnProfile(of: table.columns[0], in: table, on: .single)
    var writer = JSONWriter()
    writer.histogram(try #require(column.histogram))
    let text = String(decoding: writer.bytes, as: UTF8.self)
    #expect(text.contains(#""2024-05-01"#), "\(text)")
    #expect(text.hasSuffix(#""counts":[2]}"#), "\(text)")
  }
}
