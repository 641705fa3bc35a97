internal import Posix
internal import Stores
package import Tables

/// The data sets of one data folder: what a person put there, and what came over HTTP into `uploads/`.
///
/// Every change follows one order: the file is in place, then the database says so, then readers see it. A process that is killed in
/// between leaves a file that the database does not know, and the next start removes it.
///
/// Its methods may block and belong on lanes, but for `dataset` and `all`, which only look.
package final class Catalog: Sendable {
  /// What becomes of a data set that is there already when a file comes in under its name.
  package enum Mode: String, CaseIterable, Sendable {
    /// The file is refused.
    case create
    /// Its rows are added behind the others.
    case append
    /// It takes the place of all that was there.
    case replace
  }

  /// How often a change is made anew because the data set changed meanwhile.
  private static let attemptLimit = 100

  let state: Guarded<CatalogState>
  let database: SQLiteDatabase
  let reader: PartReader
  let lanes: Lanes
  private let dataFolder: DataFolder
  let uploads: Folder
  let log: Log

  /// Opens the catalog: takes up what the database knows, removes what it does not, and looks at the data folder.
  init(
    _ folders: EngineFolders, _ database: SQLiteDatabase, lanes: Lanes, log: Log,
    at wallNanoseconds: Int64
  ) throws(EngineFailure) {
    self.database = database
    self.log = log
    self.lanes = lanes
    uploads = folders.uploads
    dataFolder = DataFolder(folder: folders.data)
    reader = PartReader(
      data: folders.data, state: folders.state,
      columns: ColumnFolder(
        folder: folders.columns, writer: Lane(name: "tally.columns"), log: log),
      lanes: lanes, log: log)
    let records: [CatalogRecord]
    do throws(SQLiteFailure) {
      records = try CatalogTable.records(database)
    } catch {
      throw .catalog(.database(error))
    }
    state = Guarded(CatalogState(records))
    do throws(DatasetFailure) {
      try removeStrayUploads(records)
      try look(at: wallNanoseconds)
    } catch {
      throw .catalog(error)
    }
  }

  // Reading

  /// The current version of a data set.
  package func dataset(_ name: DatasetName) throws(DatasetFailure) -> Dataset {
    guard let found = current(name) else { throw .unknown(name, known: all.map(\.name)) }
    return found
  }

  private func current(_ name: DatasetName) -> Dataset? { state.withLock { $0.dataset(name) } }

  /// The current versions of all data sets, by name.
  package var all: [Dataset] { state.withLock { $0.all } }

  /// The table of a data set, loaded if it is not yet.
  package func table(
    of dataset: Dataset, progress: Progress? = nil
  ) throws(DatasetFailure) -> Table {
    try rows(of: dataset, progress).table
  }

  /// The current version of a data set, with its table loaded if it is not yet.
  ///
  /// Who wants the table should ask so: a version that was not loaded loses its files when another takes its place.
  package func loaded(
    _ name: DatasetName, progress: Progress? = nil
  ) throws(DatasetFailure) -> Dataset {
    guard let loaded = try currentLoaded(name, progress) else {
      throw .unknown(name, known: all.map(\.name))
    }
    return loaded
  }

  /// The columns and the length of a data set; what was never loaded is loaded for it.
  package func shape(of dataset: Dataset) throws(DatasetFailure) -> DatasetShape {
    if let shape = dataset.shape { return shape }
    return DatasetShape(try table(of: loaded(dataset.name)))
  }

  private func currentLoaded(
    _ name: DatasetName, _ progress: Progress?
  ) throws(DatasetFailure) -> Dataset? {
    for _ in 0..<Self.attemptLimit {
      guard let dataset = current(name) else { return nil }
      do throws(DatasetFailure) {
        _ = try rows(of: dataset, progress)
        return dataset
      } catch {
        guard case .fileGone = error, current(name)?.version != dataset.version else { throw error }
      }
    }
    throw .contended(name)
  }

  func rows(
    of dataset: Dataset, _ progress: Progress? = nil
  ) throws(DatasetFailure) -> DatasetRows {
    if let rows = dataset.rows.loaded { return rows }
    return try dataset.rows.value(stoppingWith: progress) { () throws(DatasetFailure) in
      let isKnown = dataset.shape != nil
      let rows = try self.reader.stopping(with: progress).rows(
        of: dataset.parts, for: dataset.name)
      if !isKnown { remember(dataset, DatasetShape(rows.table)) }
      return rows
    }
  }

  /// The bytes of one file of a data set.
  package func file(of part: DatasetPart) throws(DatasetFailure) -> StoredFile {
    do throws(Errno) {
      let isOurs = part.origin != .folder
      let file = isOurs ? String(part.path.dropFirst(Self.uploadsPrefix.count)) : part.path
      guard let opened = try (isOurs ? uploads : dataFolder.folder).open(file, followsLink: !isOurs)
      else {
        throw Errno.notFound
      }
      return StoredFile(opened)
    } catch {
      throw .disk(error, path: part.path)
    }
  }

  /// The SHA-256 of each file of a data set, in hexadecimal digits. What nobody knows yet is read.
  func digests(
    of dataset: Dataset, progress: Progress? = nil
  ) throws(DatasetFailure) -> [String] {
    let reader = reader.stopping(with: progress)
    return try dataset.parts.map { (part) throws(DatasetFailure) in try reader.digest(of: part) }
  }

  /// The table of a data set with some columns as the texts that stand in its files, read for the caller alone.
  func table(
    of dataset: Dataset, spelling columns: [String], progress: Progress
  ) throws(DatasetFailure) -> Table {
    let reader = PartReader(
      data: reader.data, state: reader.state, columns: nil,
      lanes: reader.lanes.stopping(with: progress), log: nil)
    return try reader.rows(of: dataset.parts.map { $0.spelling(columns) }, for: dataset.name).table
  }

  // Changing

  /// A new version of a data set, and what its last file was read to.
  package struct Arrival: Sendable {
    package let dataset: Dataset
    package let reading: PartReader.Reading
  }

  /// Reads a file and keeps nothing of it.
  package func examine(
    _ file: ArrivedFile, _ options: ReadOptions, progress: Progress? = nil
  ) throws(DatasetFailure) -> PartReader.Reading {
    try reader.stopping(with: progress).read(file.draft, options)
  }

  /// Takes a file in under a name.
  ///
  /// - Parameters:
  ///   - file: the bytes; they become ours only if nothing is thrown.
  ///   - source: the address they came from, if they were imported.
  ///   - job: the job that brings the file. Its answer is kept with the change, see `arrival(of:)`.
  ///   - progress: may cancel it until the file is put in place; nothing of it is kept then.
  ///   - check: looks at the table before it is kept.
  /// - Returns: the new version, and what the file was read to.
  package func add(
    _ file: ArrivedFile, as name: DatasetName, _ mode: Mode, _ options: ReadOptions,
    origin: DatasetPart.Origin, source: String? = nil, by job: JobID? = nil,
    at wallNanoseconds: Int64, progress: Progress? = nil,
    checking check: (Table) throws(DatasetFailure) -> Void = { _ in }
  ) throws(DatasetFailure) -> Arrival {
    let draft = file.draft
    for _ in 0..<Self.attemptLimit {
      let loading = progress?.part(0, count: 2, of: 10)
      let before = mode == .append ? try currentLoaded(name, loading) : current(name)
      if let before { try Self.check(before, mode) }
      let base = mode == .append ? before : nil
      let baseRows = try base.map { (base) throws(DatasetFailure) in try rows(of: base, loading) }
      let reader = reader.stopping(with: progress?.part(2, count: 6, of: 10))
      let reading = try reader.read(draft, options, behind: baseRows?.table)
      try check(reading.loaded.table)
      let whole = try joined(baseRows, reading, name, draft, reader)
      let digest = try reader.stopping(with: progress?.part(8, of: 10)).digest(of: draft)
      let change = CatalogChange(name: name, before: before, rows: whole, at: wallNanoseconds)
      let new = try commit(
        change,
        keeping: { dataset in
          job.map { CatalogArrival($0, Arrival(dataset: dataset, reading: reading)) }
        }, stoppingWith: progress
      ) { (version) throws(DatasetFailure) in
        let file = "\(name).\(version).csv"
        do throws(Errno) {
          try draft.place(as: file, in: uploads)
        } catch {
          throw .disk(error, path: Self.uploadsPrefix + file)
        }
        let part = DatasetPart(
          number: (base?.parts.last?.number ?? 0) + 1, origin: origin,
          path: Self.uploadsPrefix + file, byteCount: draft.byteCount, digest: digest,
          options: reading.options, source: source)
        return (base?.parts ?? []) + [part]
      }
      guard let new else { continue }
      if let part = new.parts.last { reader.columns?.keep(reading.loaded.table, of: part) }
      progress?.advance(1, of: 1)
      return Arrival(dataset: new, reading: reading)
    }
    throw .contended(name)
  }

  /// Removes a data set; of one that began as a person's file, what was added to it.
  package func remove(_ name: DatasetName, at wallNanoseconds: Int64) throws(DatasetFailure) {
    for _ in 0..<Self.attemptLimit {
      let before = try dataset(name)
      if before.isOwnFile { throw .ownFile(name, path: before.parts[0].path) }
      let kept = before.parts.filter { $0.origin == .folder }
      let change = CatalogChange(name: name, before: before, rows: nil, at: wallNanoseconds)
      if try commit(change, { _ in kept }) != nil { return }
    }
    throw .contended(name)
  }

  /// Looks at the data folder for files that are new, changed or gone.
  package func look(at wallNanoseconds: Int64) throws(DatasetFailure) {
    let sightings: [DataFolder.Sighting]
    do throws(Errno) {
      sightings = try dataFolder.look()
    } catch {
      throw .disk(error, path: dataFolder.folder.path)
    }
    let seen = Dictionary(uniqueKeysWithValues: sightings.map { ($0.name, $0) })
    let known = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
    for name in Set(known.keys).union(seen.keys).sorted() {
      let before = known[name]
      guard let parts = DataFolder.parts(after: before?.parts ?? [], seen[name]) else { continue }
      let change = CatalogChange(name: name, before: before, rows: nil, at: wallNanoseconds)
      guard try commit(change, { _ in parts }) != nil else { continue }
      log.write(.info, at: .now(), "data folder changed") { fields in
        fields.add("dataset", name.description)
        fields.add("files", parts.count)
      }
    }
  }

  // Leaves

  private static func check(_ before: Dataset, _ mode: Mode) throws(DatasetFailure) {
    switch mode {
    case .create: throw .exists(before.name)
    case .append: break
    case .replace:
      if let own = before.parts.first(where: { $0.origin == .folder }) {
        throw .ownFile(before.name, path: own.path)
      }
    }
  }

  private func joined(
    _ base: DatasetRows?, _ reading: PartReader.Reading, _ name: DatasetName, _ draft: DraftFile,
    _ reader: PartReader
  ) throws(DatasetFailure) -> DatasetRows {
    let added = reading.loaded.table
    guard let base else { return DatasetRows(table: added, partRows: [added.rowCount]) }
    do throws(JoinFailure) {
      return DatasetRows(
        table: try Table(joining: [base.table, added], on: reader.lanes),
        partRows: base.partRows + [added.rowCount])
    } catch {
      if case .otherType(let column, let expected, _) = error {
        // Asked to be of that type, the column tells in which line it is not.
        var strict = reading.options
        strict.types[column] = expected.word
        strict.onError = .abort
        _ = try reader.read(draft, strict)
      }
      throw .unjoinable(name, error)
    }
  }

  /// Keeps what was found out about a table, so that it can be told after a restart without loading it.
  private func remember(_ dataset: Dataset, _ shape: DatasetShape) {
    do throws(SQLiteFailure) {
      try CatalogTable.remember(CatalogRecord(dataset, shape: shape), database)
    } catch {
      log.write(.warning, at: .now(), "shape not kept") { fields in
        fields.add("dataset", dataset.name.description)
        fields.add("reason", "\(error)")
      }
    }
  }

  /// Removes the files of ours that no data set has: those of a change that a killed process did not finish.
  private func removeStrayUploads(_ records: [CatalogRecord]) throws(DatasetFailure) {
    let known = Set(records.flatMap(\.parts).map(\.path))
    do throws(Errno) {
      for file in try uploads.names()
      where Self.isOurs(file) && !known.contains(Self.uploadsPrefix + file) {
        try uploads.remove(file)
        log.write(.info, at: .now(), "unfinished upload removed") { $0.add("file", file) }
      }
    } catch {
      throw .disk(error, path: uploads.path)
    }
    reader.columns?.forget(but: records.flatMap(\.parts))
  }

  /// Whether a file's name is one that we give: `<name>.<version>.csv`.
  private static func isOurs(_ file: String) -> Bool {
    let pieces = file.split(separator: ".", omittingEmptySubsequences: false)
    guard pieces.count >= 3, pieces.last == "csv", let version = Int(pieces[pieces.count - 2]),
      version > 0, String(version) == pieces[pieces.count - 2]
    else { return false }
    return DatasetName(pieces.dropLast(2).joined(separator: ".")) != nil
  }
}

extension DatasetPart {
  /// The same file, with some columns read as texts.
  fileprivate func spelling(_ columns: [String]) -> DatasetPart {
    var options = options
    for column in columns { options.types[column] = ColumnType.text.rawValue }
    return DatasetPart(
      number: number, origin: origin, path: path, byteCount: byteCount,
      modifiedNanoseconds: modifiedNanoseconds, digest: digest, options: options, source: source)
  }
}
