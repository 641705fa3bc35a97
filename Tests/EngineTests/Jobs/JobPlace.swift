import Foundation
import Posix
import Statistics
import Stores
import Synchronization
import Testing

@testable import Engine

/// The folders and the database of jobs for one test, what a test can fail in them, and engines on them.
final class JobPlace: Sendable {
  let path: String
  let log: Log
  /// Fails calls to the database.
  let failing = FailingCalls()
  /// Fails writing calls to the folder of results.
  let failingFiles = FailingFiles()

  init() throws {
    path = NSTemporaryDirectory() + "tally-test-" + UUID().uuidString
    // The folder of results is there, so that calls which fail are those that write into it.
    try FileManager.default.createDirectory(
      atPath: path + "/results", withIntermediateDirectories: true)
    var options = Log.Options()
    options.destination = .file(path: path + "/log", rotateBytes: 1 << 24, keptCount: 1)
    log = try Log(options)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var dataPath: String { path + "/data" }
  var statePath: String { dataPath + "/state" }
  var resultsPath: String { path + "/results" }

  var state: Folder { get throws { try Folder(path: statePath, creating: true, mode: 0o700) } }
  var resultsFolder: Folder {
    get throws {
      try Folder(
        path: resultsPath, creating: true, failing: { [failingFiles] in failingFiles.next() })
    }
  }
  var results: ResultFolder { get throws { ResultFolder(folder: try resultsFolder) } }

  /// A connection of its own, which sees what is on the disk.
  func database(
    _ options: SQLiteDatabase.Options = .init()
  ) throws -> SQLiteDatabase {
    try StateDatabase.open(
      in: state, uploads: Folder(path: dataPath + "/uploads", creating: true), options)
  }

  /// The same, with calls that a test can fail.
  func failingDatabase() throws -> SQLiteDatabase {
    var options = SQLiteDatabase.Options()
    options.failing = { [failing] in failing.next() }
    return try database(options)
  }

  /// An engine as a start of the server makes it, with the sample's survey and impatient probes.
  func engine(
    survey: TallyEngine.LoadedSurvey? = .init(name: "sample", survey: Samples.survey),
    _ change: (inout TallyEngine.Options) -> Void = { _ in }
  ) throws -> TallyEngine {
    var options = TallyEngine.Options()
    options.database.failing = { [failing] in failing.next() }
    options.probeMilliseconds = 5
    options.imports.allowsPrivate = true
    options.webhooks.allowsPrivate = true
    options.webhooks.failurePauseMilliseconds = 5
    change(&options)
    return try TallyEngine(
      options,
      EngineFolders(
        data: Folder(path: dataPath, creating: true), state: state, results: resultsFolder),
      survey: survey, log: log)
  }

  /// Takes a table in, as an upload does.
  func upload(_ text: String, _ name: String, to engine: TallyEngine) throws {
    let draft = try state.draft(named: "upload")
    try draft.append(Array(text.utf8))
    try engine.catalog.upload(ArrivedFile(draft), name)
  }

  // What is on the disk

  /// The numbers of named jobs, by their names.
  func names() throws -> [String: Int] {
    let all = try JobNameTable.all(database())
    return Dictionary(uniqueKeysWithValues: all.map { ($0.name.description, $0.job.number) })
  }

  func rows() throws -> [JobTable.Row] {
    var rows: [JobTable.Row] = []
    try JobTable.scan(database()) { rows.append($0) }
    return rows
  }

  func finishedRows() throws -> [FinishedJob] {
    try rows().compactMap { if case .finished(let job) = $0 { job } else { nil } }
  }

  func openRows() throws -> [JobTable.OpenRow] {
    try rows().compactMap { if case .open(let row) = $0 { row } else { nil } }
  }

  /// The content of a job's file; `nil` where there is none.
  func file(of id: JobID) throws -> String? {
    let file = URL(fileURLWithPath: resultsPath + "/" + id.fileName)
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    return String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }

  /// What is in the folder of results, but for what a probe of the disk leaves for a moment.
  func resultNames() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: resultsPath)
      .filter { !$0.hasPrefix(".probe.") }.sorted()
  }

  /// The number of a job's file, the same for all its names.
  func inode(of id: JobID) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(
      atPath: resultsPath + "/" + id.fileName)
    return try #require(attributes[.systemFileNumber] as? Int)
  }

  func logText() throws -> String {
    log.flush()
    return try String(contentsOfFile: path + "/log", encoding: .utf8)
  }

  /// Waits until something is so, twenty seconds at most.
  func comes(_ isSo: () throws -> Bool) rethrows -> Bool {
    for _ in 0..<120_000 {
      if try isSo() { return true }
      Posix.Thread.sleep(milliseconds: 1)
    }
    return false
  }

  func allDone(_ engine: TallyEngine) -> Bool { comes { engine.unfinishedCount == 0 } }
}

/// Fails one writing call to a folder, counted from 1, or all from then on.
final class FailingFiles: Sendable {
  private struct State: Sendable {
    var left = Int.max
    var failure = Errno.noSpace
    var isLasting = false
  }

  private let state = Guarded(State())

  func arm(_ number: Int, _ failure: Errno, isLasting: Bool = false) {
    state.withLock { $0 = State(left: number, failure: failure, isLasting: isLasting) }
  }

  func disarm() { state.withLock { $0.left = .max } }

  /// Whether the call has failed.
  var isSpent: Bool { state.withLock { $0.left <= 0 } }

  func next() -> Errno? {
    state.withLock { state in
      if state.left != .max { state.left -= 1 }
      return state.left == 0 || (state.isLasting && state.left < 0) ? state.failure : nil
    }
  }
}

/// Keeps lanes busy until it is let go.
final class HeldLanes: Sendable {
  private let isHeld = Guarded(true)

  /// Returns once `count` lanes are held.
  init(_ pool: WorkerPool, count: Int) throws {
    let held = Guarded(0)
    for _ in 0..<count {
      let isTaken = pool.offload { [isHeld] in
        held.withLock { $0 += 1 }
        while isHeld.withLock({ $0 }) { Posix.Thread.sleep(milliseconds: 1) }
      }
      try #require(isTaken)
    }
    while held.withLock({ $0 }) < count { Posix.Thread.sleep(milliseconds: 1) }
  }

  deinit { release() }

  func release() { isHeld.withLock { $0 = false } }
}

extension TallyEngine {
  func account(_ id: JobID) -> JobAccount? {
    if case .found(let account) = lookUp(id) { account } else { nil }
  }

  func removeAndWait(_ id: JobID) -> JobRemoval {
    let removal = Handback<JobRemoval>()
    remove(id) { removal.give($0) }
    return removal.wait()
  }
}

extension Submission {
  /// A question to the sample's survey.
  static func question(
    _ asked: SurveyInquiry = .init(.statesMean, question: "Q"), client: String = "ann",
    key: String? = nil, name: String? = nil, digest: [UInt8] = [1]
  ) -> Submission {
    Submission(
      .survey(Samples.question(asked)), client: JobClient(client),
      repetition: key.map { Repetition(key: $0, digest: digest) },
      naming: name.flatMap(JobName.init).map { Naming(name: $0, digest: digest) })
  }

  /// A question to a data set.
  static func aggregate(
    _ name: String, _ items: [(String, String)], client: String = "ann"
  ) -> Submission {
    Submission(
      .aggregate(DatasetQuestion(.named(name), items.map { .init($0.0, $0.1) })),
      client: JobClient(client))
  }

  /// A file to be fetched.
  static func importing(_ address: String, as name: String, client: String = "ann") -> Submission {
    Submission(
      .importing(
        ImportOrder(
          address: address, name: .named(name), mode: .create, options: ReadOptions())),
      client: JobClient(client))
  }
}
