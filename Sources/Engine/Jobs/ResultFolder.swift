package import JSON
package import Posix

/// The results as files: `job_id_7.json`, exactly as they are served.
///
/// A file appears whole or not at all: it is written as a draft, synced, renamed, and the folder synced. A folder that was removed
/// is made again. What pipelines leave stands beside them, in a folder for each job, and goes with the job's file.
package struct ResultFolder: Sendable {
  /// What pipelines leave.
  package let artifacts: ArtifactFolder

  private let folder: Folder
  /// More than one block, so that a disk with its last block free is not taken for one with room.
  private let probedBytes = 16 << 10

  package init(folder: Folder) {
    self.folder = folder
    artifacts = ArtifactFolder(in: folder)
  }

  /// Stores the answer of a job.
  package func store(_ answer: [UInt8], of id: JobID) throws(Errno) {
    try folder.write(answer, as: id.fileName)
  }

  /// Stores the file that says how a job has ended.
  func store(_ ending: JobEnding, of id: JobID) throws(Errno) {
    try store(ending.answer ?? [], of: id)
  }

  /// Stores an answer that several jobs share: one file with as many names.
  ///
  /// - Parameter source: a job whose file has this content already.
  func store(_ answer: [UInt8], of ids: [JobID], linking source: JobID?) throws(Errno) {
    guard let first = ids.first else { return }
    if source == nil { try store(answer, of: first) }
    let others = source == nil ? ids.dropFirst() : ids[...]
    if others.isEmpty { return }
    for id in others {
      let isLinked = try link(id, to: source ?? first)
      if !isLinked { try store(answer, of: id) }
    }
    try sync()
  }

  /// Gives a job the file of another one, which outlasts a power cut once `sync` has returned.
  ///
  /// - Returns: `false` when the file is gone, or the file system gives it no further name.
  func link(_ id: JobID, to source: JobID) throws(Errno) -> Bool {
    do throws(Errno) {
      try folder.link(source.fileName, as: id.fileName)
      return true
    } catch .notFound, .tooManyLinks, .notPermitted, .notSupported {
      return false
    }
  }

  /// Waits until the names of all files are on the disk.
  func sync() throws(Errno) { try folder.sync() }

  /// What a job's file says of it, and how long it is; `nil` where there is none, or it is no answer.
  func ending(of id: JobID) throws(Errno) -> (state: JobState, reason: String?, byteCount: Int)? {
    guard let state = try state(of: id.fileName), let file = try folder.open(id.fileName) else {
      return nil
    }
    guard state != .succeeded else { return (state, nil, file.byteCount) }
    let text = try file.read(limit: 1 << 20)
    guard case .string(let reason)? = (try? JSONParser.parse(text))?["reason"] else {
      return (state, nil, file.byteCount)
    }
    return (state, reason, file.byteCount)
  }

  /// When a job's file was written, in nanoseconds since 1970, and how long it is.
  func facts(of id: JobID) throws(Errno) -> Folder.Facts? { try folder.facts(of: id.fileName) }

  /// Opens the answer of a job; `nil` when the file is gone.
  package func open(_ id: JobID) throws(Errno) -> StoredFile? {
    try folder.open(id.fileName).map(StoredFile.init)
  }

  /// Finds out whether an answer could be stored now.
  func probe() throws(Errno) { try folder.probe(byteCount: probedBytes) }

  /// Where the folder is.
  package var path: String { folder.path }

  /// Removes the answers of swept jobs, and what else they have left. What is gone already is no failure.
  package func remove(_ ids: [JobID]) {
    for id in ids {
      artifacts.remove(id)
      try? folder.remove(id.fileName)
    }
  }

  /// The jobs that a file is named for, in no order.
  func names() throws(Errno) -> [JobID] { try folder.names().compactMap { JobID(fileName: $0) } }

  private func state(of name: String) throws(Errno) -> JobState? {
    let start: [UInt8]
    do {
      start = try folder.read(name, prefix: 64)
    } catch .isALink, .invalid, .denied {
      return nil
    }
    if start.starts(with: JobAnswer.doneStart) { return .succeeded }
    if start.starts(with: JobAnswer.cancelledStart) { return .cancelled }
    if start.starts(with: JobAnswer.errorStart) { return .failed }
    return nil
  }
}

/// The open file of a finished job, kept open by its owner.
package struct StoredFile: Sendable {
  private let file: OpenFile

  init(_ file: OpenFile) {
    self.file = file
  }

  /// The kernel's number of the file, valid for as long as the owner lives.
  package var descriptor: Int32 { file.descriptor }
  /// How long the answer is.
  package var byteCount: Int { file.byteCount }
  /// When its content was last changed before it was opened, in nanoseconds since 1970.
  package var modifiedNanoseconds: Int64 { file.modifiedNanoseconds }
  func read() throws(Errno) -> [UInt8] { try file.read(limit: file.byteCount) }
  /// The bytes from a place on, at most so many.
  func read(from first: Int = 0, limit: Int) throws(Errno) -> [UInt8] {
    try file.read(from: first, limit: limit)
  }

  /// The bytes from a place on, at most so many, for who only wants to look; `nil` if they cannot be read.
  package func glance(from first: Int = 0, limit: Int) -> [UInt8]? {
    try? read(from: first, limit: limit)
  }

  /// What keeps the file open.
  package var owner: any AnyObject & Sendable { file }

  /// Whether this is still what is found under the job's name, and not an answer that was removed or replaced since.
  var isInPlace: Bool { file.isInPlace }
}

/// The bytes of a finished job: its file and the answer to its poll.
package enum JobAnswer {
  /// How many bytes stand before the data of a job that is done; one stands behind them.
  package static let dataStart = doneStart.count
  static let doneStart = Array(#"{"status":"done","data":"#.utf8)
  static let errorStart = Array(#"{"status":"error","reason":"#.utf8)
  static let cancelledStart = Array(#"{"status":"error","reason":"cancelled"#.utf8)

  /// `{"status":"done","data":...}`, the data written by `write`.
  package static func done(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("status")
    writer.string("done")
    writer.key("data")
    write(&writer)
    writer.endObject()
    return writer.bytes
  }

  /// `{"status":"error","reason":...}`.
  package static func error(_ reason: String) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("status")
    writer.string("error")
    writer.key("reason")
    writer.string(reason)
    writer.endObject()
    return writer.bytes
  }
}
