internal import Posix

/// Why an attempt of a call came to nothing.
enum S3Fault: Error, Equatable {
  /// The server says no.
  case refused(S3Refusal)
  /// There is no answer.
  case outbound(OutboundFailure, sending: FileStretch?)
  /// The answer makes no sense; which, in a word.
  case malformed(String)
  /// The object is another one by now.
  case changed
  case noCredentials

  /// Whether another attempt may fare better.
  var isPassing: Bool {
    switch self {
    case .refused(let refusal): refusal.isPassing
    case .outbound(.unresolved, _), .outbound(.unreachable, _), .outbound(.timedOut, _),
      .outbound(.brokenOff, _), .malformed:
      true
    case .outbound, .changed, .noCredentials: false
    }
  }

  /// How long the server wants to be left alone.
  var retryAfterSeconds: Int? {
    if case .refused(let refusal) = self { refusal.retryAfterSeconds } else { nil }
  }

  /// The failure for those who ask.
  func failure(_ settings: S3Settings) -> ObjectFailure {
    switch self {
    case .refused(let refusal): refusal.failure(settings)
    case .outbound(.cancelled, _): .cancelled
    case .outbound(.sinkFailed, _): .sinkFailed
    case .outbound(.sourceFailed(let reason), let stretch):
      .disk(reason, path: stretch?.file.path ?? "")
    case .outbound(let failure, _): .outbound(failure)
    case .malformed(let what): .malformedAnswer(what)
    case .changed: .changed
    case .noCredentials: .noCredentials
    }
  }
}
