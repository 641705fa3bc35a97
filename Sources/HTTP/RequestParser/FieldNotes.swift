/// What the fields of a head say about the message itself: its length, its host, whether the connection goes on.
struct FieldNotes {
  private var hosts = 0
  private var isHostValid = true
  /// Where an X-Request-Id stands among the fields; -1 for none.
  private(set) var givenID = -1
  private var length: Int?
  private(set) var acceptsCodings = false
  private var transfer: TransferCodings?
  private(set) var asksClose = false
  private(set) var asksKeepAlive = false
  private(set) var expectsContinue = false
  private var expectsUnknown = false

  /// Looks at the fields that decide about the message itself.
  mutating func take(
    _ bytes: UnsafeBufferPointer<UInt8>, name: Range<Int>, value: Range<Int>, place: Int
  ) throws(HeadScanner.Stop) {
    switch name.count {
    case 4 where unsafe isNamed(bytes, name, "host"):
      hosts += 1
      isHostValid =
        unsafe value.isEmpty || HostRule.isValid(UnsafeBufferPointer(rebasing: bytes[value]))
    case 6 where unsafe isNamed(bytes, name, "expect"):
      if unsafe isNamed(bytes, value, "100-continue") {
        expectsContinue = true
      } else {
        expectsUnknown = true
      }
    case 10 where unsafe isNamed(bytes, name, "connection"):
      unsafe noteConnection(bytes, value)
    case 12 where unsafe isNamed(bytes, name, "x-request-id"):
      givenID = place
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
    guard range.count == word.utf8CodeUnitCount, let base = bytes.baseAddress else { return false }
    let letters = unsafe UnsafeRawPointer(word.utf8Start)
    let name = unsafe UnsafeRawPointer(base + range.lowerBound)
    var step = 0
    while step &+ 8 <= range.count {
      // Sound: eight bytes from `step` lie within both. In names and values, which hold no controls, setting this bit changes
      // letters to lower case and makes no other byte a letter, digit or hyphen.
      let word = unsafe letters.loadUnaligned(fromByteOffset: step, as: UInt64.self)
      let bytes = unsafe name.loadUnaligned(fromByteOffset: step, as: UInt64.self)
      if bytes | 0x2020_2020_2020_2020 != word { return false }
      step &+= 8
    }
    while step < range.count {
      let word = unsafe letters.load(fromByteOffset: step, as: UInt8.self)
      let byte = unsafe name.load(fromByteOffset: step, as: UInt8.self)
      if byte | 0x20 != word { return false }
      step &+= 1
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
      while lower < upper, unsafe Characters.isBlank(bytes[lower]) { lower += 1 }
      while upper > lower, unsafe Characters.isBlank(bytes[upper - 1]) { upper -= 1 }
      if unsafe isNamed(bytes, lower..<upper, "close") { asksClose = true }
      if unsafe isNamed(bytes, lower..<upper, "keep-alive") { asksKeepAlive = true }
      first = last + 1
    }
  }

  /// A length, or a list of equal ones, which counts as one of them (RFC 9112, section 6.3).
  private mutating func noteLength(
    _ bytes: UnsafeBufferPointer<UInt8>, _ value: Range<Int>
  ) throws(HeadScanner.Stop) {
    if length == nil, let number = unsafe Self.plainNumber(bytes, value) { return length = number }
    let parts = unsafe ArraySlice(bytes[value]).split(
      separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    for part in parts {
      guard let number = Self.number(Characters.trimmed(part)) else {
        throw .fault(.malformed(.contentLength))
      }
      if let length, length != number { throw .fault(.malformed(.differentContentLengths)) }
      length = number
    }
  }

  /// A number of at most 18 digits, which nearly every length is.
  private static func plainNumber(
    _ bytes: UnsafeBufferPointer<UInt8>, _ digits: Range<Int>
  ) -> Int? {
    guard (1...18).contains(digits.count) else { return nil }
    var number = 0
    for place in digits {
      let digit = unsafe bytes[place] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      number = number &* 10 &+ Int(digit)
    }
    return number
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

  /// How long the body is (RFC 9112, sections 6.1 to 6.3).
  func framing(minorVersion: UInt8) throws(HeadScanner.Stop) -> BodyFraming {
    if hosts > 1 { throw .fault(.malformed(.repeatedHost)) }
    if hosts == 0, minorVersion > 0 { throw .fault(.malformed(.missingHost)) }
    if !isHostValid { throw .fault(.malformed(.invalidHost)) }
    let framing = try bodyFraming(minorVersion: minorVersion)
    if minorVersion > 0, expectsUnknown { throw .fault(.unknownExpectation) }
    return framing
  }

  private func bodyFraming(minorVersion: UInt8) throws(HeadScanner.Stop) -> BodyFraming {
    guard let transfer else { return length.map { .length($0) } ?? .none }
    if minorVersion == 0 { throw .fault(.malformed(.transferCodingInOldVersion)) }
    if length != nil { throw .fault(.malformed(.bothFramings)) }
    switch transfer.verdict {
    case .chunked: return .chunked
    case .unknown: throw .fault(.unknownTransferCoding)
    case .broken: throw .fault(.malformed(.transferCoding))
    }
  }
}
