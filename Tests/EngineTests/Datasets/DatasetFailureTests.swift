import Posix
import Stores
import Testing

@testable import Engine

struct DatasetFailureTests {
  @Test(arguments: [
    (Errno.noSpace, DatasetFailure.storageFull), (.overQuota, .storageFull),
    (.fileTooLarge, .storageFull), (.inputOutput, .storageBroken),
    (.notFound, .fileGone(path: "x.csv")), (.invalid, .fileGone(path: "x.csv")),
    (.denied, .unusableFile(reason: "x.csv: Permission denied")),
  ])
  func `what the kernel refuses is known by what it means`(
    failure: Errno, expected: DatasetFailure
  ) {
    #expect(DatasetFailure.disk(failure, path: "x.csv") == expected)
  }

  @Test(arguments: [
    (Int32(13), DatasetFailure.storageFull), (10, .storageBroken), (10 | 4 << 8, .storageBroken),
  ])
  func `what the database refuses is known by what it means`(
    code: Int32, expected: DatasetFailure
  ) {
    let failure = SQLiteFailure.refused(code: code, message: "no", sql: "COMMIT")
    #expect(DatasetFailure.database(failure) == expected)
  }
}
