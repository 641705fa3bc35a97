import Posix
import Testing

@testable import Engine

struct StorageKeeperTests {
  private let scratch = ScratchFolder()

  private func keeper() throws -> StorageKeeper {
    let results = try Folder(path: scratch.path + "/results", creating: true)
    let state = try Folder(path: scratch.path + "/state", creating: true)
    var logOptions = Log.Options()
    logOptions.destination = .file(path: scratch.path + "/log", rotateBytes: 1 << 20, keptCount: 1)
    return StorageKeeper(
      results: ResultFolder(folder: results), state: state, log: try Log(logOptions))
  }

  /// Waits until the probe has run, at most ten seconds.
  private func isSound(_ keeper: StorageKeeper) -> Bool {
    for _ in 0..<1000 where keeper.failure != nil { Posix.Thread.sleep(milliseconds: 10) }
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
}
