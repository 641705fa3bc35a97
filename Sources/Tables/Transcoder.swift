/// Turns the bytes of an encoding to UTF-8, piece by piece, in any cutting. A byte order mark is dropped.
package struct Transcoder: Sendable {
  /// The longest character of any encoding, in bytes.
  private static let characterBytes = 4
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The encoding; that of UTF-16 says its byte order once two bytes are there.
  private var encoding: TextEncoding
  /// The first bytes of a character whose others are still to come.
  private var pending: [UInt8] = []
  /// How many bytes have been turned, and on which line that ended.
  private var offset = 0
  private var line = 1

  package init(from encoding: TextEncoding) {
    self.encoding = encoding
  }

  /// Appends the characters of the next bytes of the file; those of a character that is cut wait for its end.
  ///
  /// - Throws: `EncodingFailure` for the first bytes that are no character; what came before them is appended.
  /// - Complexity: O(bytes), a fraction of a nanosecond for each of ASCII.
  package mutating func append(
    _ bytes: ArraySlice<UInt8>, to output: inout [UInt8]
  ) throws(EncodingFailure) {
    try append(bytes.span, to: &output)
  }

  /// Appends the characters of the next bytes of the file, as for a slice of an array.
  package mutating func append(
    _ bytes: Span<UInt8>, to output: inout [UInt8]
  ) throws(EncodingFailure) {
    var start = 0
    if !pending.isEmpty {
      let taken = min(Self.characterBytes - pending.count, bytes.count)
      let joined = pending + copy(bytes.extracting(first: taken))
      let used = try turn(joined.span, &output)
      if used == 0 {
        pending = joined
        return
      }
      start = used - pending.count
      pending = []
    }
    let rest = bytes.extracting(droppingFirst: start)
    let used = try turn(rest, &output)
    pending = copy(rest.extracting(droppingFirst: used))
  }

  /// Ends the file.
  ///
  /// - Throws: `EncodingFailure` if it ends within a character.
  package func finish() throws(EncodingFailure) {
    if pending.isEmpty { return }
    if pending.count >= 2, encoding != .utf8 {
      throw .loneSurrogate(unit(pending.span), offset: offset, line: line)
    }
    throw .cutCharacter(encoding, offset: offset, line: line)
  }

  /// Turns as many bytes as make whole characters, and counts them.
  private mutating func turn(
    _ bytes: Span<UInt8>, _ output: inout [UInt8]
  ) throws(EncodingFailure) -> Int {
    if encoding == .utf16 {
      guard bytes.count >= 2 else { return 0 }
      // With the right byte order the mark is U+FEFF; it is taken away below.
      encoding = bytes[0] == 0xFE && bytes[1] == 0xFF ? .utf16be : .utf16le
    }
    let before = output.count
    let turned = transcode(bytes, from: encoding, to: &output)
    line += lineFeeds(in: output.span.extracting(droppingFirst: before))
    if offset == 0, [.utf8, .utf16le, .utf16be].contains(encoding),
      output[before...].starts(with: Self.byteOrderMark)
    {
      output.removeSubrange(before..<before + Self.byteOrderMark.count)
    }
    offset += turned.used
    if turned.isRefused { throw refusal(bytes.extracting(droppingFirst: turned.used)) }
    return turned.used
  }

  /// What is wrong with the bytes at `offset`.
  private func refusal(_ bytes: Span<UInt8>) -> EncodingFailure {
    switch encoding {
    case .utf16, .utf16le, .utf16be:
      .loneSurrogate(unit(bytes), offset: offset, line: line)
    case .utf8, .ascii, .latin1, .windows1252:
      .undefinedByte(bytes[0], encoding, offset: offset, line: line)
    }
  }

  /// The first unit of some bytes of UTF-16.
  private func unit(_ bytes: Span<UInt8>) -> UInt16 {
    let (first, second) = (UInt16(bytes[0]), UInt16(bytes[1]))
    return encoding == .utf16be ? first << 8 | second : second << 8 | first
  }
}
