/// Goes from field to field of a CSV record (RFC 4180).
///
/// A quote within a field that does not begin with one is a letter like others.
struct FieldCursor {
  /// Where the next field begins, or the next record.
  private(set) var next: Int
  /// Whether the field is the last one of its record.
  private(set) var isLast = false
  /// How many line feeds the record has so far.
  private(set) var lineCount = 0
  /// Where the field lies, without the quotes around it.
  private(set) var range = 0..<0
  /// Whether two quotes stand for one somewhere in the field.
  private(set) var hasDoubledQuotes = false

  private let recordStart: Int
  private let limitBytes: Int
  private let line: Int

  private static let comma = UInt8(ascii: ",")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let quote = UInt8(ascii: "\"")

  /// - Parameters:
  ///   - recordStart: where the record begins.
  ///   - fieldStart: where its first field does.
  ///   - limitBytes: how long the record may be.
  ///   - line: where the record begins, for failures.
  @inline(__always)
  init(recordStart: Int, fieldStart: Int, limitBytes: Int, line: Int) {
    self.recordStart = recordStart
    next = fieldStart
    self.limitBytes = limitBytes
    self.line = line
  }

  /// Goes to the next field; `false` if it has no end.
  @inline(__always)
  mutating func advance(in text: Span<UInt8>) throws(JourneyFailure) -> Bool {
    var place = next
    if place < text.count, text[place] == Self.quote { return try advanceInQuotes(in: text) }
    while place < text.count {
      let byte = text[place]
      if byte == Self.comma {
        try checkLength(to: place)
        range = next..<place
        next = place &+ 1
        hasDoubledQuotes = false
        return true
      }
      if byte == Self.lineFeed {
        let hasReturn = place > next && text[place &- 1] == Self.carriageReturn
        range = next..<(hasReturn ? place &- 1 : place)
        hasDoubledQuotes = false
        try endRecord(at: place)
        return true
      }
      place &+= 1
    }
    return false
  }

  /// Goes to the next field, which begins with a quote.
  @inline(never)
  private mutating func advanceInQuotes(in text: Span<UInt8>) throws(JourneyFailure) -> Bool {
    var place = next + 1
    var doubled = false
    var lines = 0
    while place < text.count {
      if text[place] == Self.lineFeed { lines += 1 }
      if text[place] == Self.quote {
        guard place + 1 < text.count, text[place + 1] == Self.quote else { break }
        doubled = true
        place += 1
      }
      place += 1
    }
    // What stands behind the quote says whether it ends the field.
    guard place + 1 < text.count else { return false }
    var end = place + 1
    if text[end] == Self.carriageReturn {
      guard end + 1 < text.count else { return false }
      if text[end + 1] == Self.lineFeed { end += 1 }
    }
    range = next + 1..<place
    hasDoubledQuotes = doubled
    lineCount += lines
    try checkLength(to: end)
    switch text[end] {
    case Self.comma: next = end + 1
    case Self.lineFeed: try endRecord(at: end)
    default: throw .misplacedQuote(line: line)
    }
    return true
  }

  @inline(__always)
  private mutating func endRecord(at lineFeed: Int) throws(JourneyFailure) {
    try checkLength(to: lineFeed)
    next = lineFeed &+ 1
    lineCount &+= 1
    isLast = true
  }

  @inline(__always)
  private func checkLength(to end: Int) throws(JourneyFailure) {
    if end &- recordStart > limitBytes {
      throw .recordTooLong(line: line, limitBytes: limitBytes)
    }
  }

  /// The field without its quotes.
  func bytes(in text: Span<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    var place = range.lowerBound
    while place < range.upperBound {
      bytes.append(text[place])
      place += hasDoubledQuotes && text[place] == Self.quote ? 2 : 1
    }
    return bytes
  }
}
