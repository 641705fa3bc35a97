import Foundation
import Posix
import Tables
import Testing

@testable import Engine

struct FilePreviewTests {
  private let scratch = ScratchFolder()

  private func table(
    _ bytes: [UInt8], _ options: ReadOptions = ReadOptions(onError: .skipRow), rows: Int = 5
  ) throws -> Table {
    let folder = try Folder(path: scratch.path, creating: false)
    try folder.write(bytes, as: "f")
    let file = StoredFile(try #require(try folder.open("f")))
    return try FilePreview(options: options, name: "/data/f.csv").table(of: file, rowCount: rows)
  }

  private func table(_ text: String, rows: Int = 5) throws -> Table {
    try table(Array(text.utf8), rows: rows)
  }

  @Test func `numbers and booleans are what they look like, and times stay as they are written`()
    throws
  {
    let table = try table(
      "id,zip,price,ok,at,day\n1,01,1.50,true,2023-01-01 10:00:00+02:00,2023-01-01\n2,,,,,\n")
    #expect(
      table.typeNames == [
        "id": "integer", "zip": "text", "price": "float", "ok": "boolean", "at": "text",
        "day": "text",
      ])
    #expect(table.texts("at") == ["2023-01-01 10:00:00+02:00", nil])
    #expect(table.texts("zip") == ["01", nil])
    #expect(table.columns.map(\.name) == ["id", "zip", "price", "ok", "at", "day"])
  }

  @Test func `types are those of the first rows alone`() throws {
    let table = try table("n\n1\n2\n3\n4\n5\nsix\n")
    #expect(table.rowCount == 5)
    #expect(table.typeNames == ["n": "integer"])
  }

  @Test func `quotes, blank lines, a mark and other line ends are read as everywhere`() throws {
    let table = try table("\u{FEFF}\r\n a ,b\r\n\r\n\"x\n,\"\"y\",1\r\nz,2")
    #expect(table.columns.map(\.name) == ["a", "b"])
    #expect(table.texts("a") == ["x\n,\"y", "z"])
    #expect(table.texts("b") == ["1", "2"])
  }

  @Test func `rows that cannot be read make room for those behind them`() throws {
    let bad = (0..<20).map { $0 % 3 == 0 ? "\($0)\n" : "\($0),x\n" }.joined()
    let table = try table("a,b\n" + bad)
    #expect(table.texts("a").prefix(5) == ["1", "2", "4", "5", "7"])
  }

  @Test func `other encodings and delimiters are found out or were told`() throws {
    let text = "naïve;n\ncafé;1\n"
    let wide: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(try table(wide).texts("naïve") == ["café"])
    let latin = text.unicodeScalars.map { UInt8($0.value) }
    let table = try table(latin, ReadOptions(encoding: "iso-8859-1"))
    #expect(table.texts("naïve") == ["café"])
    #expect(try self.table(Array("a|b,c\n".utf8), ReadOptions(delimiter: ",")).columns.count == 2)
    let typed = ReadOptions(types: ["a": "text", "d": "date:%d/%m/%Y"])
    #expect(try self.table(Array("a,d\n7,31/05/2024\n".utf8), typed).texts("d") == ["31/05/2024"])
  }

  @Test func `a header alone, and rows longer than what is read at first, are there`() throws {
    #expect(try table("a,b\n").columns.count == 2)
    #expect(try table("a,b").rowCount == 0)
    let long = String(repeating: "x", count: 100_000)
    let rows = (0..<9).map { "\($0),\(long)\n" }.joined()
    let table = try table("n,long\n" + rows)
    #expect(table.texts("n") == ["0", "1", "2", "3", "4"])
    #expect(table.texts("long").allSatisfy { $0 == long })
    let wide = (0..<4000).map { "column_with_a_long_name_that_takes_room_\($0)_" + long.prefix(60) }
    #expect(try self.table(wide.joined(separator: ",") + "\n").columns.count == 4000)
  }

  @Test func `only the beginning of a long file is read`() throws {
    let path = scratch.path + "/long"
    let rows = "a,b\n" + String(repeating: "1,2\n", count: 100_000)
    try Data(rows.utf8).write(to: URL(fileURLWithPath: path))
    // A hole of a terabyte behind the rows costs nothing, unless somebody reads it.
    #expect(truncate(path, 1 << 40) == 0)
    let folder = try Folder(path: scratch.path, creating: false)
    let file = StoredFile(try #require(try folder.open("long")))
    let table = try FilePreview(options: ReadOptions(), name: "long").table(of: file, rowCount: 5)
    #expect(table.texts("b") == ["2", "2", "2", "2", "2"])
  }

  @Test(arguments: [
    ("", DatasetFailure.table(.empty)), ("\n\n", .table(.empty)),
    ("%PDF-1.7\n", .notText(kind: "a PDF document")),
    ("<!doctype html>\n", .notText(kind: "a web page")),
    ("\"a\n", .table(.quoteNeverClosed(line: 1))),
  ])
  func `what is no table is told as that`(text: String, failure: DatasetFailure) {
    #expect(throws: failure) { _ = try table(text) }
  }

  @Test func `a row that is longer than any may be is told as that`() throws {
    let folder = try Folder(path: scratch.path, creating: false)
    try folder.write(Array("a\n\"".utf8) + [UInt8](repeating: 120, count: 3 << 20), as: "f")
    let file = StoredFile(try #require(try folder.open("f")))
    var preview = FilePreview(options: ReadOptions(), name: "f")
    preview.rowLimitBytes = 1 << 20
    #expect(throws: DatasetFailure.table(.rowTooLong(line: 2, limitBytes: 1 << 20))) {
      _ = try preview.table(of: file, rowCount: 5)
    }
  }

  @Test func `rows in front of a long one are shown, and no more is read than a row may take`()
    throws
  {
    let folder = try Folder(path: scratch.path, creating: false)
    func wide(_ text: String) -> [UInt8] {
      [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }
    for start in [Array("a\n1\n2\n\"".utf8), wide("a\n1\n2\n\"")] {
      try folder.write(start + [UInt8](repeating: 120, count: 1 << 20), as: "f")
      #expect(truncate(scratch.path + "/f", 1 << 40) == 0)
      let file = StoredFile(try #require(try folder.open("f")))
      var preview = FilePreview(options: ReadOptions(onError: .skipRow), name: "f")
      preview.rowLimitBytes = 256 << 10
      #expect(try preview.table(of: file, rowCount: 5).texts("a") == ["1", "2"])
    }
  }

  @Test func `the first rows are those of the whole table, wherever the file is cut`() throws {
    var random = SplitMix(state: 7)
    for _ in 0..<200 {
      let cells = ["", "1", "x", "\"a,b\"", "\"l\nm\"", "\"q\"\"q\"", "2.5"]
      let rows = (0..<Int.random(in: 0..<12, using: &random)).map { _ in
        (0..<3).map { _ in cells.randomElement(using: &random) ?? "" }.joined(separator: ",")
      }
      let text =
        "a,b,c\n" + rows.joined(separator: "\n") + (Bool.random(using: &random) ? "\n" : "")
      var options = CSVOptions()
      options.types = ["a": .text, "b": .text, "c": .text]
      let whole = try CSVLoader.load(Array(text.utf8), options).table
      let typed = ReadOptions(types: ["a": "text", "b": "text", "c": "text"], onError: .skipRow)
      let first = try table(Array(text.utf8), typed)
      for name in ["a", "b", "c"] {
        #expect(first.texts(name).prefix(5) == whole.texts(name).prefix(5))
      }
    }
  }
}
