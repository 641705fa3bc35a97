import Posix
import Stores
import Testing

@testable import Engine

struct StorageKeeperTests {
  private let scratch = ScratchFolder()

  private func keeper(probeMilliseconds: Int = 500) throws -> StorageKeeper {
    let results = try Folder(path: scratch.path + "/results", creating: true)
    let state = try Folder(path: scratch.path + "/state", creating: true)
    var logOptions = Log.Options()
    logOptions.destination = .file(path: scratch.path + "/log", rotateBytes: 1 << 20, keptCount: 1)
    return StorageKeeper(
      results: ResultFolder(folder: results), state: state, log: try Log(logOptions),
      probeMilliseconds: probeMilliseconds)
  }

  /// Waits until the probe has run, at most ten seconds.
  private func isSound(_ keeper: StorageKeeper) -> Bool {
    for _ in 0..<12_000 where keeper.failure != nil { Posix.Thread.sleep(milliseconds: 10) }
    return keeper.failure == nil
  }

  @Test func `jobs are refused while the disk is full, until a probe finds room`() throws {
    let keeper = try keeper()
    try keeper.checkAdmission()
    keeper.note(Errno.noSpace)
    let reason = "The result could not be stored: No space left on device"
    #expect(keeper.failure == reason)
    #expect(throws: AdmissionFailure.storageFull(reason: reason)) { try keeper.checkAdmission() }
    #expect(isSound(keeper))
    try keeper.checkAdmission()
  }

  @Test func `a disk that lost something takes no jobs any more`() throws {
    let keeper = try keeper()
    keeper.note(Errno.inputOutput)
    keeper.noteSuccess(at: .results)
    let reason = "The result could not be stored: Input/output error"
    #expect(throws: AdmissionFailure.storageBroken(reason: reason)) { try keeper.checkAdmission() }
  }

  @Test(
    arguments: [
      (.refused(code: 1034, message: "m", sql: ""), .broken),
      (.refused(code: 1290, message: "m", sql: ""), .broken), (.closed, .broken),
      (.refused(code: 13, message: "m", sql: ""), .full),
      (.refused(code: 778, message: "m", sql: ""), .full),
      (.refused(code: 5, message: "m", sql: ""), .failing),
      (.refused(code: 10, message: "m", sql: ""), .failing),
      (.unexpectedValue(column: 1, found: .null), .failing),
    ] as [(SQLiteFailure, Storage.Condition)])
  func `what the database says of its disk is told to who wanted to write`(
    failure: SQLiteFailure, condition: Storage.Condition
  ) throws {
    let keeper = try keeper(probeMilliseconds: 60_000)
    let reason = "The ledger could not be written: \(failure.sentence)"
    let told = keeper.note(failure)
    switch condition {
    case .broken: #expect(told == .storageBroken(reason: reason))
    case .full: #expect(told == .storageFull(reason: reason))
    case .failing, .sound: #expect(told == .storageFailing(reason: reason))
    }
    #expect(keeper.breakage == (condition == .broken ? told : nil))
    // What may pass is tried by the next job, which finds out.
    if condition == .failing {
      try keeper.checkAdmission()
    } else {
      #expect(throws: told) { try keeper.checkAdmission() }
    }
  }
}
