internal import HTTP
internal import Posix

/// What is known of a request until its answer has left.
struct Pending: Sendable {
  var occasion: Occasion
  var endpoint: Int?
  var method: Method?
  var bytesIn: Int
  var receivedNanoseconds: Int64
}

extension Pending {
  init(_ head: RequestHead, _ requestID: RequestID, keepsAlive: Bool, _ now: Moment) {
    self.init(
      occasion: Occasion(
        isHead: head.method == .head, minorVersion: head.minorVersion, keepsAlive: keepsAlive,
        requestID: requestID),
      endpoint: nil, method: head.method, bytesIn: 0,
      receivedNanoseconds: now.monotonicNanoseconds)
  }

  init(_ request: Request, keepsAlive: Bool) {
    self.init(
      occasion: Occasion(
        isHead: request.method == .head, minorVersion: request.minorVersion,
        keepsAlive: keepsAlive, requestID: request.requestID),
      endpoint: request.endpoint, method: request.method,
      bytesIn: request.upload?.byteCount ?? request.body.count,
      receivedNanoseconds: request.receivedMonotonicNanoseconds)
  }
}

/// The requests of a connection that are under way, in their order, with the answers that have come for them.
///
/// Answers come in any order and leave in the order of the requests (RFC 9112, section 9.3.2).
struct AnswerQueue: Sendable {
  private struct Place: Sendable {
    let pending: Pending
    let isSafe: Bool
    var response: Response?
  }

  private var places: [Place] = []
  /// Where the oldest request stands in `places`, and its number.
  private var head = 0
  private var firstNumber: UInt32 = 0
  private var unsafeCount = 0

  /// How many requests wait for their answer to leave.
  var count: Int { places.count - head }

  var isEmpty: Bool { places.count == head }

  /// A request that asks for no change may run beside those under way if none of them asks for one.
  var holdsOnlySafe: Bool { unsafeCount == 0 }

  /// The number of the next request.
  var nextNumber: UInt32 { firstNumber &+ UInt32(count) }

  /// Puts a request at the end.
  ///
  /// - Returns: the number under which its answer is filled in.
  mutating func open(_ pending: Pending, isSafe: Bool) -> UInt32 {
    let number = nextNumber
    places.append(Place(pending: pending, isSafe: isSafe))
    if !isSafe { unsafeCount += 1 }
    return number
  }

  /// Fills in an answer. One whose request is gone is dropped.
  mutating func fill(_ number: UInt32, with response: Response) {
    let place = Int(number &- firstNumber)
    guard place < count, places[head + place].response == nil else { return }
    places[head + place].response = response
  }

  /// Fills in the answer of the youngest request.
  mutating func fillLast(with response: Response) {
    fill(nextNumber &- 1, with: response)
  }

  /// The answer that has to leave next has come.
  var hasReady: Bool { !isEmpty && places[head].response != nil }

  /// Takes the oldest request if its answer has come.
  mutating func takeReady() -> (Pending, Response)? {
    guard !isEmpty, let response = places[head].response else { return nil }
    let pending = places[head].pending
    if !places[head].isSafe { unsafeCount -= 1 }
    places[head].response = nil
    head += 1
    firstNumber &+= 1
    if head == places.count {
      places = []
      head = 0
    } else if head >= 32 {
      places.removeSubrange(..<head)
      head = 0
    }
    return (pending, response)
  }

  /// Takes all requests, answered or not.
  mutating func takeAll() -> [(Pending, Response?)] {
    let all = places[head...].map { ($0.pending, $0.response) }
    self = AnswerQueue()
    return all
  }
}
