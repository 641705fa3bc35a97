internal import HTTP
internal import Posix

/// A connection as its loop keeps it. It never leaves the loop's thread.
///
/// While it is idle it owns no buffer: bytes are kept only of what is incomplete, unanswered or unsent.
struct Connection: ~Copyable {
  /// What stands between the last head and the next one.
  enum Stage {
    case none
    /// A head that may not start yet beside the requests under way.
    indirect case held(RequestHead)
    /// A request whose body is still coming.
    indirect case collecting(Request, Plan.Mode)
    /// An upload whose body is still coming.
    case spooling(Spooling)
    /// The body of a request that is answered already.
    case discarding
  }

  let socket: Socket
  /// Slot and generation in one number.
  let token: UInt64
  var state: ConnectionState
  var parser = RequestParser()
  var answers = AnswerQueue()
  var stage = Stage.none
  var sending: Sending?
  /// Bytes that were read and not taken yet.
  var backlog: [UInt8] = []
  /// Bytes that the socket did not take yet, from `unsentPlace` on.
  var unsent: [UInt8] = []
  var unsentPlace = 0
  var isBlocked = false
  var interest = Interest.reading
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

  /// Where its requests come from.
  var peer: ClientAddress { ClientAddress(high: socket.peer.high, low: socket.peer.low) }

  var slot: Int { Int(truncatingIfNeeded: token & 0xFFFF_FFFF) }

  var unsentCount: Int { unsent.count - unsentPlace }

  var isHolding: Bool {
    if case .held = stage { return true }
    return false
  }

  var isSpooling: Bool {
    if case .spooling = stage { return true }
    return false
  }

  var holdsInput: Bool { !backlog.isEmpty || isHolding }

  /// What its state has to know.
  func facts() -> ConnectionState.Facts {
    ConnectionState.Facts(
      isMidHead: parser.isMidRequest && !parser.isInBody, isInBody: parser.isInBody,
      underWay: answers.count, unsentBytes: unsentCount, isBlocked: isBlocked,
      isSendingBody: sending != nil, isSendingEvents: sending?.watch != nil, holdsInput: holdsInput,
      requests: requests,
      receivedBytes: receivedBytes, sentBytes: sentBytes)
  }
}
