import Foundation
import Posix
import Stores
import Testing

@testable import Engine

struct StateInspectionTests {
  private let scratch = ScratchFolder()

  private func state() throws -> Folder {
    try Folder(path: scratch.path + "/state", creating: true)
  }

  private func uploads() throws -> Folder {
    try Folder(path: scratch.path + "/uploads", creating: true)
  }

  @Test func `without a file there is no state, and none is made`() throws {
    #expect(try StateInspection(ofDataFolder: scratch.path + "/nowhere") == .absent)
    _ = try state()
    #expect(try StateInspection(ofDataFolder: scratch.path) == .absent)
    #expect(try state().names().isEmpty)
  }

  @Test func `the version is told while the file is open and afterwards`() throws {
    let known = StateDatabase.schema.version
    let database = try StateDatabase.open(in: state(), uploads: uploads())
    #expect(try StateInspection(ofDataFolder: scratch.path) == .version(known, known: known))
    database.close()
    #expect(try StateInspection(ofDataFolder: scratch.path) == .version(known, known: known))
  }

  @Test func `uploads without the file that tells of them are a failure`() throws {
    try uploads().write([1], as: "sales.1.csv")
    #expect(
      throws: EngineFailure.state(
        file: "tally.sqlite", reason: .missing(uploads: scratch.path + "/uploads"))
    ) { try StateInspection(ofDataFolder: scratch.path) }
  }

  @Test func `a file that is no database is a failure`() throws {
    try state().write(Array("this is none, however long it is".utf8), as: "tally.sqlite")
    #expect(throws: EngineFailure.state(file: "tally.sqlite", reason: .unreadable)) {
      try StateInspection(ofDataFolder: scratch.path)
    }
  }
}
