internal import Posix
internal import Stores
internal import Tables

/// A CSV file as memory, for those who read it from its start to its end.
///
/// Pointers into the mapping never leave the calls that `MappedFile` lends them to, so they are sound.
struct CSVFile: ~Copyable {
  /// As much of a file as its first rows, and all that betrays what it is, may take.
  static let prefixBytes = 256 << 10

  private let path: String
  private let file: MappedFile
  private let progress: ReadingProgress?

  /// - Parameter name: how the file is called in failures.
  init(path: String, name: String, progress: ReadingProgress? = nil) throws(DatasetFailure) {
    self.path = name
    self.progress = progress
    do throws(Errno) {
      file = try MappedFile(path: path)
    } catch {
      throw .disk(error, path: name)
    }
  }

  /// The first bytes of the file.
  borrowing func prefix() -> [UInt8] { file.prefix(Self.prefixBytes) }

  /// The names of the columns.
  borrowing func names(delimiter: UInt8) throws(DatasetFailure) -> [String] {
    var start = prefix()
    if start.count == Self.prefixBytes, !start.contains(UInt8(ascii: "\n")) {
      // The header alone is longer; one byte more than a row may have tells if it is too long.
      start = file.prefix(CSVOptions().rowLimitBytes + 1)
    }
    do throws(TableFailure) {
      return try CSVLoader.header(of: start, delimiter: delimiter)
    } catch {
      throw .table(error)
    }
  }

  /// Loads the table: the last four fifths of a reading.
  borrowing func load(
    _ options: CSVOptions, on lanes: Lanes
  ) throws(DatasetFailure) -> LoadedTable {
    let progress = begin(.loading)
    let lanes = lanes.part(1, count: 4, of: 5)
    let result: Result<LoadedTable, TableFailure> = unsafe file.withPages { bytes, pages in
      var options = options
      options.release = { range in
        pages.release(range)
        progress?.advance(range.count)
      }
      do throws(TableFailure) {
        return .success(try unsafe CSVLoader.load(bytes, options, on: lanes))
      } catch {
        return .failure(error)
      }
    }
    try checkUnchanged()
    switch result {
    case .success(let loaded): return loaded
    case .failure(.cancelled): throw .cancelled
    case .failure(let failure): throw .table(failure)
    }
  }

  /// Makes sure that the file is UTF-8.
  borrowing func checkUTF8(on lanes: Lanes = .single) throws(DatasetFailure) {
    let progress = begin(.checking)
    let failure: EncodingFailure? = unsafe file.withPages { bytes, pages in
      do throws(EncodingFailure) {
        let all = unsafe Span<UInt8>(_unsafeBytes: bytes)
        try TextEncoding.checkUTF8(all) { range in
          pages.release(range)
          progress?.advance(range.count)
          lanes.advance(range.upperBound, of: all.count * 5)
          return !lanes.isCancelled
        }
        return nil
      } catch {
        return error
      }
    }
    try checkUnchanged()
    if let failure { throw .encoding(failure) }
    if lanes.isCancelled { throw .cancelled }
  }

  /// Writes the text as UTF-8.
  borrowing func transcode(
    from encoding: TextEncoding, into draft: DraftFile, on lanes: Lanes = .single
  ) throws(DatasetFailure) {
    let progress = begin(.transcoding)
    let failure: DatasetFailure? = unsafe file.withPages { bytes, pages in
      let all = unsafe Span<UInt8>(_unsafeBytes: bytes)
      do throws(DatasetFailure) {
        try Self.transcode(all, from: encoding, into: draft, on: lanes) { range in
          pages.release(range)
          progress?.advance(range.count)
        }
        return nil
      } catch {
        return error
      }
    }
    try checkUnchanged()
    if let failure { throw failure }
  }

  private static func transcode(
    _ bytes: Span<UInt8>, from encoding: TextEncoding, into draft: DraftFile, on lanes: Lanes,
    release: (Range<Int>) -> Void
  ) throws(DatasetFailure) {
    let pieceBytes = 1 << 20
    var transcoder = Transcoder(from: encoding)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: pieceBytes) {
      if lanes.isCancelled { throw .cancelled }
      let range = start..<min(start + pieceBytes, bytes.count)
      text.removeAll(keepingCapacity: true)
      do throws(EncodingFailure) {
        try transcoder.append(bytes.extracting(range), to: &text)
        if range.upperBound == bytes.count { try transcoder.finish() }
      } catch {
        throw .encoding(error)
      }
      do throws(Errno) {
        try draft.append(text)
      } catch {
        throw .disk(error, path: "state")
      }
      release(range)
      lanes.advance(range.upperBound, of: bytes.count * 5)
    }
  }

  /// The SHA-256 of the file in hexadecimal digits.
  borrowing func digest(on lanes: Lanes = .single) throws(DatasetFailure) -> String {
    let pieceBytes = 4 << 20
    let digest = unsafe file.withPages { bytes, pages in
      var stream = SHA256Stream()
      for start in stride(from: 0, to: bytes.count, by: pieceBytes) where !lanes.isCancelled {
        let range = start..<min(start + pieceBytes, bytes.count)
        unsafe stream.append(UnsafeRawBufferPointer(rebasing: bytes[range]))
        pages.release(range)
        lanes.advance(range.upperBound, of: bytes.count)
      }
      return stream.finish()
    }
    try checkUnchanged()
    if lanes.isCancelled { throw .cancelled }
    return Hexadecimal.text(of: digest)
  }

  private borrowing func begin(_ step: ReadingProgress.Step) -> ReadingProgress? {
    progress?.begin(step, file.count)
    return progress
  }

  /// Makes sure that the file is still what it was when it was opened.
  borrowing func checkUnchanged() throws(DatasetFailure) {
    if file.changedWhileReading { throw .changedWhileReading(path: path) }
  }
}
