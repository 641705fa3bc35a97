internal import Posix
internal import Stores
internal import Tables

/// A change of one data set, made for the version that was there.
struct CatalogChange {
  let name: DatasetName
  let before: Dataset?
  /// What the new version holds, if it is loaded already.
  let rows: DatasetRows?
  let wallNanoseconds: Int64

  init(name: DatasetName, before: Dataset?, rows: DatasetRows?, at wallNanoseconds: Int64) {
    self.name = name
    self.before = before
    self.rows = rows
    self.wallNanoseconds = wallNanoseconds
  }

  /// The version that it makes of some parts.
  func dataset(_ version: Int, _ parts: [DatasetPart]) -> Dataset {
    Dataset(
      name: name, version: version,
      createdNanoseconds: before?.createdNanoseconds ?? wallNanoseconds,
      changedNanoseconds: wallNanoseconds, parts: parts,
      shape: rows.map { DatasetShape($0.table) }, rows: rows)
  }
}

extension Catalog {
  /// Where the paths of our own files begin.
  static let uploadsPrefix = "uploads/"

  /// Carries a change out: files first, then the database, then the readers, then the files that nobody needs.
  ///
  /// - Parameters:
  ///   - arrival: what is kept with the new version of the job that brought it.
  ///   - progress: may cancel it as long as others change the data set. Once it is its turn, the change goes through.
  ///   - parts: puts the new file in place, if there is one, and says what the version consists of; no parts remove the data set.
  /// - Returns: the new version, or the removed one; `nil` if the data set is not any more what the change was made for.
  func commit(
    _ change: CatalogChange, keeping arrival: (Dataset) -> CatalogArrival? = { _ in nil },
    stoppingWith progress: Progress? = nil,
    _ parts: (_ version: Int) throws(DatasetFailure) -> [DatasetPart]
  ) throws(DatasetFailure) -> Dataset? {
    guard let (version, latch) = try begin(change, stoppingWith: progress) else { return nil }
    defer { latch.open() }
    var placed: [DatasetPart] = []
    do throws(DatasetFailure) {
      placed = try parts(version)
      let dataset = change.dataset(version, placed)
      try store(
        placed.isEmpty
          ? CatalogRecord(
            removed: change.name, version: version, nanoseconds: change.wallNanoseconds)
          : CatalogRecord(dataset),
        placed.isEmpty ? nil : arrival(dataset))
      state.withLock { state in
        if placed.isEmpty {
          state.end(change.name, removedAs: version)
        } else {
          state.end(change.name, with: dataset)
        }
      }
      removeFiles(of: change.before?.parts ?? [], but: placed)
      return dataset
    } catch {
      state.withLock { $0.end(change.name, with: nil) }
      // After a failed sync nobody knows what is on the disk; the next start finds out.
      if error == .storageBroken { throw error }
      removeFiles(of: placed, but: change.before?.parts ?? [])
      throw error
    }
  }

  private func begin(
    _ change: CatalogChange, stoppingWith progress: Progress?
  ) throws(DatasetFailure) -> (version: Int, Latch)? {
    let latch: Latch
    do throws(Errno) {
      latch = try Latch()
    } catch {
      throw .disk(error, path: "latch")
    }
    while true {
      if progress?.isCancelled ?? false { throw .cancelled }
      switch state.withLock({ $0.begin(change.name, from: change.before?.version, latch) }) {
      case .go(let version): return (version, latch)
      case .wait(let other): try other.wait(stoppingWith: progress)
      case .outdated: return nil
      }
    }
  }

  private func store(
    _ record: CatalogRecord, _ arrival: CatalogArrival?
  ) throws(DatasetFailure) {
    do throws(SQLiteFailure) {
      try CatalogTable.store(record, with: arrival, database)
    } catch {
      throw .database(error)
    }
  }

  /// Removes the files of ours that some parts have and others have not, and what is kept of a person's file that is another one now. What
  /// cannot be removed is removed by the next start.
  private func removeFiles(of parts: [DatasetPart], but kept: [DatasetPart]) {
    let keptParts = Dictionary(kept.map { ($0.path, $0) }) { first, _ in first }
    for part in parts where keptParts[part.path] != part {
      reader.columns?.forget(part)
      if part.origin != .folder {
        try? uploads.remove(String(part.path.dropFirst(Self.uploadsPrefix.count)))
      }
    }
  }
}
