import JSON
import Statistics
import Tables
import Testing

@testable import Engine

struct AggregateTextTests {
  private func answer(_ query: AggregateQuery) throws -> AggregateText {
    let csv = "city,n\nRome,3\n=Oslo,5\nRome,\n"
    let table = try CSVLoader.load(Array(csv.utf8)).table
    return AggregateText(try query.answer(from: table, on: .single))
  }

  private func json(_ query: AggregateQuery) throws -> String {
    var writer = JSONWriter()
    try answer(query).write(to: &writer, isOne: query.groupBy.isEmpty)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private static let groups = AggregateQuery(
    groupBy: [.init("city")], outputs: [.init("s", .measure(.sum, of: "n")), .init("c", .count)])

  @Test func `groups are objects of an array, and all rows are one object`() throws {
    #expect(
      try json(Self.groups) == #"[{"city":"=Oslo","s":5,"c":1},{"city":"Rome","s":3,"c":2}]"#)
    #expect(try json(AggregateQuery()) == #"{"count":3}"#)
  }

  @Test func `no row at all is null, and no group an empty array`() throws {
    #expect(try json(AggregateQuery(limit: 0)) == "null")
    #expect(try json(AggregateQuery(groupBy: [.init("city")], limit: 0)) == "[]")
  }

  @Test func `groups are lines of JSON or CSV`() throws {
    let text = try answer(Self.groups)
    #expect(
      String(decoding: text.lines(.ndjson, isSpreadsheetSafe: false), as: UTF8.self)
        == #"{"city":"=Oslo","s":5,"c":1}"# + "\n" + #"{"city":"Rome","s":3,"c":2}"# + "\n")
    #expect(
      String(decoding: text.lines(.csv, isSpreadsheetSafe: true), as: UTF8.self)
        == "city,s,c\n'=Oslo,5,1\nRome,3,2\n")
  }

  @Test func `in CSV a histogram is its JSON`() throws {
    let query = AggregateQuery(outputs: [.init("h", .histogram("n", bins: 1))])
    let text = try answer(query).lines(.csv, isSpreadsheetSafe: false)
    #expect(
      String(decoding: text, as: UTF8.self)
        == "h\n\"{\"\"edges\"\":[3.0,5.0],\"\"counts\"\":[2]}\"\n")
  }
}
