import Posix
import Testing

@testable import Stores

struct SQLiteFailureTests {
  private func refused(_ code: Int32) -> SQLiteFailure {
    .refused(code: code, message: "", sql: "")
  }

  @Test func `the details of a code do not hide its kind`() {
    // SQLITE_BUSY_SNAPSHOT, SQLITE_CORRUPT_INDEX, SQLITE_IOERR_FSYNC, SQLITE_CONSTRAINT_UNIQUE
    #expect(refused(517).isBusy)
    #expect(refused(779).isCorrupt)
    #expect(refused(1034).isInputOutput)
    #expect(refused(2067).isConstraint)
    #expect(refused(13).isDiskFull)
    #expect(refused(517).primaryCode == 5)
  }

  @Test func `a failure is of one kind`() {
    let kinds: [@Sendable (SQLiteFailure) -> Bool] = [
      \.isBusy, \.isCorrupt, \.isInputOutput, \.isConstraint, \.isDiskFull,
    ]
    for code: Int32 in [5, 6, 11, 26, 10, 19, 13] {
      #expect(kinds.count { $0(refused(code)) } == 1)
    }
    #expect(!kinds.contains { $0(refused(1)) })
    #expect(!kinds.contains { $0(.closed) })
    #expect(!kinds.contains { $0(.newerVersion(found: 2, known: 1)) })
  }

  @Test func `a sync that failed may have lost what was written before, a write has not`() {
    // SQLITE_IOERR_FSYNC, SQLITE_IOERR_DIR_FSYNC
    for code: Int32 in [1034, 1290] {
      #expect(refused(code).isFailedSync && !refused(code).isFailedWrite)
      #expect(refused(code).isInputOutput)
    }
    // SQLITE_IOERR_WRITE
    #expect(refused(778).isFailedWrite && !refused(778).isFailedSync)
    // SQLITE_IOERR, SQLITE_IOERR_READ, SQLITE_FULL, SQLITE_BUSY
    for failure in [refused(10), refused(266), refused(13), refused(5), .closed] {
      #expect(!failure.isFailedSync && !failure.isFailedWrite)
    }
  }

  @Test func `a file that has no room to be made is a full disk`() {
    #expect(SQLiteFailure.notMade(path: "", .noSpace).isDiskFull)
    #expect(SQLiteFailure.notMade(path: "", .overQuota).isDiskFull)
    #expect(!SQLiteFailure.notMade(path: "", .denied).isDiskFull)
    #expect(SQLiteFailure.notADatabase(path: "").isCorrupt)
  }
}
