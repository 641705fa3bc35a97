internal import HTTP
internal import Posix

/// A connection as its loop keeps it. It never leaves the loop's thread.
///
/// While it is idle it owns no buffer: bytes are kept only of what is incomplete, unanswered or unsent.
final class Connection {
  /// What a request is about whose body is still coming.
  struct Reception {
    let head: RequestHead
    let requestID: RequestID
    let keepsAlive: Bool
    let mode: Plan.Mode
    let endpoint: Int
    let parameters: Parameters
    let received: Moment
  }

  /// What stands between the last head and the next one.
  enum Stage {
    case none
    /// A head that may not start yet beside the requests under way.
    case held(RequestHead)
    case collecting(Reception)
    /// The body of a request that is answered already.
    case discarding
  }

  /// Content that follows a head that has left.
  struct Sending {
    enum Content {
      case bytes([UInt8], sent: Int)
      case file(FileBody, sent: Int)
      case stream(Streaming)
    }

    var content: Content
    let pending: Pending
    let status: Status
  }

  /// A stream that is being sent.
  struct Streaming {
    /// `nil` while a lane has it.
    var producer: (any BodyProducer)?
    let framing: ResponseFraming
    var sent = 0
  }

  let socket: Socket
  /// Slot and generation in one number.
  let token: UInt64
  var state: ConnectionState
  var parser = RequestParser()
  var answers = AnswerQueue()
  var stage = Stage.none
  var sending: Sending?
  /// Bytes that were read and not taken yet, from `backlogPlace` on.
  var backlog: [UInt8] = []
  var backlogPlace = 0
  /// Bytes that the socket did not take yet, from `unsentPlace` on.
  var unsent: [UInt8] = []
  var unsentPlace = 0
  var isBlocked = false
  var interest: Interest = []
  var requests = 0
  var receivedBytes = 0
  var sentBytes = 0
  var isOpen = true
  /// It stands in the loop's list of those who had to wait for their turn.
  var waitsForTurn = false
  /// It stands in the loop's list of those whose streams found no lane.
  var isStarved = false

  init(socket: consuming Socket, token: UInt64, now: Int64) {
    self.socket = socket
    self.token = token
    state = ConnectionState(now: now)
  }

  var slot: Int { Int(truncatingIfNeeded: token & 0xFFFF_FFFF) }

  var unsentCount: Int { unsent.count - unsentPlace }

  var isHolding: Bool {
    if case .held = stage { return true }
    return false
  }

  var holdsInput: Bool { backlogPlace < backlog.count || isHolding }

  var isDiscarding: Bool {
    if case .discarding = stage { return true }
    return false
  }

  func facts() -> ConnectionState.Facts {
    ConnectionState.Facts(
      isMidHead: parser.isMidRequest && !parser.isInBody, isInBody: parser.isInBody,
      underWay: answers.count, unsentBytes: unsentCount, isBlocked: isBlocked,
      isSendingBody: sending != nil, holdsInput: holdsInput, requests: requests,
      receivedBytes: receivedBytes, sentBytes: sentBytes)
  }
}
