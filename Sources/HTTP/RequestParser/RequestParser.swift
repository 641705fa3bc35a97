/// Requests out of bytes, in whatever pieces they come: one parser a connection.
///
/// `next` takes bytes and gives heads and bodies in turn, until it needs more bytes or finds a fault. The same bytes give the same
/// requests or the same fault in every cutting; a fault in a head is told with the byte that makes it. A parser holds memory only
/// while a request is incomplete: of a head at most `Limits.headBytes`, of a body at most the limit that `takeBody` names, of a body
/// that is passed on nothing.
///
/// The grammar is RFC 9112's, strictly: no bare LF, no folded fields, no white space before a colon, single spaces in the request
/// line. Empty lines before a request are skipped (section 2.2). A target may hold any visible character but `#`, because
/// browsers send some that RFC 3986 would have escaped.
package struct RequestParser: Sendable {
  /// How much of a request is taken.
  package struct Limits: Equatable, Sendable {
    /// The request line, the fields and the empty line after them; also all trailers or chunk extensions of a body.
    package var headBytes = 16 * 1024
    /// Field lines in a head, and in a trailer section.
    package var fieldCount = 100
    package var targetBytes = 8 * 1024
    /// The body, where `takeBody` names no other limit.
    package var bodyBytes = 1024 * 1024

    package init() {}
  }

  /// What the bytes gave.
  package enum Step: Sendable {
    /// All bytes are taken, and more are needed.
    case incomplete
    /// A head is complete. If it announces a body, `.body` follows.
    case head(RequestHead)
    /// The body of the last head is complete; empty when it was to be discarded.
    case body([UInt8])
    /// This place of the buffer is the next part of a body that is passed on; perhaps empty, if it is the last.
    case part(Range<Int>, isLast: Bool)
    /// The bytes are not a request; every later step says so again.
    case fault(RequestFault)
  }

  private enum Phase: Sendable {
    case head
    /// A body of known length of which so many bytes are missing.
    case fixed(Int)
    case chunked(ChunkedDecoder)
    case failed(RequestFault)
  }

  private enum Use: Sendable {
    case keep, discard, pass
  }

  private var phase = Phase.head
  /// A head that is not complete yet.
  private var pending: [UInt8] = []
  /// What is pending holds its request line, and the scanner found nothing wrong with that.
  private var isPastRequestLine = false
  private var body: [UInt8] = []
  private var bodyLimit: Int?
  private var use = Use.keep

  package init() {}

  /// A request has begun and is not complete.
  package var isMidRequest: Bool {
    switch phase {
    case .head: !pending.isEmpty
    case .fixed, .chunked: true
    case .failed: false
    }
  }

  /// The head is complete and its body is not.
  package var isInBody: Bool {
    switch phase {
    case .head, .failed: false
    case .fixed, .chunked: true
    }
  }

  /// Says what becomes of the body that the head just given announces.
  ///
  /// - Parameters:
  ///   - limitBytes: a longer body is a fault, as soon as it is known to be longer.
  ///   - keeping: `false` to throw the bytes away.
  package mutating func takeBody(limitBytes: Int, keeping: Bool) {
    bodyLimit = limitBytes
    use = keeping ? .keep : .discard
  }

  /// Has the body that the head just given announces told part by part, and keeps nothing of it.
  ///
  /// - Parameter limitBytes: a longer body is a fault, as soon as it is known to be longer.
  package mutating func passBody(limitBytes: Int) {
    bodyLimit = limitBytes
    use = .pass
  }

  /// Takes bytes until something is complete, as below, and remembers no head.
  package mutating func next(
    in bytes: [UInt8], from place: inout Int, to end: Int, limits: Limits
  ) -> Step {
    guard case .head = phase else { return nextBody(in: bytes, from: &place, to: end, limits) }
    return nextHead(in: bytes, from: &place, to: end, limits)
  }

  /// Takes bytes until something is complete.
  ///
  /// - Parameters:
  ///   - bytes: a buffer of which the part from `place` to `end` is taken.
  ///   - place: where the bytes begin; afterwards, where the bytes begin that were not needed.
  ///   - heads: a head that is the same, byte for byte, as the one kept there is not read again.
  ///   - number: where in `heads` this parser looks and keeps.
  package mutating func next(
    in bytes: [UInt8], from place: inout Int, to end: Int, limits: Limits,
    knowing heads: inout RecentHeads, at number: Int
  ) -> Step {
    guard case .head = phase else { return nextBody(in: bytes, from: &place, to: end, limits) }
    if pending.isEmpty {
      // Sound: the buffer is read only within the call, and only between the bounds that it is given.
      let known = unsafe bytes.withUnsafeBufferPointer {
        unsafe heads.head(at: number, in: UnsafeBufferPointer(rebasing: $0[place..<end]))
      }
      if let known {
        place += known.storage.fields.wire.count
        return begin(known)
      }
    }
    let step = nextHead(in: bytes, from: &place, to: end, limits)
    if case .head(let head) = step { heads.keep(head, at: number) }
    return step
  }

  private mutating func nextBody(
    in bytes: [UInt8], from place: inout Int, to end: Int, _ limits: Limits
  ) -> Step {
    switch phase {
    case .head: return .incomplete
    case .fixed(let missing):
      return nextPart(of: missing, in: bytes, from: &place, to: end, limits)
    case .chunked(var decoder):
      let step = nextChunked(&decoder, in: bytes, from: &place, to: end, limits)
      if case .chunked = phase { phase = .chunked(decoder) }
      return step
    case .failed(let fault):
      return .fault(fault)
    }
  }

  private mutating func fail(_ fault: RequestFault) -> Step {
    self = RequestParser()
    phase = .failed(fault)
    return .fault(fault)
  }

  private mutating func finishBody() -> Step {
    forgetBody()
    let complete = body
    body = []
    return .body(complete)
  }

  private mutating func forgetBody() {
    phase = .head
    bodyLimit = nil
    use = .keep
  }

  private mutating func nextChunked(
    _ decoder: inout ChunkedDecoder, in bytes: [UInt8], from place: inout Int, to end: Int,
    _ limits: Limits
  ) -> Step {
    let limit = bodyLimit ?? limits.bodyBytes
    let isPassed = use == .pass
    let step =
      isPassed
      ? decoder.next(in: bytes, from: &place, to: end, limitBytes: limit, limits)
      : decoder.next(
        in: bytes, from: &place, to: end, into: &body, keeping: use == .keep, limitBytes: limit,
        limits)
    switch step {
    case .incomplete: return .incomplete
    case .data(let range): return .part(range, isLast: false)
    case .complete where isPassed:
      forgetBody()
      return .part(place..<place, isLast: true)
    case .complete: return finishBody()
    case .fault(let fault): return fail(fault)
    }
  }

  private mutating func nextPart(
    of missing: Int, in bytes: [UInt8], from place: inout Int, to end: Int, _ limits: Limits
  ) -> Step {
    let limit = bodyLimit ?? limits.bodyBytes
    // Nothing of the body was taken while it was too long, so what is missing is all of it.
    guard missing <= limit else { return fail(.bodyTooLarge(limitBytes: limit)) }
    let taken = place..<place + min(missing, end - place)
    let isLast = taken.count == missing
    place = taken.upperBound
    phase = .fixed(missing - taken.count)
    switch use {
    case .pass:
      if isLast { forgetBody() }
      return .part(taken, isLast: isLast)
    case .keep:
      if body.isEmpty { body.reserveCapacity(min(missing, 64 * 1024)) }
      body.append(contentsOf: bytes[taken])
    case .discard: break
    }
    return isLast ? finishBody() : .incomplete
  }

  private mutating func nextHead(
    in bytes: [UInt8], from place: inout Int, to end: Int, _ limits: Limits
  ) -> Step {
    while place < end {
      if pending.isEmpty {
        // Sound: the scanner reads the buffer only within the call, and only between the bounds that it is given.
        let outcome = unsafe bytes.withUnsafeBufferPointer {
          unsafe HeadScanner.scan(UnsafeBufferPointer(rebasing: $0[place..<end]), limits)
        }
        switch outcome {
        case .incomplete(let skipped):
          pending = Array(bytes[place + skipped..<end])
          place = end
        case .complete(let head, let length):
          place += length
          return begin(head)
        case .fault(let fault):
          return fail(fault)
        }
      } else if let step = nextPendingHead(in: bytes, from: &place, to: end, limits) {
        return step
      }
    }
    return .incomplete
  }

  /// Adds bytes to the head that waits for its end, and looks at it again unless they cannot matter.
  ///
  /// Within a field line token bytes alone neither end nor break anything, except after a CR, which LF must follow. So a fault shows
  /// with its byte, and yet names and values that drip in are not read again for every byte.
  private mutating func nextPendingHead(
    in bytes: [UInt8], from place: inout Int, to end: Int, _ limits: Limits
  ) -> Step? {
    let taken = min(end - place, max(1, limits.headBytes - pending.count))
    let isAfterReturn = pending.last == Characters.carriageReturn
    let isPlain = bytes[place..<place + taken].allSatisfy(Characters.isToken)
    pending.append(contentsOf: bytes[place..<place + taken])
    place += taken
    if isPlain, isPastRequestLine, !isAfterReturn, pending.count < limits.headBytes { return nil }
    // Sound: as above.
    let outcome = unsafe pending.withUnsafeBufferPointer { unsafe HeadScanner.scan($0, limits) }
    switch outcome {
    case .incomplete(let skipped):
      if skipped > 0 { pending = Array(pending[skipped...]) }
      if !isPastRequestLine { isPastRequestLine = pending.contains(Characters.lineFeed) }
      return nil
    case .complete(let head, let length):
      place -= pending.count - length
      pending = []
      isPastRequestLine = false
      return begin(head)
    case .fault(let fault):
      return fail(fault)
    }
  }

  private mutating func begin(_ head: RequestHead) -> Step {
    switch head.framing {
    case .none, .length(0): phase = .head
    case .length(let length): phase = .fixed(length)
    case .chunked: phase = .chunked(ChunkedDecoder())
    }
    return .head(head)
  }
}
