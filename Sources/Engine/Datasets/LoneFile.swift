package import Posix
package import Tables

/// A file that belongs to no data set: it is read once, wherever it is, and nothing of it is kept.
package struct LoneFile: Sendable {
  /// How much of a pipe is copied at a time.
  private static let pieceBytes = 1 << 20

  /// How the file is called in failures.
  private let name: String
  private let reader: PartReader

  /// - Parameter temporaryFolder: takes copies of what must be copied to be read; they bear no names and go with the process.
  package init(
    name: String, temporaryFolder: Folder, on lanes: Lanes, progress: ReadingProgress? = nil
  ) {
    self.name = name
    reader = PartReader(
      data: temporaryFolder, state: temporaryFolder, columns: nil, lanes: lanes, log: nil,
      progress: progress)
  }

  /// Reads the file to a table.
  ///
  /// A file is mapped where it is; a pipe is copied first, however long it is.
  ///
  /// - Parameter isLenient: whether bytes that are no UTF-8 are taken as they are.
  package func read(
    _ input: borrowing InputFile, _ options: ReadOptions, isLenient: Bool = false
  ) throws(DatasetFailure) -> PartReader.Reading {
    if let path = input.mappablePath { return try read(path: path, options, isLenient) }
    let draft = try copy(input)
    return try read(path: draft.path, options, isLenient)
  }

  private func read(
    path: String, _ options: ReadOptions, _ isLenient: Bool
  ) throws(DatasetFailure) -> PartReader.Reading {
    try reader.read(path: path, name: name, options, behind: nil, isLenient: isLenient)
  }

  private func copy(_ input: borrowing InputFile) throws(DatasetFailure) -> DraftFile {
    reader.progress?.begin(.spooling, nil)
    do throws(Errno) {
      let draft = try reader.state.namelessDraft()
      while true {
        let piece = try input.read(limit: Self.pieceBytes)
        if piece.isEmpty { return draft }
        try draft.append(piece)
        reader.progress?.advance(piece.count)
      }
    } catch {
      throw .disk(error, path: name)
    }
  }
}
