/// One pass over a head that may not be complete.
///
/// It looks at the bytes in their order and stops at the first that is wrong, so a longer prefix never changes the verdict.
struct HeadScanner {
  enum Outcome {
    /// So many bytes of empty lines stand before what will be a head.
    case incomplete(skipped: Int)
    case complete(RequestHead, length: Int)
    case fault(RequestFault)
  }

  /// Why a part of the scan did not come to its end.
  enum Stop: Error {
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

  private var notes = FieldNotes()

  private init(_ limits: RequestParser.Limits) {
    self.limits = limits
  }

  static func scan(
    _ bytes: UnsafeBufferPointer<UInt8>, _ limits: RequestParser.Limits
  ) -> Outcome {
    var scanner = HeadScanner(limits)
    do throws(Stop) {
      let head = try unsafe scanner.scanHead(bytes)
      return .complete(head, length: scanner.place)
    } catch {
      switch error {
      case .incomplete: return .incomplete(skipped: scanner.start)
      case .fault(let fault): return .fault(fault)
      }
    }
  }

  private mutating func scanHead(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(Stop) -> RequestHead {
    try unsafe skipEmptyLines(bytes)
    let room = bytes.count - start
    isAtLimit = room >= limits.headBytes
    end = isAtLimit ? start + limits.headBytes : bytes.count
    try unsafe scanRequestLine(bytes)
    entries.reserveCapacity(12)
    while try unsafe scanField(bytes) {}
    return try unsafe makeHead(bytes)
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
    place = unsafe endOfToken(bytes, from: place)
    let length = place - start
    if length > 32 { throw .fault(.unknownMethod) }
    guard place < end else { throw exhausted(inRequestLine: true) }
    guard unsafe bytes[place] == Characters.space, length > 0 else {
      throw broken(unsafe bytes[place] == Characters.lineFeed ? .bareLineFeed : .requestLine)
    }
    method = unsafe Self.method(UnsafeBufferPointer(rebasing: bytes[start..<place]))
    place += 1
  }

  /// Where the token ends that begins at a place.
  @inline(__always)
  private func endOfToken(_ bytes: UnsafeBufferPointer<UInt8>, from first: Int) -> Int {
    let end = self.end
    var place = first
    while place < end, Characters.isToken(unsafe bytes[place]) { place &+= 1 }
    return place
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
      if unsafe isSame(name, "QUERY") { return .query }
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
    // One byte more than the limit is looked at.
    let last = min(end, first + limits.targetBytes + 1)
    var mark = -1
    var at = first
    while at < last {
      let byte = unsafe bytes[at]
      if byte &- 0x21 > 0x5D || byte == UInt8(ascii: "#") { break }
      if byte == UInt8(ascii: "?"), mark < 0 { mark = at }
      if byte == UInt8(ascii: "%") { hasEscape = true }
      at &+= 1
    }
    place = at
    if at - first > limits.targetBytes {
      throw .fault(.targetTooLong(limitBytes: limits.targetBytes))
    }
    guard place < end else { throw exhausted(inRequestLine: true) }
    switch unsafe bytes[place] {
    case Characters.space where place > first: break
    case Characters.lineFeed: throw broken(.bareLineFeed)
    case Characters.space, Characters.tab, Characters.carriageReturn: throw broken(.requestLine)
    default: throw broken(.target)
    }
    target = first..<place
    queryMark = mark < 0 ? place : mark
    place += 1
  }

  private mutating func scanVersion(_ bytes: UnsafeBufferPointer<UInt8>) throws(Stop) {
    let first = place
    let last = min(end, first + 9)
    while place < last, unsafe bytes[place] &- 0x21 <= 0x5D { place += 1 }
    if place - first > 8 { throw broken(.version) }
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
    guard !authority.isEmpty,
      unsafe HostRule.isValid(UnsafeBufferPointer(rebasing: bytes[authority]))
    else {
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
    place = unsafe endOfToken(bytes, from: first)
    guard place < end else { throw exhausted() }
    let nameEnd = place
    guard unsafe bytes[place] == UInt8(ascii: ":"), nameEnd > first else {
      return try unsafe endHead(bytes, first: first)
    }
    guard entries.count < limits.fieldCount else {
      throw .fault(.tooManyFields(limit: limits.fieldCount))
    }
    place += 1
    while place < end, unsafe Characters.isBlank(bytes[place]) { place += 1 }
    let valueStart = place
    place = unsafe endOfFieldValue(bytes, from: place)
    guard place < end else { throw exhausted() }
    switch unsafe bytes[place] {
    case Characters.carriageReturn: break
    case Characters.lineFeed: throw broken(.bareLineFeed)
    default: throw broken(.fieldValue)
    }
    var valueEnd = place
    while valueEnd > valueStart, unsafe Characters.isBlank(bytes[valueEnd - 1]) { valueEnd -= 1 }
    try unsafe endLine(bytes)
    entries.append(
      Fields.Entry(
        nameStart: UInt32(truncatingIfNeeded: first - start),
        nameEnd: UInt32(truncatingIfNeeded: nameEnd - start),
        valueStart: UInt32(truncatingIfNeeded: valueStart - start),
        valueEnd: UInt32(truncatingIfNeeded: valueEnd - start)))
    try unsafe notes.take(
      bytes, name: first..<nameEnd, value: valueStart..<valueEnd, place: entries.count - 1)
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

  /// The first byte from a place on that a field value cannot hold, looked for eight bytes at a time.
  @inline(__always)
  private func endOfFieldValue(_ bytes: UnsafeBufferPointer<UInt8>, from first: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    let end = self.end
    var place = first
    guard let base = bytes.baseAddress else { return end }
    while place &+ 8 <= end {
      // Sound: eight bytes from `place` lie before `end`, which lies within the buffer.
      let word = unsafe UnsafeRawPointer(base + place).loadUnaligned(as: UInt64.self).littleEndian
      // In each byte the top bit says: below 0x20, or 0x7F. Above the lowest set bit there may be false ones.
      let deleted = word ^ (ones &* 0x7F)
      let controls = (word &- ones &* 0x20) & ~word
      let found = (controls | (deleted &- ones) & ~deleted) & tops
      if found == 0 {
        place &+= 8
        continue
      }
      place &+= found.trailingZeroBitCount &>> 3
      if unsafe bytes[place] != Characters.tab { return place }
      place &+= 1
    }
    while place < end, Characters.isFieldValue(unsafe bytes[place]) { place &+= 1 }
    return place
  }

  private mutating func makeHead(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(Stop) -> RequestHead {
    guard let method else { throw .fault(.unknownMethod) }
    let framing = try notes.framing(minorVersion: minorVersion)
    let pathEnd = max(target.lowerBound, min(queryMark, target.upperBound))
    return RequestHead(
      RequestHead.Storage(
        method: method, minorVersion: minorVersion, targetForm: form,
        isPersistent: !notes.asksClose && (minorVersion > 0 || notes.asksKeepAlive),
        expectsContinue: notes.expectsContinue && minorVersion > 0,
        sendsAcceptEncoding: notes.acceptsCodings, givenIDPlace: notes.givenID, framing: framing,
        fields: Fields(wire: unsafe Array(bytes[start..<place]), entries: entries),
        authority: relative(authority.lowerBound, authority.upperBound),
        path: relative(target.lowerBound, pathEnd),
        query: relative(min(pathEnd + 1, target.upperBound), target.upperBound),
        hasEscape: hasEscape))
  }

  private func relative(_ lower: Int, _ upper: Int) -> Range<Int> {
    // An authority that is not there has no place in the head.
    lower < start ? 0..<0 : lower - start..<upper - start
  }
}
