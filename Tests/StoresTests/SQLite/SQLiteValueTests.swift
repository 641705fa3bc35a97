import Testing

@testable import Stores

struct SQLiteValueTests {
  private let row = SQLiteRow([
    .null, .integer(7), .real(1.5), .text("a"), .blob([1]), .integer(true), .integer(false),
  ])

  @Test func `a column of the right kind gives its value`() throws {
    #expect(row.isNull(0))
    #expect(!row.isNull(1))
    #expect(try row.integer(1) == 7)
    #expect(try row.real(2) == 1.5)
    #expect(try row.real(1) == 7)
    #expect(try row.text(3) == "a")
    #expect(try row.blob(4) == [1])
    #expect(row[5] == .integer(1 as Int64))
    #expect(row[6] == .integer(0 as Int64))
  }

  @Test func `a column of another kind says what it holds`() {
    #expect(throws: SQLiteFailure.unexpectedValue(column: 0, found: .null)) {
      try row.integer(0)
    }
    #expect(throws: SQLiteFailure.unexpectedValue(column: 3, found: .text("a"))) {
      try row.real(3)
    }
    #expect(throws: SQLiteFailure.unexpectedValue(column: 4, found: .blob([1]))) {
      try row.text(4)
    }
    #expect(throws: SQLiteFailure.unexpectedValue(column: 2, found: .real(1.5))) {
      try row.blob(2)
    }
  }
}
