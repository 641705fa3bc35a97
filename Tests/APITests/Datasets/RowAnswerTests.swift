import Engine
import HTTP
import JSON
import Statistics
import Tables
import Testing

@testable import API

struct RowAnswerTests {
  private static let usualCount = 1000

  private func answer(
    _ query: [(name: String, value: String)], rows count: Int = usualCount
  ) throws -> RowAnswer {
    let site = try Site()
    try site.send(
      "n,half\n" + (0..<count).map { "\($0),\($0 / 2)\n" }.joined(),
      to: "/api/v1/datasets?name=d")
    let dataset = try site.engine.catalog.dataset(#require(DatasetName("d")))
    let table = try site.engine.catalog.table(of: dataset)
    let read = try RowQuery(parsing: query, columns: table.columns.map(\.name))
    return try RowAnswer(dataset, table, read, on: site.engine.lanes)
  }

  @Test func `a page tells where it ends only if something follows`() throws {
    let answer = try answer([("_limit", "10"), ("n__gte", "985"), ("_count", "exact")])
    let first = try answer.page(after: nil)
    #expect(first.rows == Array(985..<995))
    #expect(first.end == 994)
    #expect(first.count == 15)
    let second = try answer.page(after: first.end)
    #expect(second.rows == Array(995..<1000))
    #expect(second.end == nil)
    #expect(try answer.page(after: 999).rows.isEmpty)
  }

  @Test func `nothing is counted unless that was asked`() throws {
    #expect(try answer([("n__gte", "985")]).page(after: nil).count == nil)
  }

  @Test func `the columns are those selected, in that order`() throws {
    #expect(try answer([("_select", "half,n")]).columns.map(\.name) == ["half", "n"])
    #expect(try answer([]).columns.map(\.name) == ["n", "half"])
  }

  @Test(arguments: [0, 1, 255, 256, 257, 512, 1000])
  func `a stream holds every row once, whatever their number`(count: Int) throws {
    for sort in [[], [("_sort", "-half,n")]] as [[(name: String, value: String)]] {
      let answer = try answer([("_format", "csv"), ("_select", "n")] + sort, rows: count)
      var producer = try answer.stream().producer
      var bytes: [UInt8] = []
      var turns = 0
      while case .more = producer.next(into: &bytes) { turns += 1 }
      // A turn makes a stretch, so that a slow reader does not make the rest wait in memory.
      // The first ones are short.
      #expect(turns >= count / 256 && turns <= count / 256 + 9)
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst()
      #expect(lines.compactMap { Int($0) }.sorted() == Array(0..<count))
      if !sort.isEmpty {
        let halves = lines.compactMap { Int($0).map { $0 / 2 } }
        #expect(halves == halves.sorted(by: >))
      }
    }
  }

  @Test func `a stream makes long rows one by one`() throws {
    let site = try Site()
    let long = String(repeating: "x", count: 300_000)
    try site.send(
      "n,t\n" + (0..<40).map { "\($0),\($0 % 2 == 0 ? "a" : long)\n" }.joined(),
      to: "/api/v1/datasets?name=d")
    let dataset = try site.engine.catalog.dataset(#require(DatasetName("d")))
    let table = try site.engine.catalog.table(of: dataset)
    let read = try RowQuery(parsing: [("_format", "ndjson")], columns: table.columns.map(\.name))
    var producer = try RowAnswer(dataset, table, read, on: site.engine.lanes).stream().producer
    var whole: [UInt8] = []
    var greatest = 0
    while true {
      var bytes: [UInt8] = []
      let production = producer.next(into: &bytes)
      whole += bytes
      greatest = max(greatest, bytes.count)
      guard case .more = production else { break }
    }
    #expect(whole.count { $0 == UInt8(ascii: "\n") } == 40)
    #expect(greatest < 2 * 300_000)
  }

  @Test func `a page of lines has the head once`() throws {
    let answer = try answer([("_format", "csv"), ("_limit", "2")])
    let page = try answer.page(after: nil)
    #expect(String(decoding: answer.lines(page), as: UTF8.self) == "n,half\n0,0\n1,0\n")
  }
}
