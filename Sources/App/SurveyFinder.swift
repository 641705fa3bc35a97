internal import Posix
internal import Statistics
internal import Tables

/// Finds the files that may be surveys, by their headers. No file is read further.
struct SurveyFinder {
  /// A file whose header is a survey's.
  struct Candidate: Equatable {
    let path: String
    let byteCount: Int
  }

  /// As much of a file as its header may take. Columns named behind it would not be read as a survey's.
  static let headerBytes = 4 << 20

  let dataFolder: String

  /// The CSV files of the data folder, in the order of their names.
  func files() -> [String] {
    guard let folder = try? Folder(path: dataFolder, creating: false),
      let names = try? folder.names()
    else { return [] }
    return names.filter { $0.hasSuffix(".csv") && !$0.hasPrefix(".") }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Where the survey of the data folder is that the operator named.
  func path(named name: String) throws(SurveySource.Failure) -> String {
    guard files().contains("\(name).csv") else {
      throw .unknownName(name, folder: dataFolder)
    }
    return "\(dataFolder)/\(name).csv"
  }

  /// The file that would be loaded.
  ///
  /// - Parameters:
  ///   - path: where it is, if the operator says so.
  ///   - name: of a data set of the data folder, if the operator says so.
  /// - Returns: `nil` if nothing was said and no file of the data folder looks like a survey.
  func candidate(
    path: String?, name: String?
  ) throws(SurveySource.Failure) -> Candidate? {
    if let path { return try candidate(at: path) }
    if let name { return try candidate(at: self.path(named: name)) }
    for file in files() {
      if let candidate = try? candidate(at: "\(dataFolder)/\(file)") { return candidate }
    }
    return nil
  }

  /// A file, if its header is a survey's.
  func candidate(at path: String) throws(SurveySource.Failure) -> Candidate {
    let file: MappedFile
    do throws(Errno) {
      file = try MappedFile(path: path)
    } catch {
      throw .unreadable(path: path, error)
    }
    let names: [String]
    do throws(TableFailure) {
      names = try CSVLoader.header(of: file.prefix(Self.headerBytes))
    } catch {
      throw .malformed(path: path, error)
    }
    let missing = Survey.requiredColumns.filter { !names.contains($0) }
    guard missing.isEmpty else {
      throw .noSurvey(path: path, .missingColumns(missing, found: names))
    }
    return Candidate(path: path, byteCount: file.count)
  }
}
