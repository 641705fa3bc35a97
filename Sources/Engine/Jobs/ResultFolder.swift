package import JSON
package import Posix

/// The results as files: `job_id_7.json`, exactly as they are served.
///
/// A file appears whole or not at all: it is written as a draft, synced, renamed, and the folder synced. A folder that was removed
/// is made again.
package struct ResultFolder: Sendable {
  private let folder: Folder
  /// More than one block, so that a disk with its last block free is not taken for one with room.
  private let probedBytes = 16 << 10

  package init(folder: Folder) {
    self.folder = folder
  }

  /// Stores the answer of a job.
  package func store(_ answer: [UInt8], of id: JobID) throws(Errno) {
    try folder.write(answer, as: id.fileName)
  }

  /// Opens the answer of a job; `nil` when the file is gone.
  package func open(_ id: JobID) throws(Errno) -> StoredFile? {
    try folder.open(id.fileName).map(StoredFile.init)
  }

  /// Finds out whether an answer could be stored now.
  func probe() throws(Errno) { try folder.probe(byteCount: probedBytes) }

  /// Where the folder is.
  package var path: String { folder.path }

  /// Removes the answers of swept jobs. A file that is gone already is no failure.
  package func remove(_ ids: [JobID]) {
    for id in ids { try? folder.remove(id.fileName) }
  }

  /// The jobs whose answers are here, ascending, each with how it ended.
  ///
  /// Files with other names, or that hold no answer, are nobody's and left out; so are folders, links and files that may not be read.
  package func finishedJobs() throws(Errno) -> [(JobID, JobState)] {
    var found: [(JobID, JobState)] = []
    for name in try folder.names() {
      if let id = JobID(fileName: name), id.number < JobNumbers.end, let state = try state(of: name)
      {
        found.append((id, state))
      }
    }
    return found.sorted { $0.0 < $1.0 }
  }

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
  func read() throws(Errno) -> [UInt8] { try file.read(limit: file.byteCount) }

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
