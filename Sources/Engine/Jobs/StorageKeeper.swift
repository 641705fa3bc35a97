internal import Posix
internal import Stores

/// Watches over what can be written: asks the disk again after a failure, and says whether jobs may be taken.
final class StorageKeeper: Sendable {
  /// More than the database grows by at once.
  private static let probedBytes = 64 << 10

  private let storage = Guarded(Storage())
  private let results: ResultFolder
  private let state: Folder
  private let lane = Lane(name: "tally.prober")
  private let log: Log
  /// Between two probes of a disk that is full or refuses files.
  private let probeMilliseconds: Int
  /// Told whether answers can be kept, each time that this may have changed.
  private let changed: @Sendable (_ isSound: Bool) -> Void

  init(
    results: ResultFolder, state: Folder, log: Log, probeMilliseconds: Int = 500,
    changed: @escaping @Sendable (_ isSound: Bool) -> Void = { _ in }
  ) {
    self.results = results
    self.state = state
    self.log = log
    self.probeMilliseconds = probeMilliseconds
    self.changed = changed
  }

  /// Why the last file could not be kept; `nil` when it could.
  var failure: String? { storage.withLock { $0.reason } }

  /// Whether everything could be kept lately.
  var isSound: Bool { storage.withLock { $0.condition == .sound } }

  /// Why nothing is promised any more; `nil` as long as the disk has lost nothing.
  var breakage: AdmissionFailure? {
    storage.withLock { storage in
      storage.condition == .broken ? .storageBroken(reason: storage.reason ?? "") : nil
    }
  }

  /// Notes that a result could not be kept, and asks the disk from time to time until it could.
  ///
  /// - Returns: what who wanted it is told.
  @discardableResult
  func note(_ failure: Errno) -> AdmissionFailure {
    note(
      Storage.Condition(failure), at: .results,
      reason: "The result could not be stored: \(failure.description)")
  }

  /// Notes that the ledger could not be written.
  ///
  /// - Returns: what who wanted it is told.
  func note(_ failure: SQLiteFailure) -> AdmissionFailure {
    note(
      Storage.Condition(failure), at: .ledger,
      reason: "The ledger could not be written: \(failure.sentence)")
  }

  private func note(
    _ condition: Storage.Condition, at place: Storage.Place, reason: String
  ) -> AdmissionFailure {
    if storage.withLock({ $0.note(condition, at: place, reason: reason) }) { probeLater() }
    tell()
    return switch condition {
    case .broken: .storageBroken(reason: reason)
    case .full: .storageFull(reason: reason)
    case .sound, .failing: .storageFailing(reason: reason)
    }
  }

  /// Notes that a file was kept.
  func noteSuccess(at place: Storage.Place) {
    let wasSound = storage.withLock { storage in
      defer { storage.noteSuccess(at: place) }
      return storage.condition == .sound
    }
    if !wasSound { tell() }
  }

  /// Tells whether answers can be kept, until what was told last is what holds: others may have changed it and told it meanwhile.
  private func tell() {
    var told: Bool
    repeat {
      told = isSound
      changed(told)
    } while told != isSound
  }

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
      Thread.sleep(milliseconds: probeMilliseconds)
      let found = probe()
      let goesOn = storage.withLock { $0.noteProbe(found) }
      tell()
      if goesOn { return probeLater() }
      if found == .sound { log.write(.info, at: Moment.now(), "storage works again") }
    }
  }

  private func probe() -> Storage.Condition {
    do throws(Errno) {
      try results.probe()
      try state.probe(byteCount: Self.probedBytes)
      return .sound
    } catch {
      return Storage.Condition(error)
    }
  }
}

extension Storage.Condition {
  /// What a failed call to the database tells of its disk.
  init(_ failure: SQLiteFailure) {
    // A connection that is gone does not come back.
    if failure.isFailedSync || failure == .closed {
      self = .broken
    } else {
      self = failure.isDiskFull || failure.isFailedWrite ? .full : .failing
    }
  }
}

extension SQLiteFailure {
  /// The failure for people.
  var sentence: String {
    switch self {
    case .refused(_, let message, _): message
    case .closed: "the database was closed, because a change could not be undone"
    default: "\(self)"
    }
  }
}
