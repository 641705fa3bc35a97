internal import HTTP
internal import Posix

/// What a connection may do next: take a request, wait (and for how long), linger, close. It decides; `Loop` acts.
struct ConnectionState: Sendable {
  enum Phase: Sendable {
    /// Requests are taken.
    case open
    /// No request is taken any more; the connection closes when what it owes has left.
    case closing
    /// Everything has left, but the client may still be sending: what comes is thrown away for a while, because closing now would
    /// reset the connection and the client could lose the answer (RFC 9112, section 9.6).
    case lingering
  }

  /// What a connection is waiting for, and since when.
  private enum Wait: Sendable {
    case request, head, body, answer, event, reader, farewell
  }

  /// What the shell knows of a connection after a turn.
  struct Facts: Sendable {
    /// Bytes of a head have come, but not all.
    var isMidHead = false
    /// Bytes of a body are missing.
    var isInBody = false
    /// Requests under way.
    var underWay = 0
    /// Bytes that wait for the client to read, and whether the socket takes no more.
    var unsentBytes = 0
    var isBlocked = false
    /// A file, a stream, events or a long text is being sent.
    var isSendingBody = false
    /// It is events.
    var isSendingEvents = false
    /// Bytes or a request that were read and cannot be taken yet.
    var holdsInput = false
    /// Heads that were complete so far.
    var requests = 0
    /// Bytes received and acknowledged so far.
    var receivedBytes = 0
    var sentBytes = 0
  }

  enum Action: Sendable, Equatable {
    case stay
    /// Say that nothing more will come, and stay.
    case finishSending
    case close
  }

  struct Settlement: Sendable, Equatable {
    var action: Action
    var interest: Interest
    /// By the monotonic clock.
    var deadline: Int64
  }

  /// What a deadline that has passed means.
  enum Expiry: Sendable, Equatable {
    case close
    /// Answer 408, then close.
    case answerTimeout
    /// Send something that means nothing.
    case beat
    /// It goes on; settle again.
    case goOn
  }

  private(set) var phase = Phase.open
  /// The client has sent its last byte.
  private(set) var isPeerFinished = false
  /// It is known to have hung up, but what it sent before may not be read yet.
  private var hasHungUp = false
  private var lingers = false
  private var wait = Wait.request
  private var since: Int64
  /// The number of requests at that time: another request makes the same wait begin anew.
  private var requests = 0
  /// The last time that a body or the events grew, and to which count of bytes; for a reader, the count at the start of its window; for
  /// events, how many the client's machine was known to have taken.
  private var lastProgress: Int64 = 0
  private var startBytes = 0
  private var lastBytes = 0

  /// A connection that was opened at a time.
  init(now: Int64) {
    since = now
  }

  /// Takes no request any more.
  ///
  /// - Parameter lingering: the client may still be sending, or has sent what will not be read.
  mutating func close(lingering: Bool) {
    if phase == .open { phase = .closing }
    if lingering { lingers = true }
  }

  /// The wait for the client to read has begun already.
  var waitsForReader: Bool { wait == .reader }

  /// Notes that the client has sent its last byte.
  mutating func finishPeer() {
    isPeerFinished = true
  }

  /// Notes that the client hung up while nothing was read from it.
  mutating func hangUp() {
    hasHungUp = true
  }

  /// Whether another request may be taken from the bytes at hand.
  func takesRequests(
    underWay: Int, unsentBytes: Int, isSendingBody: Bool, _ options: HTTPServer.Options
  ) -> Bool {
    phase == .open && !isSendingBody && underWay < options.pipelineLimit
      && unsentBytes < options.outputLimitBytes
  }

  /// Decides what the connection does until something happens to it.
  mutating func settle(
    _ facts: Facts, now: Int64, _ options: HTTPServer.Options
  ) -> Settlement {
    let owes = facts.underWay > 0 || facts.unsentBytes > 0 || facts.isSendingBody
    var action = Action.stay
    switch phase {
    case .open:
      if isPeerFinished, !owes, !facts.holdsInput { return Self.closed }
    case .closing where owes: break
    case .closing:
      guard lingers, !isPeerFinished else { return Self.closed }
      phase = .lingering
      action = .finishSending
    case .lingering:
      if isPeerFinished { return Self.closed }
    }
    note(facts, now)
    return Settlement(
      action: action, interest: interest(facts, options), deadline: deadline(options))
  }

  private static let closed = Settlement(
    action: .close, interest: .none, deadline: Deadlines.never)

  private func interest(_ facts: Facts, _ options: HTTPServer.Options) -> Interest {
    let isReading: Bool
    switch phase {
    case .open:
      let takes = takesRequests(
        underWay: facts.underWay, unsentBytes: facts.unsentBytes,
        isSendingBody: facts.isSendingBody, options)
      isReading = takes && !isPeerFinished && !facts.holdsInput
    case .closing: isReading = false
    case .lingering: isReading = true
    }
    return Interest(
      reading: isReading, writing: facts.isBlocked,
      hangUp: facts.isSendingEvents && !isPeerFinished && !hasHungUp)
  }

  /// Finds out what the connection waits for, and since when.
  private mutating func note(_ facts: Facts, _ now: Int64) {
    let wait: Wait =
      if phase == .lingering {
        .farewell
      } else if facts.isBlocked {
        .reader
      } else if facts.isInBody, !facts.holdsInput, !facts.isSendingBody {
        .body
      } else if facts.underWay > 0 || facts.isSendingBody || facts.holdsInput {
        facts.isSendingEvents ? .event : .answer
      } else if facts.isMidHead {
        .head
      } else {
        .request
      }
    let isSame = wait == self.wait && (requests == facts.requests || wait == .reader)
    if !isSame {
      self.wait = wait
      since = now
      requests = facts.requests
      lastProgress = now
      startBytes =
        switch wait {
        case .reader: facts.sentBytes
        case .event: 0
        default: facts.receivedBytes
        }
      lastBytes = wait == .event ? facts.sentBytes : startBytes
    } else if wait == .body, facts.receivedBytes > lastBytes {
      lastProgress = now
      lastBytes = facts.receivedBytes
    } else if wait == .event, facts.sentBytes > lastBytes {
      lastProgress = now
      lastBytes = facts.sentBytes
    }
  }

  private func deadline(_ options: HTTPServer.Options) -> Int64 {
    switch wait {
    case .request:
      return since
        + Self.nanoseconds(requests == 0 ? options.headMilliseconds : options.keepAliveMilliseconds)
    case .head: return since + Self.nanoseconds(options.headMilliseconds)
    case .body: return bodyDeadline(options)
    case .answer: return Deadlines.never
    case .event: return lastProgress + Self.nanoseconds(options.heartbeatMilliseconds)
    case .reader: return since + Self.nanoseconds(options.writeMilliseconds)
    case .farewell: return since + Self.nanoseconds(options.lingerMilliseconds)
    }
  }

  /// A body may pause for a while, and must come at a least rate in the long run: dripping bytes buy time only for themselves.
  private func bodyDeadline(_ options: HTTPServer.Options) -> Int64 {
    let idle = Self.nanoseconds(options.bodyIdleMilliseconds)
    let bytes = lastBytes - startBytes
    let earned = bytes.multipliedReportingOverflow(by: 1000)
    let milliseconds = earned.overflow ? .max : earned.partialValue
    return min(
      lastProgress + idle,
      since + idle + Self.nanoseconds(milliseconds / max(1, options.bodyLeastBytesPerSecond)))
  }

  private static func nanoseconds(_ milliseconds: Int) -> Int64 {
    let (product, overflow) = Int64(milliseconds).multipliedReportingOverflow(by: 1_000_000)
    return overflow ? Deadlines.never / 4 : min(product, Deadlines.never / 4)
  }

  /// Decides what a deadline means that has passed. What the facts count as sent is what the client's machine has taken.
  mutating func expire(
    _ facts: Facts, now: Int64, _ options: HTTPServer.Options
  ) -> Expiry {
    note(facts, now)
    guard now >= deadline(options) else { return .goOn }
    switch wait {
    case .head, .body: return .answerTimeout
    case .answer: return .goOn
    case .request, .farewell: return .close
    case .event: return expireSilence(facts, now, options)
    case .reader:
      let least = max(1, options.writeMilliseconds * options.writeLeastBytesPerSecond / 1000)
      guard facts.sentBytes - startBytes >= least else { return .close }
      since = now
      startBytes = facts.sentBytes
      return .goOn
    }
  }

  /// Between events a client gets signs of life, and gives one by taking them. One whose machine has taken nothing for as long as a
  /// reader may take nothing is gone.
  private mutating func expireSilence(
    _ facts: Facts, _ now: Int64, _ options: HTTPServer.Options
  ) -> Expiry {
    if facts.sentBytes > startBytes {
      startBytes = facts.sentBytes
      since = facts.sentBytes >= lastBytes ? now : lastProgress
    }
    return now - since >= Self.nanoseconds(options.writeMilliseconds) ? .close : .beat
  }
}
