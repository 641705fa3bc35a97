import JSON
import Tables
import Testing

@testable import Engine

struct ArrivalTextTests {
  private let place: CatalogPlace
  private let catalog: Catalog

  init() throws {
    place = try CatalogPlace()
    catalog = try place.open()
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func `a client is told what became of its file`() throws {
    let arrival = try catalog.upload(place.arrived("name;size\r\nant;1,5\r\n"), "animals")
    let expected = """
      {"name":"animals","version":1,"row_count":1,\
      "columns":[{"name":"name","type":"text"},{"name":"size","type":"text"}],\
      "dialect":{"delimiter":";","encoding":"utf-8","line_end":"crlf"},\
      "rows_read":1,"rows_loaded":1,"rows_rejected":0,"reject_count":0,"rejects":[]}
      """
    #expect(text(ArrivalText.added(arrival)) == expected)
  }

  @Test func `of an appended file the rows of all and the faults of the new ones are told`() throws
  {
    try catalog.upload(place.arrived("n\n1\n2\n"), "numbers")
    let arrival = try catalog.upload(
      place.arrived("n\n3.5\nx\n4,5\n"), "numbers", .append,
      ReadOptions(types: ["n": "float"], onError: .skipRow))
    let told = try JSONParser.parse(ArrivalText.added(arrival))
    #expect(told["version"] == .integer(2))
    #expect(told["row_count"] == .integer(3))
    #expect(told["rows_read"] == .integer(3))
    #expect(told["rows_loaded"] == .integer(1))
    #expect(told["rows_rejected"] == .integer(2))
    #expect(told["reject_count"] == .integer(2))
    guard case .array(let rejects)? = told["rejects"], case .array(let columns)? = told["columns"]
    else {
      Issue.record("there are lists")
      return
    }
    #expect(columns.map { $0["type"] } == [.string("float")])
    #expect(rejects.map { $0["line"] } == [.integer(3), .integer(4)])
    #expect(rejects.map { $0["column"] } == [.string("n"), .null])
    #expect(rejects.map { $0["value"] } == [.string("x"), .string("")])
    #expect(rejects[0]["reason"] == .string("is not a number"))
  }

  @Test func `a dry run shows the first rows with their types`() throws {
    let reading = try catalog.examine(
      place.arrived("d,n,t\n2020-01-01,1,\"a \"\"b\"\"\"\n,,\n"), ReadOptions())
    let expected = """
      {"dry_run":true,"columns":[{"name":"d","type":"date"},{"name":"n","type":"integer"},\
      {"name":"t","type":"text"}],\
      "dialect":{"delimiter":",","encoding":"utf-8","line_end":"lf"},\
      "rows_read":2,"rows_loaded":2,"rows_rejected":0,"reject_count":0,"rejects":[],\
      "rows":[{"d":"2020-01-01","n":1,"t":"a \\"b\\""},{"d":null,"n":null,"t":null}]}
      """
    #expect(text(ArrivalText.dryRun(reading)) == expected)
  }

  @Test(arguments: [0, 1, 50, 51, 1000])
  func `a dry run shows fifty rows at most`(count: Int) throws {
    let rows = (0..<count).map { "\($0)\n" }.joined()
    let reading = try catalog.examine(place.arrived("n\n" + rows), ReadOptions())
    let told = try JSONParser.parse(ArrivalText.dryRun(reading))
    guard case .array(let shown)? = told["rows"] else {
      Issue.record("there is a list of rows")
      return
    }
    #expect(shown.map { $0["n"] } == (0..<min(50, count)).map { .integer(Int64($0)) })
    #expect(told["rows_loaded"] == .integer(Int64(count)))
  }

  @Test func `types are called as clients call them`() {
    let words = ColumnType.allCases.map(\.word)
    #expect(words.contains("float"))
    #expect(!words.contains("decimal"))
    for word in words { #expect((try? ColumnRequest(word))?.type.word == word) }
  }
}
