/// A body in chunks, taken apart in whatever pieces it comes (RFC 9112, section 7.1).
///
/// Chunk extensions are checked and ignored. Trailer fields are checked and dropped: nothing here needs one, and merging them
/// into the head's fields would be a way around its checks (section 7.1.2).
package struct ChunkedDecoder: Sendable {
  package enum Step: Equatable, Sendable {
    case incomplete
    /// This place of the buffer is data of the body.
    case data(Range<Int>)
    /// The last chunk and the trailers have been read.
    case complete
    case fault(RequestFault)
  }

  private enum Place: Sendable {
    case size, blank, sizeEnd
    case nameStart, name, nameEnd, valueStart, value, quoted, escaped, quotedEnd, valueEnd
    case data, dataReturn, dataEnd
    case trailerStart, trailerName, trailerValue, trailerEnd, lastEnd
  }

  private var place = Place.size
  private var size = 0
  private var digits = 0
  private var received = 0
  /// Bytes of extensions so far, and of trailers.
  private var extensionBytes = 0
  private var trailerBytes = 0
  private var trailers = 0

  package init() {}

  /// Takes bytes until the body ends, and appends its data to an array.
  ///
  /// - Parameters:
  ///   - bytes: a buffer of which the part from `start` to `end` is taken.
  ///   - start: afterwards, where the bytes begin that follow the body.
  ///   - body: the data is appended to it if `keeping` says so.
  ///   - limitBytes: more data than this is a fault.
  /// - Returns: anything but `.data`.
  package mutating func next(
    in bytes: [UInt8], from start: inout Int, to end: Int, into body: inout [UInt8], keeping: Bool,
    limitBytes: Int, _ limits: RequestParser.Limits
  ) -> Step {
    while true {
      let step = next(in: bytes, from: &start, to: end, limitBytes: limitBytes, limits)
      guard case .data(let range) = step else { return step }
      if keeping { body.append(contentsOf: bytes[range]) }
    }
  }

  /// Takes bytes until there is data, or the body ends.
  package mutating func next(
    in bytes: [UInt8], from start: inout Int, to end: Int, limitBytes: Int,
    _ limits: RequestParser.Limits
  ) -> Step {
    while start < end {
      if case .data = place {
        let taken = start..<start + min(size, end - start)
        start = taken.upperBound
        size -= taken.count
        if size == 0 { place = .dataReturn }
        return .data(taken)
      }
      let byte = bytes[start]
      start += 1
      if let fault = take(byte, limitBytes: limitBytes, limits) { return .fault(fault) }
      if case .lastEnd = place, byte == Characters.lineFeed { return .complete }
    }
    return .incomplete
  }

  /// Takes a byte that is not data.
  private mutating func take(
    _ byte: UInt8, limitBytes: Int, _ limits: RequestParser.Limits
  ) -> RequestFault? {
    switch place {
    case .size: return takeSize(byte, limitBytes: limitBytes)
    case .blank, .nameStart, .name, .nameEnd, .valueStart, .value, .quoted, .escaped, .quotedEnd,
      .valueEnd:
      extensionBytes += 1
      if extensionBytes > limits.headBytes { return .malformed(.chunkExtension) }
      return takeExtension(byte)
    case .sizeEnd:
      guard byte == Characters.lineFeed else { return .malformed(.chunkSize) }
      digits = 0
      place = size == 0 ? .trailerStart : .data
    case .data: break
    case .dataReturn:
      guard byte == Characters.carriageReturn else { return .malformed(.chunkEnd) }
      place = .dataEnd
    case .dataEnd:
      guard byte == Characters.lineFeed else { return .malformed(.chunkEnd) }
      place = .size
    case .trailerStart, .trailerName, .trailerValue, .trailerEnd, .lastEnd:
      trailerBytes += 1
      if trailerBytes > limits.headBytes { return .headTooLarge(limitBytes: limits.headBytes) }
      return takeTrailer(byte, limits)
    }
    return nil
  }

  private mutating func takeSize(_ byte: UInt8, limitBytes: Int) -> RequestFault? {
    if let digit = Characters.hexValue(byte) {
      digits += 1
      // Sixteen digits, leading zeros among them; the sixteenth may make it more than an Int holds.
      guard digits <= 16, size <= Int.max >> 4 else { return .malformed(.chunkSize) }
      size = size << 4 | Int(digit)
      return nil
    }
    guard digits > 0 else { return .malformed(.chunkSize) }
    let (sum, overflow) = received.addingReportingOverflow(size)
    if overflow || sum > limitBytes { return .bodyTooLarge(limitBytes: limitBytes) }
    switch byte {
    case Characters.carriageReturn: place = .sizeEnd
    case UInt8(ascii: ";"): place = .nameStart
    case Characters.space, Characters.tab: place = .blank
    default: return .malformed(.chunkSize)
    }
    received = sum
    return nil
  }

  /// chunk-ext = *( BWS ";" BWS name [ BWS "=" BWS ( token / quoted-string ) ] )
  private mutating func takeExtension(_ byte: UInt8) -> RequestFault? {
    switch place {
    case .blank:
      if byte == UInt8(ascii: ";") {
        place = .nameStart
      } else if !Characters.isBlank(byte) {
        return .malformed(.chunkSize)
      }
    case .nameStart, .valueStart:
      if Characters.isToken(byte) {
        place = place == .nameStart ? .name : .value
      } else if place == .valueStart, byte == UInt8(ascii: "\"") {
        place = .quoted
      } else if !Characters.isBlank(byte) {
        return .malformed(.chunkExtension)
      }
    case .quoted, .escaped:
      guard Characters.isFieldValue(byte) else { return .malformed(.chunkExtension) }
      if place == .escaped {
        place = .quoted
      } else if byte == UInt8(ascii: "\\") {
        place = .escaped
      } else if byte == UInt8(ascii: "\"") {
        place = .quotedEnd
      }
    default: return takeExtensionEnd(byte)
    }
    return nil
  }

  /// Takes a byte within or after a name or a value.
  private mutating func takeExtensionEnd(_ byte: UInt8) -> RequestFault? {
    let isName = place == .name || place == .nameEnd
    let isAfterBlank = place == .nameEnd || place == .valueEnd
    switch byte {
    case UInt8(ascii: ";"): place = .nameStart
    case UInt8(ascii: "=") where isName: place = .valueStart
    case Characters.space, Characters.tab: place = isName ? .nameEnd : .valueEnd
    case Characters.carriageReturn where !isAfterBlank: place = .sizeEnd
    default:
      guard place == .name || place == .value, Characters.isToken(byte) else {
        return .malformed(.chunkExtension)
      }
    }
    return nil
  }

  private mutating func takeTrailer(
    _ byte: UInt8, _ limits: RequestParser.Limits
  ) -> RequestFault? {
    switch place {
    case .trailerStart:
      if byte == Characters.carriageReturn {
        place = .lastEnd
        return nil
      }
      guard Characters.isToken(byte) else { return .malformed(.trailer) }
      trailers += 1
      if trailers > limits.fieldCount { return .tooManyFields(limit: limits.fieldCount) }
      place = .trailerName
    case .trailerName:
      if byte == UInt8(ascii: ":") {
        place = .trailerValue
      } else if !Characters.isToken(byte) {
        return .malformed(.trailer)
      }
    case .trailerValue:
      if byte == Characters.carriageReturn {
        place = .trailerEnd
      } else if !Characters.isFieldValue(byte) {
        return .malformed(.trailer)
      }
    case .trailerEnd:
      guard byte == Characters.lineFeed else { return .malformed(.trailer) }
      place = .trailerStart
    default:
      guard byte == Characters.lineFeed else { return .malformed(.trailer) }
    }
    return nil
  }
}

/// Bytes as chunks.
package enum ChunkedEncoder {
  /// Appends a chunk with its size. No bytes give no chunk, because an empty one would end the body.
  package static func append(_ data: [UInt8], to output: inout [UInt8]) {
    guard !data.isEmpty else { return }
    output.append(contentsOf: String(data.count, radix: 16).utf8)
    output.append(Characters.carriageReturn)
    output.append(Characters.lineFeed)
    output.append(contentsOf: data)
    output.append(Characters.carriageReturn)
    output.append(Characters.lineFeed)
  }

  /// Appends the chunk that ends a body, without trailers.
  package static func appendEnd(to output: inout [UInt8]) {
    output.append(contentsOf: end)
  }

  private static let end = Array("0\r\n\r\n".utf8)
}
