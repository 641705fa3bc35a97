internal import JSON
internal import Posix
internal import Stores
internal import Tables

/// What tells of one run of a pipeline: what was read, what was done with it, what came of it.
struct PipelineManifest: Sendable {
  /// How a run has ended.
  enum Status: String, Sendable {
    case completed, failed
    /// Somebody has taken the job back, or it took longer than it may.
    case stopped
  }

  /// A stage that was begun.
  struct StageRecord: Sendable {
    let order: StageOrder
    var artifacts: [ArtifactRecord] = []
    var nanoseconds: Int64 = 0
  }

  /// An artifact that is in place.
  struct ArtifactRecord: Sendable {
    let name: ArtifactName
    let byteCount: Int
    let digest: String

    init(_ name: ArtifactName, _ bytes: [UInt8]) {
      self.name = name
      byteCount = bytes.count
      digest = Hexadecimal.text(of: Digest.sha256(bytes))
    }
  }

  let id: JobID
  /// What the client calls the job.
  let name: JobName?
  let version: String
  let startedNanoseconds: Int64
  var sources: [SourceReading] = []
  var stages: [StageRecord] = []

  /// - Parameters:
  ///   - version: of the program.
  ///   - startedNanoseconds: by the clock on the wall, since 1970.
  init(of id: JobID, name: JobName?, version: String, startedNanoseconds: Int64) {
    self.id = id
    self.name = name
    self.version = version
    self.startedNanoseconds = startedNanoseconds
  }

  /// The names of the artifacts, in the order in which they were made.
  var artifactNames: [String] { stages.flatMap { $0.artifacts.map(\.name.description) } }

  /// The content of the file.
  ///
  /// - Parameters:
  ///   - finishedNanoseconds: by the clock on the wall, since 1970.
  ///   - reason: why the run has failed.
  func bytes(
    _ status: Status, finishedNanoseconds: Int64, reason: String? = nil
  ) -> [UInt8] {
    var writer = JSONWriter(reserving: 2048)
    writer.beginObject()
    writer.member("job_id", id.description)
    if let name { writer.member("name", name.description) }
    writer.member("status", status.rawValue)
    writer.member("tally_version", version)
    writer.member("started", Self.text(startedNanoseconds))
    writer.member("finished", Self.text(finishedNanoseconds))
    writer.key("sources")
    writer.beginArray()
    for source in sources { Self.write(source, to: &writer) }
    writer.endArray()
    writer.key("stages")
    writer.beginArray()
    for stage in stages { Self.write(stage, to: &writer) }
    writer.endArray()
    if let reason { writer.member("error", reason) }
    writer.endObject()
    return JSONIndentation.lines(of: writer.bytes)
  }

  // Leaves

  private static func write(_ reading: SourceReading, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("data_url", reading.source.title)
    writer.member("sha256", reading.digest)
    if reading.digests.count > 1 {
      writer.key("files")
      writer.beginArray()
      for digest in reading.digests { writer.string(digest) }
      writer.endArray()
    }
    writer.member("bytes", reading.byteCount)
    writer.member("rows", reading.source.table.rowCount)
    writer.member("columns", reading.source.table.columns.count)
    if reading.omittedRowCount > 0 { writer.member("rows_left_out", reading.omittedRowCount) }
    writer.endObject()
  }

  private static func write(_ stage: StageRecord, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("name", stage.order.name)
    writer.key("parameters")
    stage.order.parameters.write(to: &writer)
    writer.key("artifacts")
    writer.beginArray()
    for artifact in stage.artifacts {
      writer.beginObject()
      writer.member("file", artifact.name.description)
      writer.member("bytes", artifact.byteCount)
      writer.member("sha256", artifact.digest)
      writer.endObject()
    }
    writer.endArray()
    writer.key("seconds")
    writer.double((Double(stage.nanoseconds) / 1e6).rounded() / 1000)
    writer.endObject()
  }

  private static func text(_ wallNanoseconds: Int64) -> String {
    var bytes: [UInt8] = []
    Timestamp(wallNanoseconds: wallNanoseconds).append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension SourceReading {
  /// The SHA-256 of the file; of a data set of several files that of their digests, each with a line end behind it.
  fileprivate var digest: String {
    guard digests.count != 1 else { return digests[0] }
    return Hexadecimal.text(of: Digest.sha256(digests.flatMap { Array("\($0)\n".utf8) }))
  }
}
