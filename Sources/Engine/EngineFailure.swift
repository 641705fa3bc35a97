package import Posix

/// Why the engine could not start or keep its files.
package enum EngineFailure: Error, Equatable, Sendable {
  /// The catalog of data sets cannot be opened.
  case catalog(DatasetFailure)
  /// A folder cannot be used.
  case folder(path: String, Errno)
  /// A file of the state folder is missing, unreadable or cannot be written.
  case state(file: String, reason: Reason)

  /// What is wrong with a file.
  package enum Reason: Equatable, Sendable {
    case system(Errno)
    /// It is there, but its content makes no sense.
    case unreadable
    /// It is not there, but files are that it alone can tell of.
    case missing(uploads: String)
    /// A later release has written it; this one knows versions up to `known`.
    case newer(version: Int, known: Int)
    /// The database refuses it.
    case database(String)
  }
}
