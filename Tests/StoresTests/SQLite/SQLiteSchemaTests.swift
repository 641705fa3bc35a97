import Foundation
import Testing

@testable import Stores

struct SQLiteSchemaTests {
  private let scratch = ScratchFolder()
  private var path: String { scratch.path + "/test.sqlite" }

  private static let steps = [
    "CREATE TABLE a (x); INSERT INTO a VALUES (1);",
    "-- two statements; and a comment\nALTER TABLE a ADD COLUMN y; UPDATE a SET y = x + 1",
    "CREATE TABLE b (z INTEGER) STRICT",
  ]

  private func schema(_ count: Int, id: Int32 = 77) -> SQLiteSchema {
    SQLiteSchema(applicationID: id, steps: Array(Self.steps[..<count]))
  }

  private func state(_ database: SQLiteDatabase) throws -> [Int64] {
    try ["user_version", "application_id"].map {
      try database.rows("PRAGMA \($0)")[0].integer(0)
    }
  }

  @Test func `a new file gets all steps`() throws {
    let database = try SQLiteDatabase(path: path, schema: schema(3))
    #expect(try state(database) == [3, 77])
    let rows = try database.rows("SELECT x, y FROM a")
    #expect(rows == [SQLiteRow([.integer(1 as Int64), .integer(2 as Int64)])])
  }

  @Test(arguments: 0...3, 0...3)
  func `an older file gets the steps it lacks, and a newer one is refused`(
    _ old: Int, _ new: Int
  ) throws {
    let before: [Int64]
    do {
      let database = try SQLiteDatabase(path: path, schema: schema(old))
      before = try state(database)
    }
    guard old <= new else {
      #expect(throws: SQLiteFailure.newerVersion(found: old, known: new)) {
        try SQLiteDatabase(path: path, schema: schema(new))
      }
      #expect(try state(SQLiteDatabase(path: path, schema: schema(3))) == [3, 77])
      return
    }
    #expect(before == [Int64(old), old == 0 ? 0 : 77])
    let database = try SQLiteDatabase(path: path, schema: schema(new))
    #expect(try state(database)[0] == Int64(new))
    if new > 0 { #expect(try database.rows("SELECT x FROM a").count == 1) }
  }

  @Test func `a database of another program is refused and stays as it is`() throws {
    do { _ = try SQLiteDatabase(path: path, schema: schema(1, id: 5)) }
    let before = FileManager.default.contents(atPath: path)
    #expect(throws: SQLiteFailure.foreign(path: path, applicationID: 5)) {
      try SQLiteDatabase(path: path, schema: schema(3))
    }
    #expect(FileManager.default.contents(atPath: path) == before)
  }

  @Test func `a database that nobody has signed is refused`() throws {
    do {
      let database = try SQLiteDatabase(path: path, schema: schema(1))
      try database.execute("PRAGMA application_id = 0")
    }
    #expect(throws: SQLiteFailure.foreign(path: path, applicationID: 0)) {
      try SQLiteDatabase(path: path, schema: schema(1))
    }
  }

  @Test func `a file of other bytes is no database and stays as it is`() throws {
    let bytes = Data("question,answer\n".utf8) + Data(repeating: 65, count: 10_000)
    try bytes.write(to: URL(filePath: path))
    #expect(throws: SQLiteFailure.notADatabase(path: path)) {
      try SQLiteDatabase(path: path, schema: schema(1))
    }
    #expect(FileManager.default.contents(atPath: path) == bytes)
  }

  @Test func `an empty file is a new one`() throws {
    try Data().write(to: URL(filePath: path))
    #expect(try state(SQLiteDatabase(path: path, schema: schema(2))) == [2, 77])
  }

  @Test func `whichever call of a step fails, the file has a version whole, and the rest follows`()
    throws
  {
    let call = FailingCall()
    var options = SQLiteDatabase.Options()
    options.failing = { call.next() }
    var number = 0
    var versions: Set<Int64> = []
    while true {
      number += 1
      try? FileManager.default.removeItem(atPath: path)
      call.arm(number)
      do throws(SQLiteFailure) {
        _ = try SQLiteDatabase(path: path, schema: schema(2), options: options)
        break
      } catch {
        #expect(error.isDiskFull)
      }
      call.arm(.max)
      // What a file of that version holds, and nothing of the next.
      for version in 0...2 {
        do throws(SQLiteFailure) {
          let database = try SQLiteDatabase(path: path, schema: schema(version))
          versions.insert(Int64(version))
          let tables = try database.rows("SELECT name FROM sqlite_schema").count
          #expect(tables == [0, 1, 1][version])
          break
        } catch {
          guard case .newerVersion = error else { throw error }
        }
      }
      #expect(try state(SQLiteDatabase(path: path, schema: schema(2))) == [2, 77])
    }
    #expect(versions == [0, 1])
    #expect(number > 40)
  }

  @Test func `two that open a new file at once make each step once`() throws {
    let path = path
    let schema = schema(3)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      #expect(throws: Never.self) { _ = try SQLiteDatabase(path: path, schema: schema) }
    }
    let database = try SQLiteDatabase(path: path, schema: schema)
    #expect(try database.rows("SELECT x FROM a").count == 1)
  }
}
