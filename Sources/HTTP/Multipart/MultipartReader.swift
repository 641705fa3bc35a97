/// A body of type multipart/form-data, taken apart in whatever pieces it comes (RFC 7578; RFC 2046, section 5.1).
///
/// The same bytes give the same parts or the same failure in every cutting. Between two pieces the reader holds a count of the delimiter's
/// bytes that it has seen, and while a part's head is incomplete that head, at most `Limits.headBytes`. Contents are never copied:
/// they are told as places in the buffer at hand.
///
/// What stands before the first boundary and behind the last is skipped. Lines end with CR LF only. A line that begins with a boundary
/// is one (RFC 2046 lets no content hold such a line), so one that goes on is a failure and never content.
package struct MultipartReader: Sendable {
  /// How much of a body's form is taken.
  package struct Limits: Equatable, Sendable {
    package var parts = 100
    /// The fields of a part, with the empty line behind them; also the blanks behind a boundary.
    package var headBytes = 16 * 1024

    package init() {}
  }

  /// What the bytes gave.
  package enum Step: Equatable, Sendable {
    /// All bytes are taken, and more are needed.
    case incomplete
    /// A part begins.
    case part(PartHead)
    /// The part goes on with this place of the buffer.
    case content(Range<Int>)
    /// The part goes on with these bytes, which stood at the end of earlier pieces and might have been a boundary.
    case withheld([UInt8])
    /// The part is complete.
    case partEnd
    /// The last boundary was read. Bytes that follow are taken and ignored.
    case end
    /// The bytes are no such body; every later step says so again.
    case failure(MultipartFailure)
  }

  private enum Phase: Sendable {
    case preamble
    /// Behind a boundary: at once, behind its first hyphen, in its blanks, behind its CR.
    case boundary, hyphen, blanks, boundaryEnd
    case head
    case content
    /// Behind the last boundary: in its blanks, behind its CR, on the lines that follow.
    case lastBlanks, lastEnd, epilogue
    case failed(MultipartFailure)
  }

  private let limits: Limits
  private let delimiter: [UInt8]
  private var phase = Phase.preamble
  /// How many bytes of the delimiter were seen. A body that begins with a boundary needs no CR LF before it.
  private var seen = 2
  private var parts = 0
  private var blanks = 0
  private var head: [UInt8] = []

  /// A reader of the body with this Content-Type.
  package init(
    contentType: ArraySlice<UInt8>, _ limits: Limits = Limits()
  ) throws(MultipartFailure) {
    guard let type = FieldParameters(contentType) else { throw .malformedType }
    guard let boundary = type["boundary"] else { throw .missingBoundary }
    guard (1...70).contains(boundary.count) else { throw .boundaryLength(boundary.count) }
    if let byte = boundary.first(where: { !Self.isBoundary($0) }) {
      throw .boundaryCharacter(byte)
    }
    if boundary.last == Characters.space { throw .boundaryCharacter(Characters.space) }
    self.limits = limits
    delimiter = Array("\r\n--".utf8) + boundary
  }

  /// Whether a Content-Type says multipart/form-data.
  package static func isForm(_ contentType: ArraySlice<UInt8>) -> Bool {
    let end = contentType.firstIndex(of: UInt8(ascii: ";")) ?? contentType.endIndex
    return Characters.matches(Characters.trimmed(contentType[..<end]), formData)
  }

  private static let formData = Array("multipart/form-data".utf8)

  private static func isBoundary(_ byte: UInt8) -> Bool {
    Characters.isDigit(byte) || Characters.lowered(byte) &- 0x61 < 26
      || boundaryMarks.contains(byte)
  }

  private static let boundaryMarks = Array("'()+_,-./:=? ".utf8)

  /// Takes bytes until there is something to tell.
  ///
  /// - Parameters:
  ///   - bytes: a buffer of which the part from `place` to `end` is taken.
  ///   - place: afterwards, where the bytes begin that were not taken.
  package mutating func next(
    in bytes: [UInt8], from place: inout Int, to end: Int
  ) -> Step {
    while place < end {
      let step: Step? =
        switch phase {
        case .preamble, .content: nextContent(in: bytes, from: &place, to: end)
        case .head: nextHead(in: bytes, from: &place, to: end)
        case .epilogue: skip(&place, to: end)
        case .failed(let failure): .failure(failure)
        default: nextOfBoundary(bytes[place], &place)
        }
      if let step { return step }
    }
    return .incomplete
  }

  /// Says that no more bytes will come.
  ///
  /// - Throws: what is wrong with the body, if something is missing of it or was wrong already.
  package func finish() throws(MultipartFailure) {
    switch phase {
    case .lastBlanks, .lastEnd, .epilogue: return
    case .failed(let failure): throw failure
    default: throw .missingEnd(parts: parts)
    }
  }

  private mutating func fail(_ failure: MultipartFailure) -> Step {
    phase = .failed(failure)
    head = []
    return .failure(failure)
  }

  private mutating func skip(_ place: inout Int, to end: Int) -> Step? {
    place = end
    return nil
  }

  // MARK: Contents

  private mutating func nextContent(
    in bytes: [UInt8], from place: inout Int, to end: Int
  ) -> Step? {
    if seen > 0 { return nextOfDelimiter(in: bytes, from: &place, to: end) }
    let start = place
    place = DelimiterSearch.place(of: delimiter, in: bytes, from: start, to: end)
    if place < end {
      // The rest of it is compared where it may go on in the next piece.
      seen = 1
      place += 1
    }
    let content = start..<(seen > 0 ? place - 1 : place)
    guard case .content = phase, !content.isEmpty else { return nil }
    return .content(content)
  }

  /// Goes on with a delimiter. Only its first byte is a CR, so what turns out to be none holds no begin of another.
  private mutating func nextOfDelimiter(
    in bytes: [UInt8], from place: inout Int, to end: Int
  ) -> Step? {
    while seen < delimiter.count, place < end, bytes[place] == delimiter[seen] {
      seen += 1
      place += 1
    }
    let isWithin = if case .content = phase { true } else { false }
    if seen == delimiter.count {
      seen = 0
      phase = .boundary
      return isWithin ? .partEnd : nil
    }
    guard place < end else { return nil }
    let withheld = seen
    seen = 0
    return isWithin ? .withheld(Array(delimiter[..<withheld])) : nil
  }

  // MARK: Boundaries

  /// Takes a byte behind a boundary.
  private mutating func nextOfBoundary(_ byte: UInt8, _ place: inout Int) -> Step? {
    place += 1
    switch (phase, byte) {
    case (.boundary, UInt8(ascii: "-")): phase = .hyphen
    case (.hyphen, UInt8(ascii: "-")):
      phase = .lastBlanks
      blanks = 0
      return .end
    case (.boundary, Characters.space), (.boundary, Characters.tab):
      phase = .blanks
      blanks = 1
    case (.blanks, Characters.space), (.blanks, Characters.tab),
      (.lastBlanks, Characters.space), (.lastBlanks, Characters.tab):
      blanks += 1
    case (.boundary, Characters.carriageReturn), (.blanks, Characters.carriageReturn):
      phase = .boundaryEnd
    case (.boundaryEnd, Characters.lineFeed):
      if parts == limits.parts { return fail(.tooManyParts(limit: parts)) }
      parts += 1
      phase = .head
    case (.lastBlanks, Characters.carriageReturn): phase = .lastEnd
    case (.lastEnd, Characters.lineFeed): phase = .epilogue
    default: return fail(.boundaryLine(part: parts + 1))
    }
    return blanks > limits.headBytes ? fail(.boundaryLine(part: parts + 1)) : nil
  }

  // MARK: Heads

  private mutating func nextHead(
    in bytes: [UInt8], from place: inout Int, to end: Int
  ) -> Step? {
    while place < end {
      let byte = bytes[place]
      place += 1
      let isAfterReturn = head.last == Characters.carriageReturn
      if isAfterReturn != (byte == Characters.lineFeed) { return fail(.bareLineEnd(part: parts)) }
      head.append(byte)
      let isEnd = head.count == 2 || head.suffix(4).elementsEqual(Self.headEnd)
      if byte == Characters.lineFeed, isEnd { return finishHead() }
      if head.count >= limits.headBytes {
        return fail(.partHeadTooLarge(part: parts, limitBytes: limits.headBytes))
      }
    }
    return nil
  }

  private static let headEnd = Array("\r\n\r\n".utf8)

  private mutating func finishHead() -> Step {
    do throws(MultipartFailure) {
      let part = try PartHead(head.dropLast(2), part: parts)
      head = []
      phase = .content
      return .part(part)
    } catch {
      return fail(error)
    }
  }
}
