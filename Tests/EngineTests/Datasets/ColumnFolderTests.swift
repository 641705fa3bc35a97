import Foundation
import Posix
import Tables
import Testing

@testable import Engine

struct ColumnFolderTests {
  private let place: CatalogPlace

  init() throws { place = try CatalogPlace() }

  /// A file that is long enough for its columns to be kept.
  private func rows(_ mark: String = "a") -> String {
    let pad = String(repeating: "-", count: 1000)
    var text = "n,word,pad\n"
    for row in 0...(ColumnFolder.leastBytes / 1000) { text += "\(row),\(mark)word,\(pad)\n" }
    return text
  }

  private func write(_ bytes: Data, to path: String) throws {
    try bytes.write(to: URL(fileURLWithPath: path))
  }

  /// Changes the rows of a file and nothing else, so that only who reads its columns sees the old ones.
  private func falsify(_ path: String) throws {
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let mark = try #require(bytes.lastIndex(of: UInt8(ascii: "a")))
    bytes[mark] = UInt8(ascii: "z")
    let facts = try FileManager.default.attributesOfItem(atPath: path)
    try write(bytes, to: path)
    try FileManager.default.setAttributes(
      [.modificationDate: facts[.modificationDate] as Any], ofItemAtPath: path)
  }

  @Test func `columns of a small file are not kept`() throws {
    let catalog = try place.open()
    try catalog.upload(place.arrived("n\n1\n"), "small")
    try place.put("n\n1\n", as: "own.csv")
    try catalog.look(at: 2)
    _ = try catalog.table("own")
    #expect(try place.columns(of: catalog).isEmpty)
  }

  @Test func `after a restart an upload is read from its columns`() throws {
    let catalog = try place.open()
    let table = try catalog.table(of: catalog.upload(place.arrived(rows()), "big").dataset)
    #expect(try place.columns(of: catalog).count == 1)
    try falsify(place.uploadsPath + "/big.1.csv")
    let again = try place.open()
    #expect(try again.table("big").content == table.content)
    #expect(try again.table("big").texts("word").last == "aword")
  }

  @Test func `after a restart a person's file is read from its columns, until it changes`() throws {
    try place.put(rows(), as: "big.csv")
    let catalog = try place.open()
    let content = try catalog.table("big").content
    #expect(try place.columns(of: catalog).count == 1)
    let again = try place.open()
    try place.remove(place.dataPath + "/big.csv")
    #expect(try again.table("big").content == content)
    try place.put(rows("b"), as: "big.csv")
    try again.look(at: 3)
    #expect(try again.table("big").texts("word").last == "bword")
  }

  @Test(arguments: ["flipped", "cut", "empty", "foreign"])
  func `a file of columns that is damaged or another's is passed over and made anew`(
    _ damage: String
  ) throws {
    let catalog = try place.open()
    try catalog.upload(place.arrived(rows()), "big")
    let file = try #require(try place.columns(of: catalog).first)
    let path = place.columnsPath + "/" + file
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    switch damage {
    case "flipped":
      var flipped = whole
      flipped[whole.count / 2] ^= 4
      try write(flipped, to: path)
    case "cut": try write(whole.dropLast(1), to: path)
    case "empty": try write(Data(), to: path)
    default:
      try catalog.upload(place.arrived(rows("c")), "other")
      let all = try place.columns(of: catalog)
      let other = try #require(all.first { $0 != file })
      try write(Data(contentsOf: URL(fileURLWithPath: place.columnsPath + "/" + other)), to: path)
    }
    let again = try place.open()
    #expect(try again.table("big").texts("word").last == "aword")
    _ = try place.columns(of: again)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == whole)
  }

  @Test func `the folder of columns may be deleted`() throws {
    let catalog = try place.open()
    try catalog.upload(place.arrived(rows()), "big")
    _ = try place.columns(of: catalog)
    try place.remove(place.columnsPath)
    #expect(try catalog.upload(place.arrived(rows("b")), "more").dataset.version == 1)
    #expect(try place.columns(of: catalog).count == 1)
    #expect(try place.open().table("big").texts("word").last == "aword")
  }

  @Test func `columns that cannot be written are no failure`() throws {
    let catalog = try place.open()
    try place.remove(place.columnsPath)
    try place.put("in the way", as: "state/columns")
    try catalog.upload(place.arrived(rows()), "big")
    let written = try Latch()
    catalog.reader.columns?.writer.run { written.open() }
    written.wait()
    #expect(try place.logText().contains("columns not kept"))
    #expect(try catalog.table("big").texts("word").last == "aword")
  }

  @Test func `columns are forgotten with their data set, also those that are still to be written`()
    throws
  {
    let catalog = try place.open()
    let gate = try Latch()
    catalog.reader.columns?.writer.run { gate.wait() }
    try catalog.upload(place.arrived(rows()), "big")
    try catalog.upload(place.arrived(rows("b")), "big", .replace)
    try catalog.upload(place.arrived(rows()), "gone")
    try catalog.remove(.named("gone"), at: 3)
    gate.open()
    #expect(try place.columns(of: catalog).count == 1)
    try catalog.remove(.named("big"), at: 4)
    #expect(try place.columns(of: catalog).isEmpty)
  }

  @Test func `columns of a person's file are forgotten when it changes or disappears`() throws {
    try place.put(rows(), as: "big.csv")
    let catalog = try place.open()
    for round in 0..<3 {
      _ = try catalog.table("big")
      #expect(try place.columns(of: catalog).count == 1)
      try place.put(rows("\(round)"), as: "big.csv")
      try catalog.look(at: 3)
    }
    _ = try catalog.table("big")
    try place.remove(place.dataPath + "/big.csv")
    try catalog.look(at: 4)
    #expect(try place.columns(of: catalog).isEmpty)
  }

  @Test func `columns that belong to nobody are removed at the start, and other files stay`() throws
  {
    let catalog = try place.open()
    try catalog.upload(place.arrived(rows()), "big")
    let kept = try place.columns(of: catalog)
    for stray in ["00.columns", ".x.1.2.draft", "notes.txt"] {
      try write(Data("x".utf8), to: place.columnsPath + "/" + stray)
    }
    let again = try place.open()
    #expect(try place.columns(of: again) == (kept + ["notes.txt"]).sorted())
  }

  @Test func `another way to read the same bytes has columns of its own`() throws {
    let catalog = try place.open()
    let text = rows()
    try catalog.upload(place.arrived(text), "numbers")
    try catalog.upload(
      place.arrived(text), "texts", .create, ReadOptions(types: ["n": "text"]))
    #expect(try place.columns(of: catalog).count == 2)
    let again = try place.open()
    #expect(
      try again.table("numbers").typeNames == ["n": "integer", "word": "text", "pad": "text"])
    #expect(try again.table("texts").typeNames == ["n": "text", "word": "text", "pad": "text"])
  }

  @Test func `columns of bytes that were not there when the file was seen are not kept`() throws {
    try place.put(rows(), as: "big.csv")
    let path = place.dataPath + "/big.csv"
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    let time = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as Any
    let catalog = try place.open()
    try place.put(rows("b"), as: "big.csv")
    #expect(try catalog.table("big").texts("word").last == "bword")
    #expect(try place.columns(of: catalog).isEmpty)
    // The old file comes back from a copy that has kept its time.
    try write(whole, to: path)
    try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: path)
    #expect(try place.open().table("big").texts("word").last == "aword")
  }
}
