import Foundation
import Posix
import Tables
import Testing

@testable import Engine

struct DataFolderTests {
  private let place: CatalogPlace
  private let folder: DataFolder

  init() throws {
    place = try CatalogPlace()
    folder = DataFolder(folder: try place.folders().data)
  }

  private func sighting(_ bytes: Int = 5, _ modified: Int64 = 9) -> DataFolder.Sighting {
    DataFolder.Sighting(
      name: .named("a"), file: "a.csv", byteCount: bytes, modifiedNanoseconds: modified)
  }

  private func upload(_ number: Int) -> DatasetPart {
    DatasetPart(
      number: number, origin: .upload, path: "uploads/a.\(number).csv", byteCount: 1, digest: "",
      options: ReadOptions())
  }

  // Looking

  @Test func `files of rows are seen with their size and time, sorted by name`() throws {
    try place.put("x\n1\n", as: "b.csv")
    try place.put("", as: "a.csv")
    try place.put("x\n", as: "a.b-c_d.csv")
    let seen = try folder.look()
    #expect(seen.map(\.file) == ["a.csv", "a.b-c_d.csv", "b.csv"])
    #expect(seen.map(\.byteCount) == [0, 2, 4])
    #expect(
      seen.map(\.modifiedNanoseconds)
        == [1_000_000_002, 1_000_000_003, 1_000_000_001]
        .map { $0 * 1_000_000_000 })
  }

  @Test func `what bears another name, or is no file, is nobody's`() throws {
    for file in ["a.txt", "a.CSV", ".a.csv", ".csv", "csv", "a b.csv", "ä.csv", "_a.csv", "a.csv~"]
    {
      try place.put("x\n1\n", as: file)
    }
    try FileManager.default.createDirectory(
      atPath: place.dataPath + "/folder.csv", withIntermediateDirectories: false)
    #expect(try folder.look().isEmpty)
  }

  @Test func `a link counts as what it leads to`() throws {
    try place.put("x\n1\n", as: "elsewhere.txt")
    try FileManager.default.createSymbolicLink(
      atPath: place.dataPath + "/linked.csv", withDestinationPath: "elsewhere.txt")
    #expect(try folder.look().map(\.byteCount) == [4])
  }

  @Test(arguments: ["gone.txt", "circle.csv", "elsewhere.txt/x"])
  func `a link that leads nowhere hides no other file`(_ target: String) throws {
    try place.put("x\n1\n", as: "elsewhere.txt")
    try place.put("x\n1\n", as: "a.csv")
    try FileManager.default.createSymbolicLink(
      atPath: place.dataPath + "/circle.csv", withDestinationPath: target)
    #expect(try folder.look().map(\.file) == ["a.csv"])
  }

  // What becomes of the parts

  @Test func `a new file makes a data set and an unchanged one changes nothing`() {
    #expect(DataFolder.parts(after: [], sighting()) == [sighting().part])
    #expect(DataFolder.parts(after: [sighting().part], sighting()) == nil)
    #expect(DataFolder.parts(after: [sighting().part, upload(1)], sighting()) == nil)
    #expect(DataFolder.parts(after: [], nil) == nil)
    #expect(sighting().part.options.onError == .skipRow)
    #expect(sighting().part.number == 0)
  }

  @Test(arguments: [(6, Int64(9)), (5, 8), (5, 10)])
  func `a changed file takes the place of the old one before what was added`(
    bytes: Int, modified: Int64
  ) {
    let changed = sighting(bytes, modified)
    #expect(
      DataFolder.parts(after: [sighting().part, upload(1), upload(2)], changed)
        == [changed.part, upload(1), upload(2)])
  }

  @Test func `a file that is gone leaves what was added`() {
    #expect(DataFolder.parts(after: [sighting().part, upload(1)], nil) == [upload(1)])
    #expect(DataFolder.parts(after: [sighting().part], nil) == [])
  }

  @Test func `uploads are not changed by a file that appears beside them or is not there`() {
    #expect(DataFolder.parts(after: [upload(1)], sighting()) == nil)
    #expect(DataFolder.parts(after: [upload(1)], nil) == nil)
  }

  // What the catalog makes of it

  @Test func `a person's file appears, changes and disappears`() throws {
    let catalog = try place.open()
    #expect(catalog.all.isEmpty)
    try place.put("n\n1\n", as: "numbers.csv")
    #expect(catalog.all.isEmpty)
    try catalog.look(at: 10)
    let first = try catalog.dataset(.named("numbers"))
    #expect((first.version, first.createdNanoseconds, first.isOwnFile) == (1, 10, true))
    #expect(try catalog.table(of: first).texts("n") == ["1"])
    try catalog.look(at: 11)
    #expect(try catalog.dataset(.named("numbers")) === first)
    try place.put("n\n2\n3\n", as: "numbers.csv")
    try catalog.look(at: 12)
    let second = try catalog.dataset(.named("numbers"))
    #expect((second.version, second.createdNanoseconds, second.changedNanoseconds) == (2, 10, 12))
    #expect(try catalog.table(of: second).texts("n") == ["2", "3"])
    // Who began with the old one keeps it.
    #expect(try catalog.table(of: first).texts("n") == ["1"])
    try place.remove(place.dataPath + "/numbers.csv")
    try catalog.look(at: 13)
    #expect(catalog.all.isEmpty)
    try place.put("n\n4\n", as: "numbers.csv")
    try catalog.look(at: 14)
    #expect(try catalog.version("numbers") == 4)
  }

  @Test func `files that changed while nobody looked are found at the start`() throws {
    for (file, text) in [("same", "n\n1\n"), ("other", "n\n1\n"), ("gone", "n\n1\n")] {
      try place.put(text, as: file + ".csv")
    }
    _ = try place.open()
    try place.put("n\n1\n2\n", as: "other.csv")
    try place.put("n\n1\n", as: "new.csv")
    try place.remove(place.dataPath + "/gone.csv")
    let catalog = try place.open()
    #expect(catalog.all.map(\.name.description) == ["new", "other", "same"])
    #expect(catalog.all.map(\.version) == [1, 2, 1])
    #expect(try catalog.table("other").rowCount == 2)
  }

  @Test func `what was added to a person's file outlasts its changes`() throws {
    try place.put("n\n1\n", as: "numbers.csv")
    let catalog = try place.open()
    try catalog.upload(place.arrived("n\n5\n"), "numbers", .append)
    try place.put("n\n2\n3\n", as: "numbers.csv")
    try catalog.look(at: 3)
    #expect(try catalog.table("numbers").texts("n") == ["2", "3", "5"])
    try place.remove(place.dataPath + "/numbers.csv")
    try catalog.look(at: 4)
    #expect(try catalog.table("numbers").texts("n") == ["5"])
    #expect(try place.open().table("numbers").texts("n") == ["5"])
  }

  @Test func `a file that appears beside an upload is served once the upload is removed`() throws {
    let catalog = try place.open()
    try catalog.upload(place.arrived("n\n5\n"), "numbers")
    try place.put("n\n1\n", as: "numbers.csv")
    try catalog.look(at: 3)
    #expect(try catalog.table("numbers").texts("n") == ["5"])
    try catalog.remove(.named("numbers"), at: 4)
    try catalog.look(at: 5)
    #expect(try catalog.table("numbers").texts("n") == ["1"])
    #expect(try catalog.version("numbers") == 3)
  }

  @Test func `a changed file that does not fit to what was added is refused until it fits`() throws
  {
    try place.put("n\n1\n", as: "numbers.csv")
    let catalog = try place.open()
    try catalog.upload(place.arrived("n\n5\n"), "numbers", .append)
    try place.put("m\n1\n", as: "numbers.csv")
    try catalog.look(at: 3)
    let failure = DatasetFailure.join(
      .named("numbers"), .otherColumns(missing: ["m"], unknown: ["n"]))
    #expect(throws: failure) { try catalog.table("numbers") }
    try place.put("n\n2\n", as: "numbers.csv")
    try catalog.look(at: 4)
    #expect(try catalog.table("numbers").texts("n") == ["2", "5"])
  }
}
