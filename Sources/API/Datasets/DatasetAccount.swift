internal import Engine
internal import HTTP
internal import Tables

extension DatasetFailure {
  /// What a client is told.
  var account: Failure.Account {
    let (status, slug) = kind
    var account = Failure.Account(status: status, slug: slug, detail: sentence)
    if let seconds = retrySeconds { account.fields = [(.retryAfter, "\(seconds)")] }
    if let (option, value) = badOption {
      account.mistakes = [Problem.Mistake(sentence, at: .parameter(option), value: value)]
    }
    return account
  }

  private var kind: (Status, slug: String) {
    switch self {
    case .unknown: (.notFound, "unknown-dataset")
    case .exists: (.conflict, "dataset-exists")
    case .ownFile: (.conflict, "own-file")
    case .contended: (.serviceUnavailable, "contended")
    case .join: (.unprocessableContent, "other-schema")
    case .table(.unknownColumn), .badDelimiter, .badEncoding, .badType:
      (.badRequest, "bad-parameters")
    case .table: (.unprocessableContent, "unreadable-csv")
    case .encoding: (.unprocessableContent, "other-encoding")
    case .changedWhileReading: (.serviceUnavailable, "changed-while-reading")
    case .cancelled: (.serviceUnavailable, "cancelled")
    case .notText: (.unprocessableContent, "not-csv")
    case .tooManyWords: (.unprocessableContent, "too-many-words")
    case .storageFull: (.insufficientStorage, "storage-full")
    case .storageBroken: (.serviceUnavailable, "storage-broken")
    case .fileGone: (.gone, "file-gone")
    case .unusableFile: (.internalServerError, "unusable-file")
    }
  }

  /// When it may be worth to try again.
  private var retrySeconds: Int? {
    switch self {
    case .contended, .changedWhileReading, .cancelled: 1
    case .storageFull: 5
    case .storageBroken: 60
    default: nil
    }
  }

  private var badOption: (name: String, value: String)? {
    switch self {
    case .badDelimiter(let text): ("delimiter", text)
    case .badEncoding(let text): ("encoding", text)
    case .badType(let column, let text, _): ("types", "\(column): \(text)")
    case .table(.unknownColumn(let column)): ("types", column)
    default: nil
    }
  }
}
