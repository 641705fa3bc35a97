internal import JSON
internal import Posix
internal import Statistics
internal import Stores

/// Why the upstream has told nothing that can be used.
enum UpstreamFailure: Error, Equatable, Sendable {
  /// Nobody wants it any more.
  case cancelled
  /// It gave no answer.
  case outbound(OutboundFailure)
  /// It says no, with this status; how long it wants to be left alone, if it says so.
  case status(Int, retryAfterSeconds: Int?)
  /// It leads on to another server, or in a circle.
  case redirect(to: String)
  /// What it answers is no list of cities.
  case badList(CityListFailure)
  /// What it answers for a city is no list of journeys.
  case badJourneys(CityAnswerFailure)
  /// It has failed so often that it is left alone; why it did the last time, as a clause.
  case rests(cause: String?)
  /// What it answered found no place on the disk.
  case storage(Errno)

  /// Whether it may be different the next time.
  var isPassing: Bool {
    switch self {
    case .cancelled, .redirect, .storage: false
    case .rests: true
    case .outbound(let failure): failure.isPassing
    case .status(let status, _): status >= 500 || [408, 425, 429].contains(status)
    // Without a length nothing but the text tells that it was cut.
    case .badJourneys(.malformed(let failure)), .badList(.malformed(let failure)):
      if case .malformed(.endOfText, _) = failure { true } else { false }
    case .badJourneys, .badList: false
    }
  }

  /// Whether it says that the server does not work; a fault of one answer does not.
  var isOfPlace: Bool {
    switch self {
    case .outbound(let failure): failure.isOfPlace
    case .status(let status, let seconds): [502, 503, 504].contains(status) && seconds == nil
    case .cancelled, .redirect, .badList, .badJourneys, .rests, .storage: false
    }
  }

  /// Whether the server has answered, be it nonsense.
  var isAnswer: Bool {
    switch self {
    case .status, .redirect, .badList, .badJourneys: true
    case .outbound(let failure): failure.isAnswer
    case .cancelled, .rests, .storage: false
    }
  }

  /// How long it wants to be left alone, if it says so.
  var retryAfterSeconds: Int? {
    if case .status(_, let seconds) = self { seconds } else { nil }
  }

  /// The failure for people, as a clause.
  var clause: String {
    switch self {
    case .cancelled: "it was cancelled"
    case .outbound(let failure): failure.clause
    case .status(let status, _): "the answer has the status \(status)"
    case .redirect(let target):
      "the answer leads on to '\(String(target.unicodeScalars.prefix(200)))', which is not followed"
    case .badList(let failure): failure.sentence.asClause
    case .badJourneys(let failure): failure.sentence.asClause
    case .rests(let cause):
      "it was not asked, since the upstream has failed several times in a row"
        + (cause.map { ": \($0)" } ?? "")
    case .storage(let failure): "what came found no place on the disk: \(failure.description)"
    }
  }
}

extension OutboundFailure {
  /// The failure for people, as a clause.
  var clause: String { sentence.asClause }

  /// Whether it may be different the next time.
  fileprivate var isPassing: Bool {
    switch self {
    case .unresolved, .unreachable, .timedOut, .brokenOff, .failed: true
    case .badURL, .forbiddenAddress, .tooLarge, .tooManyRedirects, .badRedirect, .tls, .status,
      .encoded, .badField, .cancelled, .sinkFailed, .sourceFailed:
      false
    }
  }

  /// Whether something answers there.
  fileprivate var isAnswer: Bool {
    switch self {
    case .tooLarge, .status, .encoded, .brokenOff: true
    default: false
    }
  }

  /// Whether nothing answers there.
  fileprivate var isOfPlace: Bool {
    switch self {
    case .unresolved, .unreachable, .timedOut, .tls, .failed: true
    case .badURL, .forbiddenAddress, .tooLarge, .tooManyRedirects, .badRedirect, .status, .encoded,
      .brokenOff, .badField, .cancelled, .sinkFailed, .sourceFailed:
      false
    }
  }
}

extension String {
  /// A sentence as a part of another one: without the capital of its first word, unless that is a name.
  var asClause: String {
    let words = ["The ", "It ", "No ", "Nobody ", "Nothing ", "There ", "Entry "]
    guard words.contains(where: hasPrefix) else { return self }
    return prefix(1).lowercased() + dropFirst()
  }
}
