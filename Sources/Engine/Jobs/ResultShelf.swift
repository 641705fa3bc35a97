internal import Posix

/// Opens results, and keeps the files of those that are asked for again and again open.
///
/// A file is closed when nobody has asked for it for one to two seconds, so that one that was removed does not hold its room on the
/// disk for long.
final class ResultShelf: Sendable {
  private static let tidyingMilliseconds = 1000

  private let open: Guarded<OpenResults>
  private let folder: ResultFolder
  private let lane = Lane(name: "tally.shelf")

  /// - Parameter limit: how many files are kept open.
  init(_ folder: ResultFolder, limit: Int) {
    self.folder = folder
    open = Guarded(OpenResults(limit: limit))
  }

  /// Whether the file of a job is open.
  func holds(_ id: JobID) -> Bool { open.withLock { $0.contains(id) } }

  /// The file of a job as the folder has it now; `nil` when it is gone. It is opened unless it is open and still in its place.
  func open(_ id: JobID) throws(Errno) -> StoredFile? {
    // What loses its place is closed by its last use, which must not be under the lock: hence the names.
    if let kept = open.withLock({ $0.use(id) }) {
      if kept.isInPlace { return kept }
      let removed = open.withLock { $0.remove(id) }
      _ = consume removed
    }
    guard let result = try folder.open(id) else { return nil }
    let (isFirst, displaced) = open.withLock { open in
      let wasEmpty = open.isEmpty
      let displaced = open.keep(result, of: id)
      return (wasEmpty && !open.isEmpty, displaced)
    }
    _ = consume displaced
    if isFirst { tidyLater() }
    return result
  }

  private func tidyLater() {
    lane.run { [self] in
      // A timer of Dispatch would open a descriptor, and trap when none is left.
      Thread.sleep(milliseconds: Self.tidyingMilliseconds)
      let (goesOn, unused) = open.withLock { open in
        let unused = open.removeUnused()
        return (!open.isEmpty, unused)
      }
      _ = consume unused
      if goesOn { tidyLater() }
    }
  }
}
