import Foundation
import Posix
import Testing

@testable import Engine

struct EngineFoldersTests {
  private let scratch = ScratchFolder()

  private func folders() throws -> EngineFolders {
    try EngineFolders(
      data: Folder(path: scratch.path + "/data", creating: true),
      state: Folder(path: scratch.path + "/data/state", creating: true),
      results: Folder(path: scratch.path + "/results", creating: true))
  }

  @Test func `folders for uploads and columns are made, for their owner alone`() throws {
    let folders = try folders()
    #expect(folders.uploads.path == scratch.path + "/data/uploads")
    #expect(folders.columns.path == scratch.path + "/data/state/columns")
    for folder in [folders.uploads, folders.columns] {
      let attributes = try FileManager.default.attributesOfItem(atPath: folder.path)
      #expect(attributes[.posixPermissions] as? Int == 0o700)
    }
  }

  @Test func `drafts that a killed process left are removed and everything else stays`() throws {
    let first = try folders()
    for folder in [first.uploads, first.columns] {
      try folder.write([1], as: ".x.1.2.draft")
      try folder.write([1], as: "kept")
    }
    let second = try folders()
    for folder in [second.uploads, second.columns] { #expect(try folder.names() == ["kept"]) }
  }

  @Test(arguments: ["data/uploads", "data/state/columns"])
  func `a folder that cannot be used is named`(_ path: String) throws {
    let inTheWay = scratch.path + "/" + path
    _ = try folders()
    try FileManager.default.removeItem(atPath: inTheWay)
    try Data("x".utf8).write(to: URL(fileURLWithPath: inTheWay))
    #expect(throws: EngineFailure.folder(path: inTheWay, .notADirectory)) { try folders() }
  }
}
