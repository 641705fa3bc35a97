/// Which files of results are kept open, as a plain value: those that were asked for last, at most so many.
///
/// What it lets go of is returned, so that files are closed outside of the lock.
///
/// Looking one up takes time in proportion to the limit, which is small.
struct OpenResults: Sendable {
  private struct Entry: Sendable {
    let id: JobID
    let result: StoredFile
    var lastUse: UInt64
  }

  private let limit: Int
  private var entries: [Entry] = []
  /// Counts uses: the order of time without a clock.
  private var uses: UInt64 = 0
  private var usesAtTidying: UInt64 = 0

  init(limit: Int) {
    self.limit = limit
  }

  var isEmpty: Bool { entries.isEmpty }

  func contains(_ id: JobID) -> Bool { place(of: id) != nil }

  /// The open result of a job, which counts as used.
  mutating func use(_ id: JobID) -> StoredFile? {
    guard let place = place(of: id) else { return nil }
    uses += 1
    entries[place].lastUse = uses
    return entries[place].result
  }

  /// Keeps the result of a job in place of the one that was kept for it, or of the one that was used longest ago.
  ///
  /// - Returns: what has lost its place; the result itself if there is none for it.
  mutating func keep(_ result: StoredFile, of id: JobID) -> StoredFile? {
    guard limit > 0 else { return result }
    uses += 1
    let entry = Entry(id: id, result: result, lastUse: uses)
    guard let place = place(of: id) ?? placeToClear() else {
      entries.append(entry)
      return nil
    }
    let displaced = entries[place].result
    entries[place] = entry
    return displaced
  }

  /// Removes the result of a job.
  mutating func remove(_ id: JobID) -> StoredFile? {
    place(of: id).map { entries.remove(at: $0).result }
  }

  /// Removes what nobody has used since the last time.
  mutating func removeUnused() -> [StoredFile] {
    let unused = entries.filter { $0.lastUse <= usesAtTidying }
    entries.removeAll { $0.lastUse <= usesAtTidying }
    usesAtTidying = uses
    return unused.map(\.result)
  }

  private func place(of id: JobID) -> Int? {
    entries.firstIndex { $0.id == id }
  }

  private func placeToClear() -> Int? {
    guard entries.count >= limit else { return nil }
    return entries.indices.min { entries[$0].lastUse < entries[$1].lastUse }
  }
}
