internal import Stores

/// What came of an attempt.
enum WebhookOutcome: Equatable {
  /// There was an answer; it may say when to come again.
  case answered(status: Int, retryAfterSeconds: Int?)
  /// There is no server at that place now, for this delivery or any other.
  case unreachable(OutboundFailure)
  /// A server was there and gave no whole answer.
  case unanswered(OutboundFailure)
  /// Nothing can or may ever be sent there.
  case refused(OutboundFailure)

  /// - Parameter wallNanoseconds: the moment of the answer.
  init(_ response: OutboundResponse, at wallNanoseconds: Int64) {
    let text = response["retry-after"] ?? ""
    let seconds = RetryAfter.seconds(of: text, at: wallNanoseconds / 1_000_000_000)
    self = .answered(status: response.status, retryAfterSeconds: seconds)
  }

  init(_ failure: OutboundFailure) {
    switch failure {
    case .badURL, .forbiddenAddress, .badField: self = .refused(failure)
    case .unresolved, .unreachable, .timedOut(.connecting, _), .tls: self = .unreachable(failure)
    default: self = .unanswered(failure)
    }
  }

  /// Whether the server at that place lives, as far as it can be told; `nil` where it was not asked.
  var isAnswer: Bool? {
    switch self {
    case .answered: true
    case .unreachable, .unanswered: false
    case .refused: nil
    }
  }

  /// It for people. It tells no URL, which may hold secrets of the receiver.
  var sentence: String {
    switch self {
    case .answered(let status, _): OutboundFailure.status(status).sentence
    case .refused(.badURL(_, let fault)): "The URL cannot be called: \(fault.sentence)"
    case .unreachable(let failure), .unanswered(let failure), .refused(let failure):
      failure.sentence
    }
  }
}
