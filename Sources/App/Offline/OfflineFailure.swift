internal import API
internal import Engine
internal import Posix
internal import Statistics
internal import Tables

/// Why a command that works without a server has no answer, or not all of it.
enum OfflineFailure: Error, Equatable {
  /// The command line makes no sense.
  case usage(UsageFailure)
  /// What is asked makes no sense for this file.
  case mistakes([QueryMistake])
  case query(QueryFailure)
  case aggregate(AggregateFailure)
  /// A column that is asked for by its name is not there.
  case unknownColumn(String, nearest: String?)
  case unopened(name: String, Errno)
  case unread(name: String, DatasetFailure)
  case temporaryFolder(path: String, Errno)
  /// The answer cannot be written to standard output.
  case unwritten(Errno)

  /// 2 for a command line that makes no sense, 1 for a file that cannot be read or written. Whoever stops reading has read enough: 0.
  var exitCode: Int32 {
    switch self {
    case .usage, .mistakes, .query, .aggregate, .unknownColumn: 2
    case .unread(_, .badDelimiter), .unread(_, .badEncoding), .unread(_, .badType),
      .unread(_, .table(.unknownColumn)):
      2
    case .unopened, .unread, .temporaryFolder: 1
    case .unwritten(let failure): failure == .brokenPipe ? 0 : 1
    }
  }

  /// The failure for people, one sentence for each mistake; none where nobody needs to be told.
  var sentences: [String] {
    switch self {
    case .usage(let failure): [failure.sentence]
    case .mistakes(let mistakes): mistakes.map(Self.sentence)
    case .query(let failure): [failure.sentence]
    case .aggregate(let failure): [failure.sentence]
    case .unknownColumn(let name, let nearest):
      ["there is no column '\(name)'" + (nearest.map { ", did you mean '\($0)'?" } ?? "")]
    case .unopened(let name, let failure): ["\(name): \(failure.description)"]
    case .unread(let name, let failure): [Self.sentence(failure, name)]
    case .temporaryFolder(let path, let failure):
      ["\(path): \(failure.description); TMPDIR names another folder for copies"]
    case .unwritten(.brokenPipe): []
    case .unwritten(let failure): ["standard output: \(failure.description)"]
    }
  }

  private static func sentence(_ mistake: QueryMistake) -> String {
    mistake.sentence + (mistake.expected.map { "; expected \($0)" } ?? "")
  }

  private static func sentence(_ failure: DatasetFailure, _ name: String) -> String {
    switch failure {
    case .table(.unknownColumn(let column)): "\(name): there is no column '\(column)' for --type"
    case .table(let failure): "\(name): \(failure.sentence)"
    case .encoding(let failure):
      "\(name): \(failure.sentence); if it is in another encoding, name it: --encoding "
        + TextEncoding.names.filter { $0 != "utf-8" && $0 != "ascii" }.joined(separator: ", ")
    case .notText(let kind): "\(name): no CSV file but \(kind)"
    case .storageFull: "\(name): no room for a copy; TMPDIR names another folder for copies"
    case .unusableFile(let reason): reason
    case .changedWhileReading: "\(name): file changed while reading"
    default: failure.sentence
    }
  }
}
