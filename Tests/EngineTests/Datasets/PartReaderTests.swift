import Foundation
import Posix
import Tables
import Testing

@testable import Engine

struct PartReaderTests {
  private let place: CatalogPlace
  private let catalog: Catalog

  init() throws {
    place = try CatalogPlace()
    catalog = try place.open()
  }

  private func read(
    _ bytes: [UInt8], _ options: ReadOptions = ReadOptions()
  ) throws -> PartReader.Reading {
    try catalog.examine(place.arrived(bytes), options)
  }

  private func read(
    _ text: String, _ options: ReadOptions = ReadOptions()
  ) throws -> PartReader.Reading {
    try read(Array(text.utf8), options)
  }

  private func utf16(_ text: String, isBig: Bool) -> [UInt8] {
    text.utf16.flatMap { unit in
      isBig
        ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
    }
  }

  // Encodings

  @Test(arguments: [true, false], [true, false])
  func `UTF-16 is found out, with a byte order mark and without`(hasMark: Bool, isBig: Bool) throws
  {
    let text = "städte,n\nKöln,1\n東京,2\n"
    let bytes = utf16((hasMark ? "\u{FEFF}" : "") + text, isBig: isBig)
    let reading = try read(bytes)
    #expect(reading.encoding == (isBig ? .utf16be : .utf16le))
    #expect(reading.loaded.table.columns.map(\.name) == ["städte", "n"])
    #expect(reading.loaded.table.texts("städte") == ["Köln", "東京"])
    #expect(try place.leftInState().isEmpty)
    // It is read alike the next time, when the encoding is known.
    #expect(try read(bytes, reading.options).loaded.table.content == reading.loaded.table.content)
  }

  @Test func `a byte order mark of UTF-8 belongs to no name`() throws {
    for encoding in [nil, "utf-8"] {
      let reading = try read("\u{FEFF}a,b\n1,2\n", ReadOptions(encoding: encoding))
      #expect(reading.loaded.table.columns.map(\.name) == ["a", "b"])
      #expect(reading.encoding == .utf8)
    }
  }

  @Test(arguments: [("latin1", "\u{E9}\u{80}"), ("ISO-8859-1", "\u{E9}\u{80}"), ("cp1252", "é€")])
  func `an encoding that is said is believed`(name: String, text: String) throws {
    let reading = try read(Array("a\n".utf8) + [0xE9, 0x80], ReadOptions(encoding: name))
    #expect(reading.loaded.table.texts("a") == [text])
    #expect(reading.options.encoding == TextEncoding(name: name)?.rawValue)
  }

  @Test func `an upload that is no UTF-8 is refused with its line, and a person's file is served`()
    throws
  {
    let bytes = Array("name,n\nK".utf8) + [0xF6] + Array("ln,1\nBonn,2\n".utf8)
    let failure = DatasetFailure.encoding(.undefinedByte(0xF6, .utf8, offset: 8, line: 2))
    #expect(throws: failure) { try read(bytes) }
    #expect(throws: failure) { try read(bytes, ReadOptions(encoding: "utf-8")) }
    #expect(throws: failure) { try catalog.upload(place.arrived(bytes), "a") }
    #expect(try place.uploads().isEmpty)
    #expect(try place.leftInState().isEmpty)
    try Data(bytes).write(to: URL(fileURLWithPath: place.dataPath + "/own.csv"))
    try catalog.look(at: 2)
    #expect(try catalog.table("own").texts("name") == ["K\u{FFFD}ln", "Bonn"])
  }

  @Test func `a byte that an encoding does not have is refused with its line`() throws {
    #expect(throws: DatasetFailure.encoding(.undefinedByte(0x81, .windows1252, offset: 4, line: 3)))
    {
      try read(Array("a\nb\n".utf8) + [0x81], ReadOptions(encoding: "windows-1252"))
    }
    #expect(throws: DatasetFailure.encoding(.undefinedByte(0xC3, .ascii, offset: 2, line: 2))) {
      try read("a\né\n", ReadOptions(encoding: "ascii"))
    }
    #expect(try place.leftInState().isEmpty)
  }

  @Test(arguments: ["", "utf-9", "klingon"])
  func `an encoding that nobody knows is refused`(_ name: String) throws {
    #expect(throws: DatasetFailure.badEncoding(name)) {
      try read("a\n1\n", ReadOptions(encoding: name))
    }
  }

  @Test func `a data set of another encoding outlasts a restart`() throws {
    try catalog.upload(place.arrived(utf16("\u{FEFF}a;b\nö;1\n", isBig: true)), "wide")
    try catalog.upload(
      place.arrived(Array("a,b\n".utf8) + [0xF6, 0x2C, 0x32]), "wide", .append,
      ReadOptions(encoding: "latin1"))
    let again = try place.open()
    #expect(try again.table("wide").content == ["a": ["ö", "ö"], "b": ["1", "2"]])
    #expect(
      try again.dataset(.named("wide")).parts.map(\.options.encoding) == [
        "utf-16be", "iso-8859-1",
      ])
    #expect(try place.leftInState().isEmpty)
  }

  // Delimiters

  @Test(arguments: [",", ";", "\t", "|"])
  func `the usual delimiters are found out`(_ delimiter: String) throws {
    let reading = try read("a\(delimiter)b\n1\(delimiter)\"x,;|\t\"\n")
    #expect(reading.loaded.table.columns.map(\.name) == ["a", "b"])
    #expect(reading.options.delimiter == delimiter)
    #expect(reading.loaded.table.texts("b") == ["x,;|\t"])
  }

  @Test(arguments: [("tab", "\t"), ("\\t", "\t"), ("\t", "\t"), ("#", "#"), (" ", " "), (";", ";")])
  func `a delimiter that is said is believed`(_ said: String, _ meant: String) throws {
    let reading = try read("a\(meant)b,c\n1\(meant)2\n", ReadOptions(delimiter: said))
    #expect(reading.loaded.table.columns.map(\.name) == ["a", "b,c"])
    #expect(reading.options.delimiter == meant)
  }

  @Test(arguments: ["", ",,", "\"", "\n", "\r", "\r\n", "é", "TAB"])
  func `what is no delimiter is refused`(_ text: String) throws {
    #expect(throws: DatasetFailure.badDelimiter(text)) {
      try read("a,b\n1,2\n", ReadOptions(delimiter: text))
    }
  }

  // What is no CSV

  @Test(arguments: [
    ("PK\u{3}\u{4}x", "a zip archive or a spreadsheet"), ("%PDF-1.7\n", "a PDF document"),
    ("<!DOCTYPE html>\n<html>", "a web page"), ("\u{FEFF}\n\t <!doctype HTML>", "a web page"),
    ("<HTML lang=en>\n", "a web page"), ("SQLite format 3\0", "a SQLite database"),
    ("PAR1\u{15}\u{4}", "a Parquet file"),
    ("a,b\r1,2\r", "a text whose lines end with CR alone"),
  ])
  func `what only looks like a file of rows is refused by its kind`(_ text: String, kind: String)
    throws
  {
    #expect(throws: DatasetFailure.notText(kind: kind)) { try read(text) }
    #expect(throws: DatasetFailure.notText(kind: kind)) {
      try read(text, ReadOptions(encoding: "latin1"))
    }
  }

  @Test func `packed and painted bytes are refused by their kind`() throws {
    #expect(throws: DatasetFailure.notText(kind: "a gzip file")) { try read([0x1F, 0x8B, 8, 0]) }
    #expect(throws: DatasetFailure.notText(kind: "a PNG picture")) {
      try read([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A])
    }
  }

  @Test(arguments: ["PAR1,PAR2\n1,2\n", "PK,x\n1,2\n", "<htm,x\n1,2\n", "a,<html>\n1,2\n"])
  func `a header that begins like another kind of file is a header`(_ text: String) throws {
    #expect(try read(text).loaded.table.rowCount == 1)
  }

  @Test(arguments: ["", "\n\n", "\u{FEFF}", "\r\n"])
  func `a file without a header is empty`(_ text: String) throws {
    #expect(throws: DatasetFailure.table(.empty)) { try read(text) }
    #expect(throws: DatasetFailure.table(.empty)) { try catalog.upload(place.arrived(text), "a") }
  }

  @Test func `a header without rows is a table without rows`() throws {
    try catalog.upload(place.arrived("a,b\n"), "none")
    try catalog.upload(place.arrived("a,b\n1,x\n"), "none", .append)
    #expect(try catalog.table("none").texts("a") == ["1"])
    #expect(try place.open().table("none").texts("b") == ["x"])
  }

  // Types

  @Test func `types that are asked for are given, with the formats of days`() throws {
    let types = [
      "n": "text", "x": "float", "d": "date:%d/%m/%Y|%Y-%m-%d", "t": "datetime", "b": "boolean",
    ]
    let reading = try read(
      "n,x,d,t,b\n1,2,24/12/2020,2020-01-01T00:00:01,1\n",
      ReadOptions(types: types))
    let table = reading.loaded.table
    #expect(
      table.typeNames == ["n": "text", "x": "float", "d": "date", "t": "datetime", "b": "boolean"])
    #expect(table.texts("d") == ["18620"])
    #expect(table.texts("t") == ["1577836801000000"])
    #expect(reading.options.types == types)
  }

  @Test(arguments: ["", "number", "date:%Q", "text:%Y", "date:%d"])
  func `a type that makes no sense is refused with its column`(_ type: String) throws {
    do {
      _ = try read("a\n1\n", ReadOptions(types: ["a": type]))
      Issue.record("it was read")
    } catch let failure as DatasetFailure {
      guard case .badType("a", type, let reason) = failure else { throw failure }
      #expect(!reason.isEmpty)
    }
  }

  @Test func `a type for a column that is not there is refused`() throws {
    #expect(throws: DatasetFailure.table(.unknownColumn("b"))) {
      try read("a\n1\n", ReadOptions(types: ["b": "text"]))
    }
  }

  @Test func `identifiers with leading zeros stay texts`() throws {
    let table = try read("zip,n\n01234,1\n99999,2\n").loaded.table
    #expect(table.typeNames == ["zip": "text", "n": "integer"])
    #expect(table.texts("zip") == ["01234", "99999"])
  }

  @Test func `one letter in the last of a million rows makes texts of all and drops none`() throws {
    let text = "n\n" + (0..<1_000_000).map(String.init).joined(separator: "\n") + "x\n"
    let dataset = try catalog.upload(place.arrived(text), "numbers").dataset
    #expect(dataset.shape?.rowCount == 1_000_000)
    for table in [try catalog.table(of: dataset), try place.open().table("numbers")] {
      let column = try #require(table.column("n"))
      #expect(column.type == .text)
      #expect(column.nullCount == 0)
      let looked = Array(stride(from: 0, to: 999_999, by: 997)) + [999_999]
      let cells = column.cells(at: looked[...])
      for (row, cell) in zip(looked, cells) {
        let expected = row == 999_999 ? "999999x" : "\(row)"
        #expect(cell == .text(Array(expected.utf8)[...]))
      }
      #expect(cells.count == looked.count)
    }
  }

  // What is wrong

  private let faulty = "a,b\n1,2\nx,3\n4\n5,6\n"

  @Test func `what is wrong ends the load, or is left out and told, as it is asked for`() throws {
    let types = ["a": "integer"]
    #expect(throws: DatasetFailure.self) { try read(faulty, ReadOptions(types: types)) }
    let nulls = try read(faulty, ReadOptions(types: types, onError: .nullCell)).loaded
    #expect(nulls.table.texts("a") == ["1", nil, "5"])
    #expect((nulls.rowsRead, nulls.rejectCount) == (4, 2))
    #expect(nulls.rejects.map(\.line) == [3, 4])
    #expect(nulls.rejects.map(\.value) == ["x", ""])
    let skipped = try read(faulty, ReadOptions(types: types, onError: .skipRow)).loaded
    #expect(skipped.table.texts("a") == ["1", "5"])
  }

  @Test func `what was left out is left out again after a restart`() throws {
    try catalog.upload(
      place.arrived(faulty), "faulty", .create,
      ReadOptions(types: ["a": "integer"], onError: .nullCell))
    #expect(try place.open().table("faulty").texts("a") == ["1", nil, "5"])
  }

  @Test func `a person's file is served without its faulty rows`() throws {
    try place.put(faulty, as: "own.csv")
    try catalog.look(at: 2)
    #expect(try catalog.table("own").texts("b") == ["2", "3", "6"])
  }

  @Test func `options that no file can be read with are known before there is one`() {
    func failure(_ options: ReadOptions) -> DatasetFailure? {
      do throws(DatasetFailure) {
        try PartReader.check(options)
        return nil
      } catch {
        return error
      }
    }
    #expect(failure(ReadOptions()) == nil)
    #expect(
      failure(
        ReadOptions(
          delimiter: "tab", encoding: "latin1", types: ["a": "date:%d/%m/%Y", "b": "text"])) == nil)
    #expect(failure(ReadOptions(delimiter: "ab")) == .badDelimiter("ab"))
    #expect(failure(ReadOptions(delimiter: "\"")) == .badDelimiter("\""))
    #expect(failure(ReadOptions(encoding: "ebcdic")) == .badEncoding("ebcdic"))
    guard case .badType("a", "dat", _) = failure(ReadOptions(types: ["a": "dat"])) else {
      Issue.record("a type that there is not was taken")
      return
    }
  }

  // Headers

  @Test func `a header longer than what is looked at first is read whole`() throws {
    let count = 3000
    let names = (0..<count).map {
      "\"a question that is put to \"\"everybody\"\", as number \($0) \(String(repeating: "-", count: 100))\""
    }
    let header = names.joined(separator: ",")
    #expect(header.utf8.count > CSVFile.prefixBytes)
    let row = (0..<count).map { "\($0)" }.joined(separator: ",")
    let texts = (0..<count).map { _ in "x" }.joined(separator: ",")
    try catalog.upload(place.arrived(header + "\n" + texts + "\n"), "long")
    // What was text stays text, also in the columns behind.
    try catalog.upload(place.arrived(header + "\n" + row + "\n"), "long", .append)
    let table = try catalog.table("long")
    #expect(table.columns.count == count)
    #expect(table.texts(table.columns[count - 1].name) == ["x", "\(count - 1)"])
  }
}
