import Tables
import Testing

@testable import Engine

struct ColumnValuesTests {
  private func values(_ csv: String, limit: Int = 100) throws -> ColumnValues {
    let table = try CSVLoader.load(Array(csv.utf8)).table
    let column = try #require(table.columns.last)
    return try ColumnValues(of: column, in: table, limit: limit, on: .single)
  }

  @Test(arguments: [
    ("t\nb\na\nb\nB\n", ["B", "a", "b"]), ("n\n10\n9\n9\n-1\n", ["-1", "9", "10"]),
    ("x\n1.50\n1.5\n0.25\n", ["0.25", "1.5"]), ("b\ntrue\nfalse\ntrue\n", ["false", "true"]),
    ("d\n2024-02-01\n2024-01-31\n", ["2024-01-31", "2024-02-01"]),
    ("at\n2024-01-31T10:00:00Z\n", ["2024-01-31T10:00:00Z"]),
    ("zip\n02\n01\n1\n", ["01", "02", "1"]),
    ("t\n\"a\nb\"\n\"say \"\"so\"\"\"\né\n", ["a\nb", "say \"so\"", "é"]),
  ])
  func `values are told once, in their order, as texts`(csv: String, texts: [String]) throws {
    let values = try values(csv)
    #expect(values.texts == texts)
    #expect(!values.isTruncated)
  }

  @Test func `null is no value`() throws {
    #expect(try values("a,b\n1,\n2,x\n3,  \n").texts == ["x"])
    #expect(try values("a,b\n1,\n").texts.isEmpty)
    #expect(try values("a\n").texts.isEmpty)
  }

  @Test func `beyond the limit the first values are told, and that there are more`() throws {
    let csv = "n\n" + (0..<50).reversed().map { "\($0)\n" }.joined()
    let few = try values(csv, limit: 3)
    #expect(few.texts == ["0", "1", "2"])
    #expect(few.isTruncated)
    let all = try values(csv, limit: 50)
    #expect(all.texts.count == 50)
    #expect(!all.isTruncated)
    let withNull = try values("a,n\n0,\n" + (0..<50).map { "0,\($0)\n" }.joined(), limit: 50)
    #expect(withNull.texts.count == 50)
    #expect(!withNull.isTruncated)
  }

  @Test func `values that are long together are cut too`() throws {
    let long = String(repeating: "x", count: 3 << 20)
    let values = try values("t\n" + (0..<4).map { "\($0)\(long)\n" }.joined())
    #expect(values.texts.map(\.first) == ["0", "1"])
    #expect(values.isTruncated)
  }

  @Test func `they are those of a naive set`() throws {
    var random = SplitMix(state: 3)
    for _ in 0..<50 {
      let rows = (0..<200).map { _ in Int.random(in: -40...40, using: &random) }
      let values = try values("n\n" + rows.map { "\($0)\n" }.joined())
      #expect(values.texts == Set(rows).sorted().map(String.init))
      let texts = rows.map { "t\($0)" }
      let words = try self.values("t\n" + texts.joined(separator: "\n"))
      #expect(words.texts == Set(texts).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }
  }
}
