import Foundation
import Tables
import Testing

@testable import Engine

struct DataTablesTests {
  private let place: CatalogPlace
  private let engine: TallyEngine

  init() throws {
    place = try CatalogPlace()
    try place.put("name,size\nant,1\nbee,2\nbee,30\n,\n", as: "own.csv")
    engine = try place.engine()
  }

  private static func table(_ text: String) throws -> DataReference {
    if text.hasPrefix("dataset:") { return .dataset(.named(String(text.dropFirst(8)))) }
    return .file(try #require(DataPath(text)))
  }

  private func preview(_ reference: String, rows: Int = 5) throws -> DataPreview {
    try engine.preview(Self.table(reference), rowCount: rows)
  }

  private func values(_ column: String, _ reference: String, limit: Int = 100) throws -> [String] {
    try engine.values(of: column, in: Self.table(reference), limit: limit).texts
  }

  @Test func `a file and the data set that it is look alike`() throws {
    for reference in ["/data/own.csv", "dataset:own"] {
      let preview = try preview(reference)
      #expect(preview.headers == ["name", "size"])
      #expect(preview.tables.map { $0.texts("name") } == [["ant", "bee", "bee", nil]])
      #expect(try values("name", reference) == ["ant", "bee"])
      #expect(try values("size", reference) == ["1", "2", "30"])
    }
  }

  @Test func `a file in a folder is no data set and can be looked at`() throws {
    try FileManager.default.createDirectory(
      atPath: place.dataPath + "/test_data", withIntermediateDirectories: true)
    try place.put("a;b\n1;x\n", as: "test_data/t.csv")
    #expect(try preview("/data/test_data/t.csv").headers == ["a", "b"])
    #expect(try values("b", "/data/test_data/t.csv") == ["x"])
    #expect(engine.catalog.all.map(\.name.description) == ["own"])
  }

  @Test func `an upload is read by its path as it was read when it came`() throws {
    let options = ReadOptions(
      delimiter: ";", encoding: "windows-1252", types: ["zip": "text"], onError: .nullCell)
    let bytes = Array("zip;n\n1;caf".utf8) + [0xE9, 0x0A]
    let new = try engine.catalog.upload(place.arrived(bytes), "post", .create, options).dataset
    let reference = "/data/" + new.parts[0].path
    #expect(try values("n", reference) == ["café"])
    #expect(try preview(reference).tables[0].typeNames == ["zip": "text", "n": "text"])
    #expect(engine.catalog.options(of: try #require(DataPath(reference))) == new.parts[0].options)
  }

  @Test func `the first rows of a data set of several files come from as many as it takes`() throws
  {
    let catalog = engine.catalog
    try catalog.upload(place.arrived("a,b\n1,x\n2,y\n"), "d")
    try catalog.upload(place.arrived("b,a\nz,3\nz,4\n"), "d", .append)
    try catalog.upload(place.arrived("a,b\n5,z\n6,z\n"), "d", .append)
    let preview = try preview("dataset:d")
    #expect(preview.headers == ["a", "b"])
    #expect(preview.tables.flatMap { $0.texts("a") }.prefix(5) == ["1", "2", "3", "4", "5"])
    #expect(try self.preview("dataset:d", rows: 2).tables.count == 1)
    #expect(try values("a", "dataset:d") == ["1", "2", "3", "4", "5", "6"])
  }

  @Test func `a column that is not there is told with the nearest that is`() throws {
    for reference in ["/data/own.csv", "dataset:own"] {
      #expect(throws: DataFileFailure.unknownColumn("sise", nearest: "size")) {
        _ = try values("sise", reference)
      }
      #expect(throws: DataFileFailure.unknownColumn("", nearest: nil)) {
        _ = try values("", reference)
      }
    }
  }

  @Test func `what is not there or is no table is told as that`() throws {
    let none = try #require(DataPath("none.csv"))
    #expect(throws: DataFileFailure.notFound(none)) { _ = try preview("/data/none.csv") }
    #expect(throws: DataFileFailure.notFound(none)) { _ = try values("a", "/data/none.csv") }
    let unknown = DatasetFailure.unknown(.named("none"), known: [.named("own")])
    #expect(throws: DataFileFailure.unreadable(unknown)) { _ = try preview("dataset:none") }
    #expect(throws: DataFileFailure.unreadable(unknown)) { _ = try values("a", "dataset:none") }
    try place.put("", as: "empty.csv")
    for look in [
      { _ = try preview("/data/empty.csv") }, { _ = try values("a", "/data/empty.csv") },
    ] {
      #expect(throws: DataFileFailure.unreadable(.table(.empty)), performing: look)
    }
  }

  @Test func `nothing stays open and nothing is kept`() throws {
    let before = try place.names(in: "/proc/self/fd").count
    for _ in 0..<50 {
      _ = try preview("/data/own.csv")
      _ = try values("size", "/data/own.csv")
    }
    // Other tests open files at the same time.
    #expect(try place.names(in: "/proc/self/fd").count < before + 50)
    #expect(try engine.catalog.dataset(.named("own")).shape == nil)
  }
}
