/// How events stand in a segment of their log.
///
/// A segment is words of eight bytes, the least byte first: four of a header (`TallyEvt`, version, the segment's number, the CRC-32 of
/// these), then records up to the first one that is not whole; where nothing was written yet, zeros stand. A record is two words, and what
/// they announce:
///
/// ```
/// word 0   CRC-32 of the record, with zeros in its own place (low half) | count (high half)
/// word 1   kind (low half)                                              | number of the series (high half)
/// kind 1   `count` events of two words: nanoseconds since 1970, bits of the value
/// kind 2   the name of a series, `count` bytes of UTF-8, filled with zeros to whole words
/// ```
///
/// Numbers of series belong to one segment: the first name in it is that of 1, the next of 2; 0 is the default series, whose name is empty.
/// Checksums go on from the header's, so that no record of another segment passes for one of this.
enum EventFormat {
  static let headerWordCount = 4
  static let headerByteCount = 8 * headerWordCount
  static let recordHeaderWordCount = 2
  static let eventWordCount = 2
  static let version: UInt64 = 1
  /// `TallyEvt`.
  static let magic: UInt64 = 0x7476_4579_6C6C_6154

  /// The header of a segment. Its checksum is what those of the records go on from.
  static func header(number: Int) -> (words: InlineArray<4, UInt64>, checksum: UInt32) {
    var words: InlineArray<4, UInt64> = [magic, version, UInt64(number), 0]
    var checksum = WordChecksum()
    for place in 0..<3 { checksum.append(words[place]) }
    words[3] = UInt64(checksum.value)
    return (words, checksum.value)
  }

  /// What the header of a segment says.
  enum Header: Equatable {
    /// The records' checksums go on from this.
    case whole(checksum: UInt32)
    /// A later release has written it.
    case newer(version: Int)
    /// It is none, or that of another segment.
    case none
  }

  /// Reads the header of a segment.
  static func readHeader(_ words: Span<UInt64>, number: Int) -> Header {
    guard words.count >= headerWordCount, UInt64(littleEndian: words[0]) == magic else {
      return .none
    }
    var checksum = WordChecksum()
    for place in 0..<3 { checksum.append(UInt64(littleEndian: words[place])) }
    let version = UInt64(littleEndian: words[1])
    guard UInt64(littleEndian: words[3]) == UInt64(checksum.value), version > 0 else {
      return .none
    }
    if version > self.version { return .newer(version: Int(clamping: version)) }
    guard UInt64(littleEndian: words[2]) == UInt64(number) else { return .none }
    return .whole(checksum: checksum.value)
  }
}
