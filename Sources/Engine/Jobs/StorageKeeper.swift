internal import Posix

/// Watches over what can be written: asks the disk again after a failure, and says whether jobs may be taken.
final class StorageKeeper: Sendable {
  /// Between two probes of a disk that is full or refuses files.
  private static let probeMilliseconds = 500

  private let storage = Guarded(Storage())
  private let results: ResultFolder
  private let numbers: JobNumberStore
  private let lane = Lane(name: "tally.prober")
  private let log: Log

  init(results: ResultFolder, numbers: JobNumberStore, log: Log) {
    self.results = results
    self.numbers = numbers
    self.log = log
  }

  /// Why the last file could not be kept; `nil` when it could.
  var failure: String? { storage.withLock { $0.reason } }

  /// Notes that a file could not be kept, and asks the disk from time to time until it could.
  func note(_ failure: Errno, reason: String) {
    if storage.withLock({ $0.note(failure, reason: reason) }) { probeLater() }
  }

  /// Notes that a file was kept.
  func noteSuccess() { storage.withLock { $0.noteSuccess() } }

  /// Refuses jobs whose results could not be kept anyway.
  func checkAdmission() throws(AdmissionFailure) {
    let (condition, reason) = storage.withLock { ($0.condition, $0.reason ?? "") }
    switch condition {
    case .sound, .failing: return
    case .full: throw .storageFull(reason: reason)
    case .broken: throw .storageBroken(reason: reason)
    }
  }

  private func probeLater() {
    lane.run { [self] in
      // A timer of Dispatch would open a descriptor, and trap when none is left.
      Thread.sleep(milliseconds: Self.probeMilliseconds)
      let found = probe()
      let goesOn = storage.withLock { $0.noteProbe(found) }
      if goesOn { return probeLater() }
      if found == nil { log.write(.info, at: Moment.now(), "storage works again") }
    }
  }

  private func probe() -> Errno? {
    do throws(Errno) {
      try results.probe()
      try numbers.probe()
      return nil
    } catch {
      return error
    }
  }
}
