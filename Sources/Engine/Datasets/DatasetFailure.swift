internal import Posix
internal import Stores
package import Tables

/// Why a data set cannot be had, made, changed or removed. Nothing has changed then.
package enum DatasetFailure: Error, Equatable, Sendable {
  case unknown(DatasetName, known: [DatasetName])
  /// There is one of that name already.
  case exists(DatasetName)
  /// It is a file that a person put into the data folder.
  case ownFile(DatasetName, path: String)
  /// Others change it again and again.
  case contended(DatasetName)
  /// The added file does not have the columns of the data set.
  case join(DatasetName, JoinFailure)
  /// The bytes cannot be read as a table.
  case table(TableFailure)
  /// The bytes are not in the encoding that they are said to be in.
  case encoding(EncodingFailure)
  /// An option makes no sense.
  case badDelimiter(String)
  case badEncoding(String)
  case badType(column: String, String, reason: String)
  /// The file changed while it was read.
  case changedWhileReading(path: String)
  /// The bytes are no text of rows at all: a web page, an archive, a picture.
  case notText(kind: String)
  /// There are more words than an index can hold.
  case tooManyWords
  /// There is no room on the disk.
  case storageFull
  /// The disk lost something; what of the change is on it is found out at the next start.
  case storageBroken
  /// A file of the data set was removed.
  case fileGone(path: String)
  /// A file cannot be used for another reason.
  case unusableFile(reason: String)
  /// Nobody wants it any more.
  case cancelled
}

extension DatasetFailure {
  /// What a failed call to the kernel means for a data set.
  ///
  /// - Parameter path: of the file that it was made for.
  static func disk(_ failure: Errno, path: String) -> DatasetFailure {
    switch failure {
    case .noSpace, .overQuota, .fileTooLarge: .storageFull
    case .inputOutput: .storageBroken
    // What stands in its place is no file.
    case .notFound, .invalid: .fileGone(path: path)
    default: .unusableFile(reason: "\(path): \(failure.description)")
    }
  }

  /// What it means for a data set that tables cannot follow one another.
  static func unjoinable(_ name: DatasetName, _ failure: JoinFailure) -> DatasetFailure {
    failure == .cancelled ? .cancelled : .join(name, failure)
  }

  /// What a refusal of the database means for a data set.
  static func database(_ failure: SQLiteFailure) -> DatasetFailure {
    if failure.isDiskFull { return .storageFull }
    return failure.isInputOutput ? .storageBroken : .unusableFile(reason: "\(failure)")
  }
}
