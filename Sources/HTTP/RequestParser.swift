/// Requests out of bytes, in whatever pieces they come: one parser a connection.
///
/// `next` takes bytes and gives heads and bodies in turn, until it needs more bytes or finds a fault. The same bytes give the same
/// requests or the same fault in every cutting. A parser holds memory only while a request is incomplete: of a head at most
/// `Limits.headBytes`, of a body at most the limit that `takeBody` names.
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

  private var phase = Phase.head
  /// A head that is not complete yet.
  private var pending: [UInt8] = []
  private var body: [UInt8] = []
  private var bodyLimit: Int?
  private var keepsBody = true

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
    keepsBody = keeping
  }

  /// Takes bytes until something is complete.
  ///
  /// - Parameters:
  ///   - bytes: a buffer of which the part from `place` to `end` is taken.
  ///   - place: where the bytes begin; afterwards, where the bytes begin that were not needed.
  package mutating func next(
    in bytes: [UInt8], from place: inout Int, to end: Int, limits: Limits
  ) -> Step {
    switch phase {
    case .head:
      return nextHead(in: bytes, from: &place, to: end, limits)
    case .fixed(let missing):
      return nextPart(of: missing, in: bytes, from: &place, to: end, limits)
    case .chunked(var decoder):
      let limit = bodyLimit ?? limits.bodyBytes
      let step = decoder.next(
        in: bytes, from: &place, to: end, into: &body, keeping: keepsBody, limitBytes: limit, limits
      )
      phase = .chunked(decoder)
      switch step {
      case .incomplete: return .incomplete
      case .complete: return finishBody()
      case .fault(let fault): return fail(fault)
      }
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
    phase = .head
    bodyLimit = nil
    keepsBody = true
    let complete = body
    body = []
    return .body(complete)
  }

  private mutating func nextPart(
    of missing: Int, in bytes: [UInt8], from place: inout Int, to end: Int, _ limits: Limits
  ) -> Step {
    let limit = bodyLimit ?? limits.bodyBytes
    // Nothing of the body was taken while it was too long, so what is missing is all of it.
    guard missing <= limit else { return fail(.bodyTooLarge(limitBytes: limit)) }
    let taken = min(missing, end - place)
    if keepsBody {
      if body.isEmpty { body.reserveCapacity(min(missing, 64 * 1024)) }
      body.append(contentsOf: bytes[place..<place + taken])
    }
    place += taken
    phase = .fixed(missing - taken)
    return taken == missing ? finishBody() : .incomplete
  }

  private mutating func nextHead(
    in bytes: [UInt8], from place: inout Int, to end: Int, _ limits: Limits
  ) -> Step {
    while place < end {
      if pending.isEmpty {
        var scanner = HeadScanner(limits)
        // Sound: the scanner reads the buffer only within the call, and only between the bounds that it is given.
        let outcome = unsafe bytes.withUnsafeBufferPointer {
          unsafe scanner.scan(UnsafeBufferPointer(rebasing: $0[place..<end]))
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

  /// Adds bytes to the head that waits for its end, and looks at it again once a line is complete or the limit is reached.
  private mutating func nextPendingHead(
    in bytes: [UInt8], from place: inout Int, to end: Int, _ limits: Limits
  ) -> Step? {
    let old = pending.count
    let taken = min(end - place, max(1, limits.headBytes - old))
    pending.append(contentsOf: bytes[place..<place + taken])
    place += taken
    guard pending.count >= limits.headBytes || pending[old...].contains(Characters.lineFeed) else {
      return nil
    }
    var scanner = HeadScanner(limits)
    // Sound: as above.
    let outcome = unsafe pending.withUnsafeBufferPointer { unsafe scanner.scan($0) }
    switch outcome {
    case .incomplete(let skipped):
      if skipped > 0 { pending = Array(pending[skipped...]) }
      return nil
    case .complete(let head, let length):
      place -= pending.count - length
      pending = []
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

/// One pass over a head that may not be complete.
///
/// It looks at the bytes in their order and stops at the first that is wrong, so a longer prefix never changes the verdict.
private struct HeadScanner {
  enum Outcome {
    /// So many bytes of empty lines stand before what will be a head.
    case incomplete(skipped: Int)
    case complete(RequestHead, length: Int)
    case fault(RequestFault)
  }

  /// Why a part of the scan did not come to its end.
  private enum Stop: Error {
    case incomplete
    case fault(RequestFault)
  }

  private let limits: RequestParser.Limits
  private var entries: [Fields.Entry] = []
  private var start = 0
  /// Where the bytes end that count: what is there, or the limit.
  private var end = 0
  private var isAtLimit = false
  private var place = 0

  private var method: Method?
  private var form = Target.Form.origin
  private var minorVersion = UInt8(0)
  private var target = 0..<0
  private var authority = 0..<0
  private var queryMark = 0
  private var hasEscape = false

  private var hosts = 0
  private var host = 0
  private var givenID: Int?
  private var length: Int?
  private var acceptsCodings = false
  private var transfer: TransferCodings?
  private var asksClose = false
  private var asksKeepAlive = false
  private var expectsContinue = false
  private var expectsUnknown = false

  init(_ limits: RequestParser.Limits) {
    self.limits = limits
  }

  mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> Outcome {
    do throws(Stop) {
      try unsafe skipEmptyLines(bytes)
      let room = bytes.count - start
      isAtLimit = room >= limits.headBytes
      end = isAtLimit ? start + limits.headBytes : bytes.count
      try unsafe scanRequestLine(bytes)
      entries.reserveCapacity(12)
      while try unsafe scanField(bytes) {}
      let head = try unsafe makeHead(bytes)
      return .complete(head, length: place)
    } catch {
      switch error {
      case .incomplete: return .incomplete(skipped: start)
      case .fault(let fault): return .fault(fault)
      }
    }
  }

  private func broken(_ rule: RequestFault.Malformation) -> Stop {
    .fault(.malformed(rule))
  }

  /// The bytes ran out: more are needed, or the limit is reached.
  private func exhausted(inRequestLine: Bool = false) -> Stop {
    guard isAtLimit else { return .incomplete }
    return .fault(
      inRequestLine
        ? .targetTooLong(limitBytes: limits.targetBytes)
        : .headTooLarge(limitBytes: limits.headBytes))
  }

  /// A server ignores empty lines before a request line (RFC 9112, section 2.2).
  private mutating func skipEmptyLines(_ bytes: UnsafeBufferPointer<UInt8>) throws(Stop) {
    while start < bytes.count, unsafe bytes[start] == Characters.carriageReturn {
      guard start + 1 < bytes.count else { throw .incomplete }
      guard unsafe bytes[start + 1] == Characters.lineFeed else {
        throw broken(.bareCarriageReturn)
      }
      start += 2
    }
    guard start < bytes.count else { throw .incomplete }
    place = start
  }

  // The request line: method SP request-target SP HTTP-version CRLF (RFC 9112, section 3).
  private mutating func scanRequestLine(_ bytes: UnsafeBufferPointer<UInt8>) throws(Stop) {
    try unsafe scanMethod(bytes)
    try unsafe scanTarget(bytes)
    try unsafe scanVersion(bytes)
    guard let method else { throw .fault(.unknownMethod) }
    try unsafe checkTarget(bytes, method)
  }

  private mutating func scanMethod(_ bytes: UnsafeBufferPointer<UInt8>) throws(Stop) {
    while place < end, Characters.isToken(unsafe bytes[place]) { place += 1 }
    let length = place - start
    if length > 32 { throw .fault(.unknownMethod) }
    guard place < end else { throw exhausted(inRequestLine: true) }
    guard unsafe bytes[place] == Characters.space, length > 0 else {
      throw broken(unsafe bytes[place] == Characters.lineFeed ? .bareLineFeed : .requestLine)
    }
    method = unsafe Self.method(UnsafeBufferPointer(rebasing: bytes[start..<place]))
    place += 1
  }

  private static func method(_ name: UnsafeBufferPointer<UInt8>) -> Method? {
    switch name.count {
    case 3:
      if unsafe isSame(name, "GET") { return .get }
      return unsafe isSame(name, "PUT") ? .put : nil
    case 4:
      if unsafe isSame(name, "POST") { return .post }
      return unsafe isSame(name, "HEAD") ? .head : nil
    case 5:
      if unsafe isSame(name, "PATCH") { return .patch }
      return unsafe isSame(name, "TRACE") ? .trace : nil
    case 6: return unsafe isSame(name, "DELETE") ? .delete : nil
    case 7: return unsafe isSame(name, "OPTIONS") ? .options : nil
    default: return nil
    }
  }

  @inline(__always)
  private static func isSame(_ bytes: UnsafeBufferPointer<UInt8>, _ word: StaticString) -> Bool {
    // Sound: the caller has compared the lengths, and a static string of letters is stored as its bytes.
    let letters = unsafe word.utf8Start
    for place in 0..<word.utf8CodeUnitCount where unsafe bytes[place] != letters[place] {
      return false
    }
    return true
  }

  private mutating func scanTarget(_ bytes: UnsafeBufferPointer<UInt8>) throws(Stop) {
    let first = place
    queryMark = -1
    while place < end {
      let byte = unsafe bytes[place]
      if byte &- 0x21 > 0x5D { break }
      if byte == UInt8(ascii: "?") {
        if queryMark < 0 { queryMark = place }
      } else if byte == UInt8(ascii: "%") {
        hasEscape = true
      } else if byte == UInt8(ascii: "#") {
        break
      }
      place += 1
      if place - first > limits.targetBytes {
        throw .fault(.targetTooLong(limitBytes: limits.targetBytes))
      }
    }
    guard place < end else { throw exhausted(inRequestLine: true) }
    switch unsafe bytes[place] {
    case Characters.space where place > first: break
    case Characters.lineFeed: throw broken(.bareLineFeed)
    case Characters.space, Characters.tab, Characters.carriageReturn: throw broken(.requestLine)
    default: throw broken(.target)
    }
    target = first..<place
    if queryMark < 0 { queryMark = place }
    place += 1
  }

  private mutating func scanVersion(_ bytes: UnsafeBufferPointer<UInt8>) throws(Stop) {
    let first = place
    while place < end, unsafe bytes[place] &- 0x21 <= 0x5D {
      place += 1
      if place - first > 8 { throw broken(.version) }
    }
    guard place < end else { throw exhausted() }
    switch unsafe bytes[place] {
    case Characters.carriageReturn: break
    case Characters.lineFeed: throw broken(.bareLineFeed)
    default: throw broken(.requestLine)
    }
    guard place - first == 8,
      unsafe Self.isSame(UnsafeBufferPointer(rebasing: bytes[first..<first + 5]), "HTTP/"),
      Characters.isDigit(unsafe bytes[first + 5]), unsafe bytes[first + 6] == UInt8(ascii: "."),
      Characters.isDigit(unsafe bytes[first + 7])
    else { throw broken(.version) }
    try unsafe endLine(bytes)
    guard unsafe bytes[first + 5] == UInt8(ascii: "1") else { throw .fault(.unsupportedVersion) }
    minorVersion = unsafe bytes[first + 7] == UInt8(ascii: "0") ? 0 : 1
  }

  /// The CR at this place must be followed by LF.
  @inline(__always)
  private mutating func endLine(_ bytes: UnsafeBufferPointer<UInt8>) throws(Stop) {
    guard place + 1 < end else { throw exhausted() }
    guard unsafe bytes[place + 1] == Characters.lineFeed else { throw broken(.bareCarriageReturn) }
    place += 2
  }

  private mutating func checkTarget(
    _ bytes: UnsafeBufferPointer<UInt8>, _ method: Method
  ) throws(Stop) {
    if hasEscape, !PercentCoding.isValid(unsafe ArraySlice(bytes[target])) {
      throw broken(.percentEscape)
    }
    if unsafe bytes[target.lowerBound] == UInt8(ascii: "/") { return }
    if method == .options, target.count == 1, unsafe bytes[target.lowerBound] == UInt8(ascii: "*") {
      form = .asterisk
      return
    }
    try unsafe splitAbsoluteTarget(bytes)
  }

  /// `http://authority/path?query`; proxies send it, and every server must take it (RFC 9112, section 3.2.2).
  private mutating func splitAbsoluteTarget(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(Stop) {
    let text = unsafe bytes[target]
    let schemes: [[UInt8]] = [Array("http://".utf8), Array("https://".utf8)]
    guard
      let scheme = schemes.first(where: { scheme in
        unsafe text.prefix(scheme.count).lazy.map(Characters.lowered).elementsEqual(scheme)
      })
    else { throw broken(.target) }
    let hostStart = target.lowerBound + scheme.count
    var hostEnd = hostStart
    while hostEnd < target.upperBound, unsafe bytes[hostEnd] != UInt8(ascii: "/"),
      unsafe bytes[hostEnd] != UInt8(ascii: "?")
    { hostEnd += 1 }
    authority = hostStart..<hostEnd
    guard !authority.isEmpty, HostRule.isValid(unsafe ArraySlice(bytes[authority])) else {
      throw broken(.target)
    }
    form = .absolute
    target = hostEnd..<target.upperBound
  }

  // A field line: field-name ":" OWS field-value OWS CRLF (RFC 9112, section 5).
  //
  // Returns false at the empty line that ends the head.
  private mutating func scanField(_ bytes: UnsafeBufferPointer<UInt8>) throws(Stop) -> Bool {
    guard place < end else { throw exhausted() }
    let first = place
    while place < end, Characters.isToken(unsafe bytes[place]) { place += 1 }
    guard place < end else { throw exhausted() }
    let nameEnd = place
    guard unsafe bytes[place] == UInt8(ascii: ":"), nameEnd > first else {
      return try unsafe endHead(bytes, first: first)
    }
    guard entries.count < limits.fieldCount else {
      throw .fault(.tooManyFields(limit: limits.fieldCount))
    }
    place += 1
    while place < end, unsafe isBlank(bytes[place]) { place += 1 }
    let valueStart = place
    unsafe skipFieldValue(bytes)
    guard place < end else { throw exhausted() }
    switch unsafe bytes[place] {
    case Characters.carriageReturn: break
    case Characters.lineFeed: throw broken(.bareLineFeed)
    default: throw broken(.fieldValue)
    }
    var valueEnd = place
    while valueEnd > valueStart, unsafe isBlank(bytes[valueEnd - 1]) { valueEnd -= 1 }
    try unsafe endLine(bytes)
    entries.append(
      Fields.Entry(
        nameStart: UInt32(truncatingIfNeeded: first - start),
        nameEnd: UInt32(truncatingIfNeeded: nameEnd - start),
        valueStart: UInt32(truncatingIfNeeded: valueStart - start),
        valueEnd: UInt32(truncatingIfNeeded: valueEnd - start)))
    try unsafe note(bytes, name: first..<nameEnd, value: valueStart..<valueEnd)
    return true
  }

  /// What is not a field: the end of the head, or a fault.
  private mutating func endHead(
    _ bytes: UnsafeBufferPointer<UInt8>, first: Int
  ) throws(Stop) -> Bool {
    let byte = unsafe bytes[place]
    if place == first, byte == Characters.carriageReturn {
      try unsafe endLine(bytes)
      return false
    }
    switch byte {
    case Characters.lineFeed: throw broken(.bareLineFeed)
    case Characters.space, Characters.tab:
      throw broken(place == first ? .foldedField : .spaceBeforeColon)
    default: throw broken(.fieldName)
    }
  }

  @inline(__always)
  private func isBlank(_ byte: UInt8) -> Bool {
    byte == Characters.space || byte == Characters.tab
  }

  /// Goes on to the first byte that a field value cannot hold, eight bytes at a time.
  @inline(__always)
  private mutating func skipFieldValue(_ bytes: UnsafeBufferPointer<UInt8>) {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    while place < end {
      if place + 8 <= end, let base = bytes.baseAddress {
        // Sound: eight bytes from `place` lie before `end`, which lies within the buffer.
        let word = unsafe UnsafeRawPointer(base + place).loadUnaligned(as: UInt64.self).littleEndian
        // In each byte the top bit says: below 0x20, or 0x7F. Above the lowest set bit there may be false ones.
        let deleted = word ^ (ones &* 0x7F)
        let controls = (word &- ones &* 0x20) & ~word
        let found = (controls | (deleted &- ones) & ~deleted) & tops
        if found == 0 {
          place += 8
          continue
        }
        place += found.trailingZeroBitCount >> 3
      }
      let byte = unsafe bytes[place]
      if !Characters.isFieldValue(byte) { return }
      place += 1
    }
  }

  /// Looks at the fields that decide about the message itself.
  private mutating func note(
    _ bytes: UnsafeBufferPointer<UInt8>, name: Range<Int>, value: Range<Int>
  ) throws(Stop) {
    switch name.count {
    case 4 where unsafe isNamed(bytes, name, "host"):
      hosts += 1
      host = entries.count - 1
    case 6 where unsafe isNamed(bytes, name, "expect"):
      if unsafe isNamed(bytes, value, "100-continue") {
        expectsContinue = true
      } else {
        expectsUnknown = true
      }
    case 10 where unsafe isNamed(bytes, name, "connection"):
      unsafe noteConnection(bytes, value)
    case 12 where unsafe isNamed(bytes, name, "x-request-id"):
      givenID = entries.count - 1
    case 14 where unsafe isNamed(bytes, name, "content-length"):
      try unsafe noteLength(bytes, value)
    case 15 where unsafe isNamed(bytes, name, "accept-encoding"):
      acceptsCodings = true
    case 17 where unsafe isNamed(bytes, name, "transfer-encoding"):
      var codings = transfer ?? TransferCodings()
      codings.add(unsafe ArraySlice(bytes[value]))
      transfer = codings
    default: break
    }
  }

  /// Compares a range of the bytes with a word in lower case.
  @inline(__always)
  private func isNamed(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ word: StaticString
  ) -> Bool {
    guard range.count == word.utf8CodeUnitCount else { return false }
    let letters = unsafe word.utf8Start
    for step in 0..<range.count
    where unsafe Characters.lowered(bytes[range.lowerBound + step]) != letters[step] {
      return false
    }
    return true
  }

  private mutating func noteConnection(_ bytes: UnsafeBufferPointer<UInt8>, _ value: Range<Int>) {
    var first = value.lowerBound
    while first < value.upperBound {
      var last = first
      while last < value.upperBound, unsafe bytes[last] != UInt8(ascii: ",") { last += 1 }
      var lower = first
      var upper = last
      while lower < upper, unsafe isBlank(bytes[lower]) { lower += 1 }
      while upper > lower, unsafe isBlank(bytes[upper - 1]) { upper -= 1 }
      if unsafe isNamed(bytes, lower..<upper, "close") { asksClose = true }
      if unsafe isNamed(bytes, lower..<upper, "keep-alive") { asksKeepAlive = true }
      first = last + 1
    }
  }

  /// A length, or a list of equal ones, which counts as one of them (RFC 9112, section 6.3).
  private mutating func noteLength(
    _ bytes: UnsafeBufferPointer<UInt8>, _ value: Range<Int>
  ) throws(Stop) {
    let parts = unsafe ArraySlice(bytes[value]).split(
      separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    for part in parts {
      guard let number = Self.number(Characters.trimmed(part)) else { throw broken(.contentLength) }
      if let length, length != number { throw broken(.differentContentLengths) }
      length = number
    }
  }

  /// A decimal number; one beyond 64 bits counts as the greatest, so that the body's limit refuses it.
  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.allSatisfy(Characters.isDigit) else { return nil }
    var number = 0
    for digit in digits {
      let (tenfold, high) = number.multipliedReportingOverflow(by: 10)
      let (sum, low) = tenfold.addingReportingOverflow(Int(digit &- 0x30))
      if high || low { return .max }
      number = sum
    }
    return number
  }

  private mutating func makeHead(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(Stop) -> RequestHead {
    guard let method else { throw .fault(.unknownMethod) }
    if hosts > 1 { throw broken(.repeatedHost) }
    if hosts == 0, minorVersion > 0 { throw broken(.missingHost) }
    let wire = unsafe Array(bytes[start..<place])
    let fields = Fields(wire: wire, entries: entries)
    if hosts == 1, !fields.value(at: host).isEmpty, !HostRule.isValid(fields.value(at: host)) {
      throw broken(.invalidHost)
    }
    let framing = try framing()
    if minorVersion > 0, expectsUnknown { throw .fault(.unknownExpectation) }
    let pathEnd = max(target.lowerBound, min(queryMark, target.upperBound))
    return RequestHead(
      method: method, minorVersion: minorVersion, framing: framing,
      isPersistent: !asksClose && (minorVersion > 0 || asksKeepAlive),
      expectsContinue: expectsContinue && minorVersion > 0, sendsAcceptEncoding: acceptsCodings,
      givenID: givenID.flatMap { RequestID(given: fields.value(at: $0)) }, fields: fields,
      targetForm: form, authority: relative(authority.lowerBound, authority.upperBound),
      path: relative(target.lowerBound, pathEnd),
      query: relative(min(pathEnd + 1, target.upperBound), target.upperBound))
  }

  private func relative(_ lower: Int, _ upper: Int) -> Range<Int> {
    // An authority that is not there has no place in the head.
    lower < start ? 0..<0 : lower - start..<upper - start
  }

  /// How long the body is (RFC 9112, sections 6.1 to 6.3).
  private func framing() throws(Stop) -> BodyFraming {
    guard let transfer else { return length.map { .length($0) } ?? .none }
    if minorVersion == 0 { throw broken(.transferCodingInOldVersion) }
    if length != nil { throw broken(.bothFramings) }
    switch transfer.verdict {
    case .chunked: return .chunked
    case .unknown: throw .fault(.unknownTransferCoding)
    case .broken: throw broken(.transferCoding)
    }
  }
}

/// The transfer codings that a request names, over all its Transfer-Encoding fields.
private struct TransferCodings {
  enum Verdict {
    case chunked, unknown, broken
  }

  private var hasUnknown = false
  private var isChunkedLast = false
  private var isBroken = false

  mutating func add(_ value: ArraySlice<UInt8>) {
    for part in value.split(separator: UInt8(ascii: ",")) {
      let coding = Characters.trimmed(part)
      if coding.isEmpty { continue }
      // A coding after chunked, chunked twice, or chunked with a parameter (RFC 9112, sections 6.1 and 7.1).
      if isChunkedLast { isBroken = true }
      if Characters.matches(coding, Self.chunked) {
        isChunkedLast = true
      } else if Characters.matches(coding.prefix(7), Self.chunked),
        coding.dropFirst(7).first.map({ !Characters.isToken($0) }) ?? true
      {
        isBroken = true
      } else {
        hasUnknown = true
      }
    }
  }

  var verdict: Verdict {
    if isBroken { return .broken }
    if hasUnknown { return .unknown }
    return isChunkedLast ? .chunked : .broken
  }

  private static let chunked = Array("chunked".utf8)
}

/// The grammar of an authority without user information: host, and optionally a colon and a port (RFC 3986, section 3.2).
enum HostRule {
  static func isValid(_ text: ArraySlice<UInt8>) -> Bool {
    var rest = text
    if rest.first == UInt8(ascii: "[") {
      guard let close = rest.firstIndex(of: UInt8(ascii: "]")) else { return false }
      let address = rest[(rest.startIndex + 1)..<close]
      guard !address.isEmpty, address.allSatisfy(isAddressByte) else { return false }
      rest = rest[(close + 1)...]
    } else {
      let colon = rest.firstIndex(of: UInt8(ascii: ":")) ?? rest.endIndex
      guard rest[..<colon].allSatisfy(isNameByte) else { return false }
      if colon == rest.startIndex { return false }
      rest = rest[colon...]
    }
    guard let colon = rest.first else { return true }
    let port = rest.dropFirst()
    return colon == UInt8(ascii: ":") && port.count <= 5 && port.allSatisfy(Characters.isDigit)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    Characters.isAuthority(byte) && byte != UInt8(ascii: "[") && byte != UInt8(ascii: "]")
  }

  /// IPv6, IPv4 inside it, or IPvFuture.
  private static func isAddressByte(_ byte: UInt8) -> Bool {
    isNameByte(byte) && byte != UInt8(ascii: "%")
  }
}
