import Foundation
import Posix
import Stores
import Testing

@testable import Engine

struct StateDatabaseTests {
  private let scratch = ScratchFolder()
  private var state: Folder { get throws { try Folder(path: scratch.path, creating: true) } }
  private var uploads: Folder {
    get throws { try Folder(path: scratch.path + "/uploads", creating: true) }
  }
  private var path: String { scratch.path + "/tally.sqlite" }

  private func expect(_ reason: EngineFailure.Reason) throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(throws: EngineFailure.state(file: "tally.sqlite", reason: reason)) {
      try StateDatabase.open(in: state, uploads: uploads)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
  }

  @Test func `the file is made for its owner alone and opened again`() throws {
    do {
      let database = try StateDatabase.open(in: state, uploads: uploads)
      try CatalogTable.store(
        CatalogRecord(removed: .games, version: 4, nanoseconds: 1), database)
    }
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(
      try CatalogTable.records(StateDatabase.open(in: state, uploads: uploads)).map(\.version) == [
        4
      ])
  }

  @Test func `files that only a lost database could tell of are not begun anew with`() throws {
    try uploads.write([1], as: "sales.1.csv")
    #expect(
      throws: EngineFailure.state(
        file: "tally.sqlite", reason: .missing(uploads: scratch.path + "/uploads"))
    ) { try StateDatabase.open(in: state, uploads: uploads) }
    #expect(try uploads.names() == ["sales.1.csv"])
    #expect(try state.facts(of: "tally.sqlite") == nil)
  }

  @Test func `a file of a release without names has them from now on, and keeps what it has`()
    throws
  {
    do {
      let database = try StateDatabase.open(in: state, uploads: uploads)
      try database.execute("DROP TABLE job_name")
      try database.execute("DROP TABLE collected_day")
      try database.execute("PRAGMA user_version = 4")
      try JobTable.setNextNumber(7, database)
    }
    let database = try StateDatabase.open(in: state, uploads: uploads)
    #expect(try JobNameTable.all(database).isEmpty)
    #expect(try JobTable.nextNumber(database) == 7)
  }

  @Test func `a file of a later release is left alone`() throws {
    do {
      let database = try StateDatabase.open(in: state, uploads: uploads)
      try database.execute("PRAGMA user_version = 99")
    }
    do {
      _ = try StateDatabase.open(in: state, uploads: uploads)
      Issue.record("it was opened")
    } catch let error as EngineFailure {
      guard case .state("tally.sqlite", .newer(99, let known)) = error else { throw error }
      #expect(known < 99)
    }
  }

  @Test func `what is no database of ours is left alone`() throws {
    try Data(String(repeating: "no database at all\n", count: 100).utf8)
      .write(to: URL(fileURLWithPath: path))
    try expect(.unreadable)
  }

  @Test func `another program's database is left alone`() throws {
    do {
      let schema = SQLiteSchema(applicationID: 7, steps: ["CREATE TABLE x (y)"])
      let other = try SQLiteDatabase(path: path, schema: schema)
      other.close()
    }
    try expect(.unreadable)
  }

  @Test func `a folder in its place is named with what the kernel says`() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    do {
      _ = try StateDatabase.open(in: state, uploads: uploads)
      Issue.record("it was opened")
    } catch let error as EngineFailure {
      guard case .state("tally.sqlite", _) = error else { throw error }
    }
  }
}
