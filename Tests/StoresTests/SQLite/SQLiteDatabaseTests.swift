import Foundation
import Posix
import Synchronization
import Testing

@testable import Stores

/// Fails one call, counted from 1, and those behind it if it is told so.
final class FailingCall: Sendable {
  private let left = Atomic(Int.max)

  func arm(_ number: Int) { left.store(number, ordering: .relaxed) }

  /// Whether the call has failed.
  var isSpent: Bool { left.load(ordering: .relaxed) <= 0 }

  func next() -> SQLiteFailure? {
    let left = left.wrappingSubtract(1, ordering: .relaxed).newValue
    return left == 0 ? .refused(code: 13, message: "full", sql: "") : nil
  }
}

extension SQLiteSchema {
  static let words = SQLiteSchema(
    applicationID: 0x5461_6C79,
    steps: ["CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE) STRICT"])
}

struct SQLiteDatabaseTests {
  private let scratch = ScratchFolder()
  private var path: String { scratch.path + "/test.sqlite" }

  private func open(
    _ options: SQLiteDatabase.Options = SQLiteDatabase.Options()
  ) throws(SQLiteFailure) -> SQLiteDatabase {
    try SQLiteDatabase(path: path, schema: .words, options: options)
  }

  private func words(_ database: SQLiteDatabase) throws -> [String] {
    try database.rows("SELECT word FROM words ORDER BY id").map { try $0.text(0) }
  }

  @Test(arguments: [
    SQLiteValue.null, .integer(0 as Int64), .integer(Int64.min), .integer(Int64.max), .real(-0.0),
    .real(.infinity), .real(0.1), .text(""), .text("a\0b"), .text("Zoë 😀 '; DROP TABLE words"),
    .blob([]), .blob([0, 255, 0]),
  ])
  func `a value comes back as it was`(_ value: SQLiteValue) throws {
    let database = try open()
    try database.execute("CREATE TABLE any (v ANY) STRICT")
    try database.execute("INSERT INTO any VALUES (?)", value)
    #expect(try database.rows("SELECT v FROM any") == [SQLiteRow([value])])
    #expect(try database.rows("SELECT ?", value) == [SQLiteRow([value])])
  }

  @Test func `a large value comes back as it was`() throws {
    let value = SQLiteValue.blob([UInt8](repeating: 7, count: 1 << 20))
    let isSame = try open().rows("SELECT ?", value) == [SQLiteRow([value])]
    #expect(isSame)
  }

  @Test func `what is no number is stored as nothing`() throws {
    #expect(try open().rows("SELECT ?", .real(.nan)) == [SQLiteRow([.null])])
  }

  @Test func `what was committed is there for the next who opens the file`() throws {
    let first = try open()
    try first.execute("INSERT INTO words (word) VALUES (?)", .text("one"))
    first.close()
    #expect(try words(open()) == ["one"])
  }

  @Test func `the file is for its owner alone, and its neighbours too`() throws {
    let database = try open()
    try database.execute("INSERT INTO words (word) VALUES ('one')")
    for name in try FileManager.default.contentsOfDirectory(atPath: scratch.path) {
      let attributes = try FileManager.default.attributesOfItem(atPath: scratch.path + "/" + name)
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
    }
    #expect(FileManager.default.fileExists(atPath: path + "-wal"))
  }

  @Test func `commits are synced and written ahead`() throws {
    let database = try open()
    #expect(try database.rows("PRAGMA journal_mode") == [SQLiteRow([.text("wal")])])
    #expect(try database.rows("PRAGMA synchronous") == [SQLiteRow([.integer(2 as Int64)])])
    #expect(try database.rows("PRAGMA foreign_keys") == [SQLiteRow([.integer(true)])])
    #expect(try database.rows("PRAGMA temp_store") == [SQLiteRow([.integer(2 as Int64)])])
    #expect(try database.rows("PRAGMA cache_size") == [SQLiteRow([.integer(-4096 as Int64)])])
  }

  @Test func `changed rows are counted, and nothing else`() throws {
    let database = try open()
    let insert = "INSERT INTO words (word) VALUES (?), (?)"
    #expect(try database.execute(insert, .text("a"), .text("b")) == 2)
    #expect(try database.execute("CREATE TABLE more (x) ") == 0)
    #expect(try database.execute("UPDATE words SET word = word || '!' WHERE id = 2") == 1)
    #expect(try database.execute("SELECT * FROM words") == 0)
    #expect(try database.execute("DELETE FROM words WHERE id > 5") == 0)
    #expect(try database.execute("DELETE FROM words") == 2)
  }

  @Test func `a mistake in the text says so, with the text`() throws {
    let database = try open()
    do throws(SQLiteFailure) {
      try database.execute("SELECT word FROM nowhere")
      Issue.record("it was carried out")
    } catch {
      let expected = SQLiteFailure.refused(
        code: 1, message: "no such table: nowhere", sql: "SELECT word FROM nowhere")
      #expect(error == expected)
    }
  }

  @Test func `a word that is there already breaks the rule`() throws {
    let database = try open()
    try database.execute("INSERT INTO words (word) VALUES ('one')")
    do throws(SQLiteFailure) {
      try database.execute("INSERT INTO words (word) VALUES ('one')")
      Issue.record("it was stored twice")
    } catch {
      #expect(error.isConstraint)
    }
    // The statement is used again after its failure.
    #expect(try words(database) == ["one"])
  }

  @Test func `a scan ends when its body has enough`() throws {
    let database = try open()
    var seen: [Int64] = []
    let count = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    for _ in 0..<2 {
      try database.scan(count, []) { row throws(SQLiteFailure) in
        seen.append(try row.integer(0))
        return seen.count % 3 != 0
      }
    }
    #expect(seen == [1, 2, 3, 1, 2, 3])
  }

  @Test func `a scan may ask its own question again`() throws {
    let database = try open()
    try database.execute("INSERT INTO words (word) VALUES ('a'), ('b'), ('c')")
    let sql = "SELECT word FROM words ORDER BY id"
    var pairs: [String] = []
    try database.scan(sql, []) { outer throws(SQLiteFailure) in
      try database.scan(sql, []) { inner throws(SQLiteFailure) in
        pairs.append(try outer.text(0) + inner.text(0))
        return true
      }
      return true
    }
    #expect(pairs == ["aa", "ab", "ac", "ba", "bb", "bc", "ca", "cb", "cc"])
  }

  @Test func `more questions than are kept are answered all the same`() throws {
    var options = SQLiteDatabase.Options()
    options.statementLimit = 3
    let database = try open(options)
    for round in 0..<3 {
      for number in 0..<10 {
        let rows = try database.rows("SELECT \(number) + ?", .integer(round))
        #expect(rows == [SQLiteRow([.integer(number + round)])])
      }
    }
  }

  @Test func `a transaction that throws leaves nothing`() throws {
    let database = try open()
    #expect(throws: SQLiteFailure.closed) {
      try database.transaction { () throws(SQLiteFailure) in
        try database.execute("INSERT INTO words (word) VALUES ('one')")
        throw .closed
      }
    }
    #expect(try words(database) == [])
    let count = try database.transaction { () throws(SQLiteFailure) in
      try database.execute("INSERT INTO words (word) VALUES ('two')")
    }
    #expect(count == 1)
    #expect(try words(database) == ["two"])
  }

  @Test func `whichever call of a transaction fails, the old content stays`() throws {
    let call = FailingCall()
    var options = SQLiteDatabase.Options()
    options.failing = { call.next() }
    try open().execute("INSERT INTO words (word) VALUES ('old')")
    var number = 0
    while true {
      number += 1
      let database = try open(options)
      call.arm(number)
      do throws(SQLiteFailure) {
        try database.transaction { () throws(SQLiteFailure) in
          try database.execute("DELETE FROM words")
          for word in ["new", "newer", "newest"] {
            try database.execute("INSERT INTO words (word) VALUES (?)", .text(word))
          }
          _ = try database.rows("SELECT * FROM words")
        }
        break
      } catch {
        #expect(error.isDiskFull)
        call.arm(.max)
        #expect(try words(open()) == ["old"], "call \(number)")
        #expect(try words(database) == ["old"], "call \(number)")
      }
    }
    // BEGIN and COMMIT are compiled since the migration; DELETE; three times INSERT, compiled once; SELECT and its three rows.
    #expect(number - 1 == 1 + 2 + 4 + 5 + 1)
    #expect(try words(open()) == ["new", "newer", "newest"])
  }

  @Test func `a transaction that cannot be undone closes the connection`() throws {
    let call = FailingCall()
    var options = SQLiteDatabase.Options()
    options.failing = { call.next() }
    let database = try open(options)
    #expect(throws: SQLiteFailure.unexpectedValue(column: 0, found: .null)) {
      try database.transaction { () throws(SQLiteFailure) in
        try database.execute("INSERT INTO words (word) VALUES ('one')")
        call.arm(1)
        throw .unexpectedValue(column: 0, found: .null)
      }
    }
    #expect(throws: SQLiteFailure.closed) { try database.execute("SELECT 1") }
    #expect(try words(open()) == [])
  }

  @Test func `a transaction that SQLite has undone keeps nothing of what comes after`() throws {
    let database = try open()
    #expect(throws: SQLiteFailure.self) {
      try database.transaction { () throws(SQLiteFailure) in
        try database.execute("INSERT INTO words (word) VALUES ('one')")
        _ = try? database.execute("INSERT OR ROLLBACK INTO words (word) VALUES ('one')")
        _ = try? database.execute("INSERT INTO words (word) VALUES ('two')")
      }
    }
    #expect(try words(database) == [])
    try database.execute("INSERT INTO words (word) VALUES ('three')")
    #expect(try words(database) == ["three"])
  }

  @Test func `a file that another connection writes is busy after the time`() throws {
    let holder = try open()
    var options = SQLiteDatabase.Options()
    options.busyMilliseconds = 1
    let other = try open(options)
    let failure = try holder.transaction { () throws(SQLiteFailure) in
      do throws(SQLiteFailure) {
        try other.transaction {}
        return SQLiteFailure.closed
      } catch {
        return error
      }
    }
    #expect(failure.isBusy)
    // It is free again.
    try other.transaction { () throws(SQLiteFailure) in
      try other.execute("INSERT INTO words (word) VALUES ('other')")
    }
    #expect(try words(holder) == ["other"])
  }

  @Test func `a full disk says so and leaves the old content`() throws {
    let database = try open()
    try database.execute("INSERT INTO words (word) VALUES ('old')")
    _ = try database.rows("PRAGMA max_page_count = 10")
    do throws(SQLiteFailure) {
      try database.transaction { () throws(SQLiteFailure) in
        for number in 0..<1000 {
          let word = String(repeating: "x", count: 1000) + "\(number)"
          try database.execute("INSERT INTO words (word) VALUES (?)", .text(word))
        }
      }
      Issue.record("it found room")
    } catch {
      #expect(error.isDiskFull)
    }
    #expect(try words(database) == ["old"])
  }

  @Test(arguments: [1034, 1290] as [Int32])
  func `after a failed sync nothing is written any more, and reading goes on`(code: Int32) throws {
    let failure = SQLiteFailure.refused(code: code, message: "lost", sql: "")
    let isArmed = Atomic(false)
    var options = SQLiteDatabase.Options()
    options.failing = {
      isArmed.compareExchange(expected: true, desired: false, ordering: .relaxed).exchanged
        ? failure : nil
    }
    let database = try open(options)
    try database.execute("INSERT INTO words (word) VALUES ('one')")
    #expect(throws: failure) {
      try database.transaction { () throws(SQLiteFailure) in
        isArmed.store(true, ordering: .relaxed)
        // Passing over it does not help.
        _ = try? database.execute("INSERT INTO words (word) VALUES ('two')")
        try database.execute("INSERT INTO words (word) VALUES ('three')")
      }
    }
    #expect(throws: failure) { try database.transaction {} }
    #expect(throws: failure) { try database.execute("DELETE FROM words") }
    #expect(try words(database) == ["one"])
    // Only a start anew may try again.
    try open().execute("INSERT INTO words (word) VALUES ('four')")
    #expect(try words(database) == ["one", "four"])
  }

  @Test func `a closed connection answers nothing, and closes twice`() throws {
    let database = try open()
    database.close()
    database.close()
    #expect(throws: SQLiteFailure.closed) { try database.execute("SELECT 1") }
    #expect(throws: SQLiteFailure.closed) { _ = try database.rows("SELECT 1") }
    #expect(throws: SQLiteFailure.closed) { try database.transaction {} }
  }

  @Test func `a body that closes its connection gets no further row`() throws {
    let database = try open()
    var count = 0
    try database.scan("SELECT 1 UNION ALL SELECT 2", []) { _ in
      database.close()
      count += 1
      return false
    }
    #expect(count == 1)
    #expect(throws: SQLiteFailure.closed) { try database.execute("SELECT 1") }
  }

  @Test func `many threads may use one connection, and each transaction is alone`() throws {
    let database = try open()
    try database.execute("INSERT INTO words (word) VALUES ('0')")
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<20 {
        try? database.transaction { () throws(SQLiteFailure) in
          let old = try database.rows("SELECT word FROM words")[0].text(0)
          try database.execute("UPDATE words SET word = ?", .text("\((Int(old) ?? 0) + 1)"))
        }
      }
    }
    #expect(try words(database) == ["160"])
  }

  @Test func `a name with a meaning for SQLite is a name`() throws {
    let database = try SQLiteDatabase(path: scratch.path + "/file:x?mode=memory", schema: .words)
    try database.execute("INSERT INTO words (word) VALUES ('one')")
    #expect(FileManager.default.fileExists(atPath: scratch.path + "/file:x?mode=memory"))
  }

  @Test func `a folder that is not there cannot hold the file`() {
    let path = scratch.path + "/no/test.sqlite"
    #expect(throws: SQLiteFailure.notMade(path: path, .notFound)) {
      try SQLiteDatabase(path: path, schema: .words)
    }
  }
}

/// Looking at a file without touching it.
struct SQLiteInspectionTests {
  private let scratch = ScratchFolder()
  private var path: String { scratch.path + "/odd %41?#name.sqlite" }

  /// What lies in the folder, with its bytes.
  private func files() throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path)
    return try Dictionary(
      uniqueKeysWithValues: names.map {
        ($0, try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/" + $0)))
      })
  }

  @Test func `a file that nobody has open is read, and stays as it is`() throws {
    try SQLiteDatabase(path: path, schema: .words).close()
    let before = try files()
    #expect(try SQLiteDatabase(inspecting: path).version(of: .words) == 1)
    #expect(try files() == before)
  }

  @Test func `a file that another connection has open is read, and it goes on`() throws {
    let database = try SQLiteDatabase(path: path, schema: .words)
    try database.execute("INSERT INTO words (word) VALUES (?)", .text("one"))
    let before = try files()
    let looking = try SQLiteDatabase(inspecting: path)
    #expect(try looking.version(of: .words) == 1)
    #expect(try looking.rows("SELECT word FROM words").count == 1)
    looking.close()
    #expect(try files().keys == before.keys)
    try database.execute("INSERT INTO words (word) VALUES (?)", .text("two"))
    #expect(try database.rows("SELECT word FROM words").count == 2)
  }

  @Test func `nothing can be written`() throws {
    try SQLiteDatabase(path: path, schema: .words).close()
    let looking = try SQLiteDatabase(inspecting: path)
    #expect(throws: SQLiteFailure.self) {
      try looking.execute("INSERT INTO words (word) VALUES (?)", .text("one"))
    }
  }

  @Test func `what is not there is not made, and what is none is called so`() throws {
    #expect(throws: SQLiteFailure.notMade(path: path, .notFound)) {
      try SQLiteDatabase(inspecting: path)
    }
    #expect(try files().isEmpty)
    try Data("no database at all, but a text that is long enough".utf8)
      .write(to: URL(fileURLWithPath: path))
    #expect(throws: SQLiteFailure.notADatabase(path: path)) {
      try SQLiteDatabase(inspecting: path)
    }
  }

  @Test func `a file of another program or of a later release is known as such`() throws {
    try SQLiteDatabase(path: path, schema: .words).close()
    let other = SQLiteSchema(applicationID: 7, steps: [])
    #expect(throws: SQLiteFailure.foreign(path: path, applicationID: 0x5461_6C79)) {
      try SQLiteDatabase(inspecting: path).version(of: other)
    }
    let older = SQLiteSchema(applicationID: 0x5461_6C79, steps: [])
    #expect(throws: SQLiteFailure.newerVersion(found: 1, known: 0)) {
      try SQLiteDatabase(inspecting: path).version(of: older)
    }
  }
}
