internal import Posix
internal import Stores

/// The artifacts of a job as a ZIP archive that is made while it is read.
///
/// It holds one piece of one file at a time, and has one file open.
package struct ArtifactArchive: Sendable {
  /// How it stands with the archive behind a piece.
  package enum Step: Equatable, Sendable {
    /// There may be more.
    case more
    /// That was the last of it.
    case done
    /// The rest cannot be made: a file is gone or broken.
    case failed
  }

  /// How much of a file is read at a time.
  private static let pieceBytes = 64 << 10

  private let files: [ArtifactFile]
  private let wallNanoseconds: Int64
  private let open: @Sendable (String) -> StoredFile?
  private var zip: ZipStream?
  private var position = 0
  /// The file that is being packed, and how much of it is.
  private var current: (file: StoredFile, packedBytes: Int)?

  /// - Parameters:
  ///   - wallNanoseconds: what the archive tells as the time of all files.
  ///   - open: opens a file; `nil` if it is gone.
  init(
    of files: [ArtifactFile], changedAt wallNanoseconds: Int64,
    open: @escaping @Sendable (String) -> StoredFile?
  ) {
    self.files = files
    self.wallNanoseconds = wallNanoseconds
    self.open = open
  }

  /// Appends the next piece. It may block.
  package mutating func next(into bytes: inout [UInt8]) -> Step {
    guard var zip = zip ?? ZipStream(changedAt: wallNanoseconds) else { return .failed }
    // Given away while it grows, so that nothing is copied.
    self.zip = nil
    defer { self.zip = zip }
    guard let (file, packedBytes) = current ?? begin(&zip, into: &bytes) else {
      guard position == files.count else { return .failed }
      zip.finish(to: &bytes)
      return .done
    }
    guard packedBytes < file.byteCount else {
      current = nil
      position += 1
      return zip.end(to: &bytes) ? .more : .failed
    }
    guard let piece = try? file.read(from: packedBytes, limit: Self.pieceBytes), !piece.isEmpty,
      zip.append(piece, to: &bytes)
    else { return .failed }
    current = (file, packedBytes + piece.count)
    return .more
  }

  /// Opens the next file; `nil` if there is none.
  private mutating func begin(
    _ zip: inout ZipStream, into bytes: inout [UInt8]
  ) -> (file: StoredFile, packedBytes: Int)? {
    guard position < files.count, let file = open(files[position].name) else { return nil }
    zip.begin(files[position].name, byteCount: file.byteCount, to: &bytes)
    return (file, 0)
  }
}

extension TallyEngine {
  /// All artifacts of a job in one archive, which tells the job's end as their time; empty for a job that has left none. It may block.
  package func archive(of id: JobID) throws(EngineFailure) -> ArtifactArchive {
    var end: Int64 = 0
    if case .found(let account) = lookUp(id) { end = account.finishedNanoseconds ?? 0 }
    return ArtifactArchive(of: try artifacts(of: id), changedAt: end) { [self] name in
      (try? openArtifact(name, of: id)) ?? nil
    }
  }
}
