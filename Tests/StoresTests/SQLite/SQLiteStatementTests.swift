import Testing

@testable import Stores

struct SQLiteStatementTests {
  private let scratch = ScratchFolder()

  @Test func `a script is carried out statement by statement`() throws {
    let database = try SQLiteDatabase(path: scratch.path + "/test.sqlite", schema: .words)
    try database.run(
      script: """
        -- é ; not the end
        INSERT INTO words (word) VALUES ('a;b'); /* ; */
        INSERT INTO words (word) VALUES ('é');;
        """)
    try database.run(script: "")
    try database.run(script: " ; -- nothing")
    let words = try database.rows("SELECT word FROM words").map { try $0.text(0) }
    #expect(words == ["a;b", "é"])
  }

  @Test func `text that is not UTF-8 is read with marks in place of its faults`() throws {
    let database = try SQLiteDatabase(path: scratch.path + "/test.sqlite", schema: .words)
    let rows = try database.rows("SELECT CAST(x'61ff62' AS TEXT)")
    #expect(rows == [SQLiteRow([.text("a\u{FFFD}b")])])
  }

  @Test func `the failure of a step names its statement`() throws {
    let database = try SQLiteDatabase(path: scratch.path + "/test.sqlite", schema: .words)
    do throws(SQLiteFailure) {
      _ = try database.rows("SELECT abs(?)", .integer(Int64.min))
      Issue.record("it had an answer")
    } catch {
      #expect(error == .refused(code: 1, message: "integer overflow", sql: "SELECT abs(?)"))
    }
  }
}
