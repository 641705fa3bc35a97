import Foundation
import Posix
import Testing

@testable import Engine

struct DataFilesTests {
  private let place: CatalogPlace
  private let files: DataFiles

  init() throws {
    place = try CatalogPlace()
    let folders = try place.folders()
    files = DataFiles(folders)
    for folder in ["test_data/deep", "state", "objects", "uploads", ".hidden", "x.csv"] {
      try FileManager.default.createDirectory(
        atPath: place.dataPath + "/" + folder, withIntermediateDirectories: true)
    }
    for file in [
      "own.csv", "test_data/a.csv", "test_data/deep/B.CSV", "test_data/notes.txt", "state/s.csv",
      "objects/o.csv", "uploads/sales.1.csv", "uploads/.sales.2.csv.1.1.draft", ".hidden/h.csv",
      ".csv",
      "x.csv/y.csv",
    ] {
      try Data(file.utf8).write(to: URL(fileURLWithPath: place.dataPath + "/" + file))
    }
  }

  private func text(_ path: String) throws -> String? {
    guard let path = DataPath(path) else { return nil }
    do {
      return String(decoding: try files.open(path).read(), as: UTF8.self)
    } catch DataFileFailure.notFound(path) {
      return nil
    }
  }

  private let readable = [
    "own.csv", "test_data/a.csv", "test_data/deep/B.CSV", "uploads/sales.1.csv", "x.csv/y.csv",
  ]

  @Test func `what a person and what clients put there is listed and can be opened`() throws {
    let listing = try files.list()
    #expect(listing.paths.map(\.description) == readable)
    #expect(listing.isComplete)
    for path in readable { #expect(try text(path) == path) }
  }

  @Test(arguments: [
    "state/s.csv", "objects/o.csv", "STATE/s.csv", "test_data", "x.csv", "none.csv",
    "own.csv/a.csv",
    "test_data/notes.txt", ".hidden/h.csv", "../results/r.csv",
  ])
  func `nothing else is`(path: String) throws {
    #expect(try text(path) == nil)
  }

  @Test func `objects are nobody's files, wherever they are kept`() throws {
    #expect(try text("test_data/a.csv") != nil)
    let files = DataFiles(try place.folders(), objects: place.dataPath + "/test_data")
    #expect(
      try files.list().paths.map(\.description)
        == readable.filter { !$0.hasPrefix("test_data/") })
  }

  @Test func `the server's own folders are closed under every name`() throws {
    let data = place.dataPath
    // As on a file system that knows no case, or for one who moves the folder while the server runs.
    for (from, to) in [("state", "State"), ("objects", "test_data/kept")] {
      try FileManager.default.moveItem(atPath: data + "/" + from, toPath: data + "/" + to)
    }
    #expect(try text("State/s.csv") == "state/s.csv")
    try FileManager.default.createSymbolicLink(
      atPath: data + "/state", withDestinationPath: "State")
    try FileManager.default.createSymbolicLink(
      atPath: data + "/objects", withDestinationPath: "test_data/kept")
    #expect(try text("State/s.csv") == nil)
    #expect(try text("test_data/kept/o.csv") == nil)
    #expect(try files.list().paths.map(\.description) == readable)
  }

  @Test func `results among the data are closed too`() throws {
    let results = place.dataPath + "/test_data/out"
    let inside = try EngineFolders(
      data: Folder(path: place.dataPath, creating: false), state: place.state,
      results: Folder(path: results, creating: true))
    try Data().write(to: URL(fileURLWithPath: results + "/r.csv"))
    let path = try #require(DataPath("test_data/out/r.csv"))
    #expect(throws: DataFileFailure.notFound(path)) { _ = try DataFiles(inside).open(path) }
    #expect(try DataFiles(inside).list().paths.map(\.description) == readable)
  }

  @Test func `links lead nowhere, wherever they point to`() throws {
    for (name, target) in [
      ("l.csv", "own.csv"), ("out.csv", "/etc/passwd"), ("folder", "test_data"), ("root", "/"),
      ("test_data/s", "../state"), ("gone.csv", "none"),
    ] {
      try FileManager.default.createSymbolicLink(
        atPath: place.dataPath + "/" + name, withDestinationPath: target)
    }
    for path in ["l.csv", "out.csv", "folder/a.csv", "test_data/s/s.csv", "gone.csv"] {
      #expect(try text(path) == nil, "\(path)")
    }
    #expect(try files.list().paths.map(\.description) == readable)
  }

  @Test func `a file that may not be read is told as that`() throws {
    guard geteuid() != 0 else { return }
    chmod(place.dataPath + "/own.csv", 0)
    let path = try #require(DataPath("own.csv"))
    #expect(
      throws: DataFileFailure.unreadable(
        .unusableFile(reason: "/data/own.csv: Permission denied"))
    ) { _ = try files.open(path) }
  }

  @Test func `names that are no UTF-8 or look alike do no harm`() throws {
    for bytes in [
      [0xFF, 0x2E, 0x63, 0x73, 0x76, 0], Array("caf\u{E9}.csv\0".utf8),
      Array("cafe\u{301}.csv\0".utf8),
    ] {
      let file = (Array((place.dataPath + "/").utf8) + bytes).map { CChar(bitPattern: $0) }
      let number = open(file, O_CREAT | O_WRONLY, 0o600)
      #expect(number >= 0)
      write(number, bytes.map { $0 }, bytes.count)
      close(number)
    }
    let listed = try files.list().paths
    #expect(listed.count == readable.count + 2)
    #expect(try text("caf\u{E9}.csv") == "caf\u{E9}.csv\0")
    #expect(try text("cafe\u{301}.csv") == "cafe\u{301}.csv\0")
    #expect(try text("\u{FFFD}.csv") == nil)
    let sorted = listed.map { Array($0.description.utf8) }
    #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
  }
}
