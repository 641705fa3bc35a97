import Foundation
import JSON
import Statistics
import Tables
import Testing

@testable import Engine

struct ProfileTextTests {
  /// The profile of a table, read back.
  private static func profile(of text: String) throws -> [[String: Any]] {
    let table = try CSVLoader.load(Array(text.utf8)).table
    var writer = JSONWriter()
    try writer.profile(
      table.columns.map { try ColumnProfile(of: $0, in: table, on: .single) },
      rowCount: table.rowCount)
    let object = try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String: Any]
    #expect(object?["row_count"] as? Int == table.rowCount)
    return try #require(object?["columns"] as? [[String: Any]])
  }

  @Test func `each type of column tells what it has`() throws {
    let columns = try Self.profile(
      of: "n,t,d,b\n1.5,Kettle,2024-05-01,true\n,é,2024-05-03,false\n0,é,2024-05-03,true\n")
    #expect(columns.map { $0["type"] as? String } == ["float", "text", "date", "boolean"])
    #expect(columns.map { $0["count"] as? Int } == [2, 3, 3, 3])
    #expect(columns.map { $0["nulls"] as? Int } == [1, 0, 0, 0])
    #expect(columns.map { $0["distinct"] as? Int } == [2, 2, 2, 2])
    #expect(columns[0]["mean"] as? Double == 0.75)
    #expect(columns[0]["median"] as? Double == 0.75)
    #expect(columns[0]["zeros"] as? Int == 1)
    #expect(columns[1]["min"] as? String == "Kettle")
    #expect(columns[1]["shortest"] as? Int == 1)
    #expect(columns[1]["longest"] as? Int == 6)
    #expect(columns[1]["histogram"] == nil && columns[1]["mean"] == nil)
    #expect(columns[2]["max"] as? String == "2024-05-03")
    #expect(columns[3]["true"] as? Int == 2 && columns[3]["false"] as? Int == 1)
  }

  @Test func `a histogram has one edge more than counts, and the most frequent values come first`()
    throws
  {
    let column = try Self.profile(of: "a\n3\n1\n3\n")[0]
    let histogram = try #require(column["histogram"] as? [String: [Any]])
    #expect(histogram["edges"]?.count == 21 && histogram["counts"]?.count == 20)
    let top = try #require(column["top"] as? [[String: Int]])
    #expect(top == [["value": 3, "count": 2], ["value": 1, "count": 1]])
  }

  @Test func `what a column without a value lacks is null or not there`() throws {
    let column = try Self.profile(of: "a,b\n,1\n")[0]
    #expect(column["count"] as? Int == 0)
    #expect(column["min"] is NSNull && column["max"] is NSNull)
    #expect(column["histogram"] == nil)
  }
}
