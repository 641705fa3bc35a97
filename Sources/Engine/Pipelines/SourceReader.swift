internal import Posix
internal import Stores
internal import Tables

/// Why a source of a pipeline cannot be read.
enum SourceFailure: Error, Equatable, Sendable {
  /// Nobody wants it any more.
  case cancelled
  /// There is no file of that path below the data folder.
  case noFile(DataPath)
  /// What its address leads to could not be had.
  case notFetched(title: String, ImportFailure)
  /// Its bytes are no table, or cannot be read.
  case unreadable(title: String, DatasetFailure)
  /// What is kept of it while it is read finds no place on the disk.
  case notKept(Errno)
  /// It has columns, and no row.
  case noRows(title: String)
  /// With it the sources have more bytes together than a job may read.
  case tooLong(title: String, limitBytes: Int)

  /// The failure for people.
  var sentence: String {
    switch self {
    case .cancelled: "The computation was cancelled"
    case .noFile(let path): "There is no file \(path.reference)"
    case .notFetched(let title, let failure): "\(Self.short(title)): \(failure.sentence)"
    case .unreadable(_, .unknown(let name, let known)):
      DatasetFailure.unknown(name, known: known).sentence
    case .unreadable(_, .changedWhileReading(let path)):
      DatasetFailure.changedWhileReading(path: Self.short(path)).sentence
    case .unreadable(let title, .fileGone): "\(Self.short(title)): the file is gone"
    case .unreadable(let title, let failure): "\(Self.short(title)): \(failure.sentence)"
    case .notKept(let failure): "The source finds no place on the disk: \(failure.description)"
    case .noRows(let title): "\(Self.short(title)): The file has no rows"
    case .tooLong(let title, let limit):
      "\(Self.short(title)): With it the sources have more than \(limit) bytes together"
    }
  }

  private static func short(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(200)))
  }
}

/// What a source was read to.
struct SourceReading: Sendable {
  let source: LoadedSource
  /// The SHA-256 of the bytes of each of its files, in hexadecimal digits: one, but for a data set that was added to.
  let digests: [String]
  let byteCount: Int
  /// Rows of the file that could not be read, and were left out.
  var omittedRowCount = 0
}

/// Reads the sources of pipelines, each place once, however many sources stand for it.
struct SourceReader: Sendable {
  /// How many bytes the sources of an order may have together, each place counted once.
  static let limitBytes = 1_000_000_000

  let catalog: Catalog
  let importer: Importer
  let files: DataFiles
  /// Takes what is fetched, and copies of what must be copied to be read.
  let state: Folder
  let lanes: Lanes
  var limitBytes = Self.limitBytes

  /// Reads all sources of an order, in their order.
  ///
  /// Columns of times are read as texts, so that the clock on the wall stays as it was written; whatever else there is becomes what it
  /// looks like, and in a data set what it always is.
  ///
  /// - Parameter progress: of the reading alone. It may cancel it, which is noticed within a fraction of a second.
  func read(
    _ order: PipelineOrder, progress: Progress
  ) throws(SourceFailure) -> [SourceReading] {
    var readings: [SourceReading] = []
    var room = limitBytes
    for (index, source) in order.sources.enumerated() {
      if progress.isCancelled { throw .cancelled }
      let share = progress.part(index, of: order.sources.count)
      if let known = readings.first(where: { $0.source.source.place == source.place }) {
        readings.append(known.for(source))
      } else {
        let reading = try read(source, times: order.timeColumns(at: source.place), room, share)
        room -= reading.byteCount
        readings.append(reading)
      }
      share.advance(1, of: 1)
    }
    return readings
  }

  private func read(
    _ source: PipelineSource, times: [String], _ room: Int, _ progress: Progress
  ) throws(SourceFailure) -> SourceReading {
    let reading =
      switch source.place {
      case .dataset(let name): try read(name, source, times, room, progress)
      case .file(let path): try read(path, source, times, room, progress)
      case .address(let address): try fetch(address, source, times, room, progress)
      }
    if reading.source.table.rowCount == 0 { throw .noRows(title: reading.source.title) }
    return reading
  }

  // The places

  private func read(
    _ name: DatasetName, _ source: PipelineSource, _ times: [String], _ room: Int,
    _ progress: Progress
  ) throws(SourceFailure) -> SourceReading {
    let title = source.place.title
    let known = try Self.named(title) { () throws(DatasetFailure) in try catalog.dataset(name) }
    try check(known.byteCount, room, title)
    return try Self.named(title) { () throws(DatasetFailure) in
      let loading = progress.part(0, of: 2)
      let dataset = try catalog.loaded(name, progress: loading)
      var table = try catalog.table(of: dataset, progress: loading)
      let moments = times.filter { table.column($0)?.type == .datetime }
      if !moments.isEmpty {
        let reading = progress.part(2, of: 4)
        table = try catalog.table(of: dataset, spelling: moments, progress: reading)
      }
      return SourceReading(
        source: LoadedSource(source: source, table: table, title: title),
        digests: try catalog.digests(of: dataset, progress: progress.part(3, of: 4)),
        byteCount: dataset.byteCount)
    }
  }

  private func read(
    _ path: DataPath, _ source: PipelineSource, _ times: [String], _ room: Int,
    _ progress: Progress
  ) throws(SourceFailure) -> SourceReading {
    let file = try open(path)
    // Open for as long as it is read by its number.
    defer { withExtendedLifetime(file) {} }
    try check(file.byteCount, room, source.place.title)
    let isUpload = catalog.part(at: path).map { $0.origin != .folder } ?? false
    return try read(
      "/proc/self/fd/\(file.descriptor)", source, catalog.options(of: path), times,
      isLenient: !isUpload, byteCount: file.byteCount, progress)
  }

  private func open(_ path: DataPath) throws(SourceFailure) -> StoredFile {
    do throws(DataFileFailure) {
      return try files.open(path)
    } catch {
      switch error {
      case .notFound(let path): throw .noFile(path)
      case .unreadable(let failure): throw .unreadable(title: path.reference, failure)
      case .unknownColumn(let name, _):
        throw .unreadable(title: path.reference, .table(.unknownColumn(name)))
      }
    }
  }

  private func fetch(
    _ address: String, _ source: PipelineSource, _ times: [String], _ room: Int,
    _ progress: Progress
  ) throws(SourceFailure) -> SourceReading {
    let file: ArrivedFile
    do throws(ImportFailure) {
      file = try importer.fetch(address, progress: progress.part(0, of: 2))
    } catch {
      switch error {
      case .cancelled: throw .cancelled
      case .dataset(.storageFull): throw .notKept(.noSpace)
      case .dataset(.storageBroken): throw .notKept(.inputOutput)
      default: throw .notFetched(title: source.place.title, error)
      }
    }
    // The draft goes with the last who holds it.
    defer { withExtendedLifetime(file) {} }
    try check(file.draft.byteCount, room, source.place.title)
    return try read(
      file.draft.path, source, ReadOptions(), times, isLenient: false,
      byteCount: file.draft.byteCount, progress.part(1, of: 2))
  }

  // Leaves

  private func check(_ byteCount: Int, _ room: Int, _ title: String) throws(SourceFailure) {
    if byteCount > room { throw .tooLong(title: title, limitBytes: limitBytes) }
  }

  /// Reads a file to a table, and makes its digest, of the same bytes.
  ///
  /// - Parameter isLenient: whether bytes that are no UTF-8 are taken as they are.
  private func read(
    _ path: String, _ source: PipelineSource, _ options: ReadOptions, _ times: [String],
    isLenient: Bool, byteCount: Int, _ progress: Progress
  ) throws(SourceFailure) -> SourceReading {
    let title = source.place.title
    return try Self.named(title) { () throws(DatasetFailure) in
      let file = try CSVFile(path: path, name: title)
      let digest = try file.digest(on: lanes.stopping(with: progress.part(0, of: 4)))
      let lone = LoneFile(
        name: title, temporaryFolder: state,
        on: lanes.stopping(with: progress.part(1, count: 3, of: 4)))
      let loaded = try Self.load(lone, path, options, times, isLenient: isLenient)
      try file.checkUnchanged()
      return SourceReading(
        source: LoadedSource(source: source, table: loaded.table, title: title),
        digests: [digest], byteCount: byteCount,
        omittedRowCount: loaded.rowsRead - loaded.table.rowCount)
    }
  }

  /// Whether a column of times is there is up to the stage that needs it.
  private static func load(
    _ file: LoneFile, _ path: String, _ options: ReadOptions, _ times: [String], isLenient: Bool
  ) throws(DatasetFailure) -> LoadedTable {
    var options = options
    for column in times { options.types[column] = ColumnType.text.rawValue }
    while true {
      let input: InputFile
      do throws(Errno) {
        input = try InputFile(path: path)
      } catch {
        throw .disk(error, path: path)
      }
      do throws(DatasetFailure) {
        return try file.read(input, options, isLenient: isLenient).loaded
      } catch {
        guard case .table(.unknownColumn(let name)) = error,
          options.types.removeValue(forKey: name) != nil
        else { throw error }
      }
    }
  }

  private static func named<Answer>(
    _ title: String, _ body: () throws(DatasetFailure) -> Answer
  ) throws(SourceFailure) -> Answer {
    do throws(DatasetFailure) {
      return try body()
    } catch {
      switch error {
      case .cancelled, .table(.cancelled): throw .cancelled
      // A copy of the text was to be kept: what is only read fills no disk.
      case .storageFull: throw .notKept(.noSpace)
      default: throw .unreadable(title: title, error)
      }
    }
  }
}

extension SourceReading {
  /// The same table for another source of the same place.
  fileprivate func `for`(_ other: PipelineSource) -> SourceReading {
    SourceReading(
      source: LoadedSource(source: other, table: source.table, title: source.title),
      digests: digests, byteCount: byteCount, omittedRowCount: omittedRowCount)
  }
}

extension PipelineOrder {
  /// What somebody calls columns of times in the sources of a place.
  fileprivate func timeColumns(at place: PipelineSource.Place) -> [String] {
    let named = sources.filter { $0.place == place }.compactMap(\.columns.timestamp)
    let asked = stages.compactMap { stage in
      if case .text(let name) = stage.parameters[SourceColumn.timestamp.rawValue] {
        name
      } else {
        nil
      }
    }
    return named + asked
  }
}

extension Dataset {
  /// How many bytes its files have together.
  fileprivate var byteCount: Int { parts.reduce(0) { $0 + $1.byteCount } }
}
