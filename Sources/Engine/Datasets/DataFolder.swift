internal import Posix

/// The CSV files that people put into the data folder, and what has changed about them.
struct DataFolder: Sendable {
  /// A file as it was seen.
  struct Sighting: Equatable, Sendable {
    let name: DatasetName
    /// The name of the file.
    let file: String
    let byteCount: Int
    let modifiedNanoseconds: Int64

    /// Whether a part is this file in this state.
    func isSeen(in part: DatasetPart) -> Bool {
      part.path == file && part.byteCount == byteCount
        && part.modifiedNanoseconds == modifiedNanoseconds
    }

    /// The file as a part of a data set.
    var part: DatasetPart {
      DatasetPart(
        number: 0, origin: .folder, path: file, byteCount: byteCount,
        modifiedNanoseconds: modifiedNanoseconds, digest: "",
        // A person's file is served as far as it can be read; what is left out stands in the log.
        options: ReadOptions(onError: .skipRow))
    }
  }

  let folder: Folder

  /// The files whose names end in `.csv` and begin with what may name a data set, sorted by name.
  func look() throws(Errno) -> [Sighting] {
    var sightings: [Sighting] = []
    for file in try folder.names() {
      guard file.hasSuffix(".csv"), let name = DatasetName(String(file.dropLast(4))),
        let facts = try facts(of: file), facts.isRegular
      else { continue }
      sightings.append(
        Sighting(
          name: name, file: file, byteCount: facts.byteCount,
          modifiedNanoseconds: facts.modifiedNanoseconds))
    }
    return sightings.sorted { $0.name < $1.name }
  }

  /// What the folder tells of a file; `nil` for a link that leads nowhere. A disk that fails must not look like files that are gone.
  private func facts(of file: String) throws(Errno) -> Folder.Facts? {
    do throws(Errno) {
      return try folder.facts(of: file)
    } catch {
      if [.isALink, .notADirectory, .denied].contains(error) { return nil }
      throw error
    }
  }

  /// What the parts of a data set become.
  ///
  /// - Parameters:
  ///   - parts: as they are known; none for a name that is new.
  ///   - sighting: the file; `nil` if it is gone.
  /// - Returns: `nil` if nothing changes.
  static func parts(after parts: [DatasetPart], _ sighting: Sighting?) -> [DatasetPart]? {
    let own = parts.first { $0.origin == .folder }
    let others = parts.filter { $0.origin != .folder }
    switch (own, sighting) {
    case (nil, nil): return nil
    case (nil, let seen?):
      // What came over HTTP under this name is not changed by a file that appears beside it.
      return parts.isEmpty ? [seen.part] : nil
    case (_?, nil): return others
    case (let own?, let seen?): return seen.isSeen(in: own) ? nil : [seen.part] + others
    }
  }
}
