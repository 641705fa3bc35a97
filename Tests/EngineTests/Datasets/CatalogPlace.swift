import Foundation
import Posix
import Stores
import Synchronization

@testable import Engine
@testable import Tables

/// The folders of a catalog for one test, and what a test does with them.
final class CatalogPlace: Sendable {
  private let scratch = UncheckedScratch()
  let log: Log
  /// Fails calls to the database that `open` makes.
  let failing = FailingCalls()

  init() throws {
    var options = Log.Options()
    options.destination = .file(
      path: scratch.folder.path + "/log", rotateBytes: 1 << 20, keptCount: 1)
    log = try Log(options)
  }

  var dataPath: String { scratch.folder.path + "/data" }
  var uploadsPath: String { dataPath + "/uploads" }
  var statePath: String { dataPath + "/state" }
  var columnsPath: String { statePath + "/columns" }
  var state: Folder { get throws { try Folder(path: statePath, creating: true) } }

  func folders() throws -> EngineFolders {
    try EngineFolders(
      data: Folder(path: dataPath, creating: true), state: state,
      results: Folder(path: scratch.folder.path + "/results", creating: true))
  }

  /// Opens the catalog, as a start of the server does.
  func open(
    at wallNanoseconds: Int64 = 1, on lanes: Lanes = .computing(count: 2)
  ) throws -> Catalog {
    let folders = try folders()
    var options = SQLiteDatabase.Options()
    options.failing = { self.failing.next() }
    let database = try SQLiteDatabase(
      path: statePath + "/tally.sqlite",
      schema: SQLiteSchema(
        applicationID: 0x5441_4C59, steps: [CatalogTable.schema, CatalogTable.arrivalSchema]),
      options: options)
    return try Catalog(folders, database, lanes: lanes, log: log, at: wallNanoseconds)
  }

  func engine() throws -> TallyEngine {
    try TallyEngine(TallyEngine.Options(), folders(), survey: nil, log: log)
  }

  // Files

  /// A file that has just come over HTTP.
  func arrived(_ bytes: [UInt8]) throws -> ArrivedFile {
    let draft = try state.draft(named: "upload")
    try draft.append(bytes)
    return ArrivedFile(draft)
  }

  func arrived(_ text: String) throws -> ArrivedFile { try arrived(Array(text.utf8)) }

  /// What a person puts into the data folder. Each change of a file has a time of its own.
  func put(_ text: String, as file: String) throws {
    try FileManager.default.createDirectory(atPath: dataPath, withIntermediateDirectories: true)
    let path = dataPath + "/" + file
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let time = Date(timeIntervalSince1970: Double(changes.add(1, ordering: .relaxed).newValue))
    try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: path)
  }

  private let changes = Atomic(1_000_000_000)

  func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }

  func names(in path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  /// The names of uploads, without drafts or with them: whatever is in the folder.
  func uploads() throws -> [String] { try names(in: uploadsPath) }

  /// What is in the state folder beside the database and the folders of columns and of running jobs.
  func leftInState() throws -> [String] {
    try names(in: statePath).filter {
      !$0.hasPrefix("tally.sqlite") && $0 != "columns" && $0 != "running"
    }
  }

  /// What is in the folder of columns once everything handed to the catalog's lane is done.
  func columns(of catalog: Catalog) throws -> [String] {
    let latch = try Latch()
    catalog.reader.columns?.writer.run { latch.open() }
    latch.wait()
    return try names(in: columnsPath)
  }

  func logText() throws -> String {
    log.flush()
    return try String(contentsOfFile: scratch.folder.path + "/log", encoding: .utf8)
  }

  /// Only its path is read, and that never changes.
  private final class UncheckedScratch: @unchecked Sendable {
    let folder = ScratchFolder()
  }
}

/// Fails one call, counted from 1, or all from then on.
final class FailingCalls: Sendable {
  private let left = Atomic(Int.max)
  private let code = Atomic(Int32(13))
  private let isLasting = Atomic(false)
  private let calls = Atomic(0)

  /// - Parameter code: SQLite's number for the failure; 13 is a full disk, 10 a broken one.
  func arm(_ number: Int, code: Int32 = 13, isLasting: Bool = false) {
    self.code.store(code, ordering: .relaxed)
    self.isLasting.store(isLasting, ordering: .relaxed)
    left.store(number, ordering: .relaxed)
  }

  func disarm() { left.store(Int.max, ordering: .relaxed) }

  /// Whether the call has failed.
  var isSpent: Bool { left.load(ordering: .relaxed) <= 0 }

  /// Begins to count calls.
  func count() { calls.store(0, ordering: .relaxed) }

  /// How many calls were made since then.
  var counted: Int { calls.load(ordering: .relaxed) }

  func next() -> SQLiteFailure? {
    calls.add(1, ordering: .relaxed)
    let left = left.wrappingSubtract(1, ordering: .relaxed).newValue
    return left == 0 || (left < 0 && isLasting.load(ordering: .relaxed))
      ? .refused(code: code.load(ordering: .relaxed), message: "injected", sql: "") : nil
  }
}

extension DatasetName {
  static func named(_ text: String) -> DatasetName {
    guard let name = DatasetName(text) else { preconditionFailure("\(text) is no name") }
    return name
  }
}

extension Catalog {
  /// Takes a file in as if it were uploaded.
  @discardableResult
  func upload(
    _ file: ArrivedFile, _ name: String, _ mode: Mode = .create,
    _ options: ReadOptions = ReadOptions(), at wallNanoseconds: Int64 = 2
  ) throws(DatasetFailure) -> Arrival {
    try add(
      file, as: .named(name), mode, options, origin: .upload, source: nil, at: wallNanoseconds)
  }

  func table(_ name: String) throws(DatasetFailure) -> Table {
    try table(of: dataset(.named(name)))
  }

  func version(_ name: String) throws(DatasetFailure) -> Int {
    try dataset(.named(name)).version
  }
}

extension Table {
  /// All cells of a column as texts; `nil` for null.
  func texts(_ name: String) -> [String?] {
    guard let column = column(name) else { return [] }
    switch column.storage {
    case .text(let texts):
      let coded = texts.coded
      return coded.segments.flatMap { segment in
        (0..<segment.count).map { row -> String? in
          let slot = segment[row]
          return slot == 0 ? nil : String(decoding: coded.words.bytes(of: slot - 1), as: UTF8.self)
        }
      }
    case .numbers(let numbers):
      return numbers.segments.flatMap { segment in
        (0..<segment.count).map { row in
          segment[row].map { column.type == .decimal ? "\($0)" : "\(Int($0))" }
        }
      }
    }
  }

  /// All cells, column by column.
  var content: [String: [String?]] {
    Dictionary(uniqueKeysWithValues: columns.map { ($0.name, texts($0.name)) })
  }

  /// The types of the columns by their names.
  var typeNames: [String: String] {
    Dictionary(uniqueKeysWithValues: columns.map { ($0.name, $0.type.word) })
  }
}
