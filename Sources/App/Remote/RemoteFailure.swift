internal import Engine
internal import Posix
internal import Stores

/// Why a command that talks to a server did not do what it was asked for.
enum RemoteFailure: Error, Equatable {
  /// No answer came.
  case unanswered(url: String, OutboundFailure)
  /// The server says no.
  case refused(Refusal)
  /// The answer is not what a Tally server says.
  case unreadable(url: String, path: String)
  /// The connection broke each time, so nobody knows whether the job was taken.
  case doubtful(url: String, key: String, OutboundFailure)
  /// A job has not ended in time.
  case unfinished(JobID, JobState, milliseconds: Int)
  /// The server was away until the time was over.
  case away(url: String, JobID, milliseconds: Int)
  /// The job is finished, so it cannot be cancelled.
  case finished(JobID, JobState)
  /// The job came to its end before the wish to cancel it, which then removed it.
  case removed(JobID)
  /// Nothing can be written to standard output.
  case unwritten(Errno)

  /// 1 if it could not be done, 2 for a server that cannot be meant, 3 where the time was over. Whoever stops reading has read enough: 0.
  var exitCode: Int32 {
    switch self {
    case .unanswered(_, .badURL): 2
    case .unanswered, .refused, .unreadable, .doubtful, .finished, .removed: 1
    case .unfinished, .away: 3
    case .unwritten(let failure): failure == .brokenPipe ? 0 : 1
    }
  }

  /// The failure for people; none where nobody needs to be told.
  var sentences: [String] {
    switch self {
    case .unanswered(let url, let failure): [Self.sentence(failure, url)]
    case .refused(let refusal): refusal.sentences
    case .unreadable(let url, let path):
      ["what \(url)\(path) answers is not of a Tally server; is another one listening there?"]
    case .doubtful(let url, let key, let failure):
      [
        Self.sentence(failure, url),
        "the job may have been taken; to submit it again without doing it twice, add --key-once \(key)",
      ]
    case .unfinished(let id, let state, let milliseconds):
      ["\(id) is still \(state.rawValue) after \(ShortDuration.text(milliseconds: milliseconds))"]
    case .away(let url, let id, let milliseconds):
      [
        "no server answered at \(url) within \(ShortDuration.text(milliseconds: milliseconds)); "
          + "what became of \(id) is not known"
      ]
    case .finished(let id, let state): ["\(id) has \(state.words) already"]
    case .removed(let id):
      ["\(id) ended just before it could be cancelled, and is gone with its result"]
    case .unwritten(.brokenPipe): []
    case .unwritten(let failure): ["standard output: \(failure.description)"]
    }
  }

  /// Whether the same may be answered in a moment: the server is starting, or has too much to do.
  var isPassing: Bool {
    switch self {
    case .unanswered(_, let failure): failure.isPassing
    case .refused(let refusal): [429, 502, 503, 504].contains(refusal.status)
    default: false
    }
  }

  private static func sentence(_ failure: OutboundFailure, _ url: String) -> String {
    switch failure {
    case .unreachable:
      "no server answers at \(url); start one with tally serve, or name it with --server"
    case .unresolved(let host):
      "there is no address for \(ShownText(host).text); name the server with --server"
    case .badURL: "\(url) is no URL of a server; name it with --server"
    case .timedOut(.connecting, _), .timedOut(.stalled, _), .timedOut(.total, _):
      "the server at \(url) does not answer in time"
    case .tls(let reason): "no secure connection to \(url): \(ShownText(reason).text)"
    case .tooLarge(let limit): "the answer of \(url) is longer than \(limit) bytes"
    case .brokenOff(let reason), .failed(_, let reason):
      "the connection to \(url) broke: \(ShownText(reason).text)"
    default: "the server at \(url) gave no answer that can be used"
    }
  }
}

extension JobState {
  /// What a job in this state has done.
  fileprivate var words: String {
    switch self {
    case .queued: "been queued"
    case .running: "begun"
    case .succeeded: "succeeded"
    case .failed: "failed"
    case .cancelled: "been cancelled"
    }
  }
}

extension OutboundFailure {
  /// Whether the server may be there again in a moment.
  var isPassing: Bool {
    switch self {
    case .unreachable, .unresolved, .timedOut, .brokenOff, .failed: true
    default: false
    }
  }

  /// Whether the request may have arrived, though no answer came.
  var leavesDoubt: Bool {
    switch self {
    case .timedOut(.connecting, _): false
    case .timedOut, .brokenOff, .failed: true
    default: false
    }
  }
}
