internal import Statistics

/// The records of a segment, from values to words and back (`EventFormat`).
///
/// What is written goes to words that hold zeros, and the first word goes last, so that a process that is killed before leaves nothing that
/// looks like a record.
enum EventRecord {
  /// Writes a record of one event.
  ///
  /// - Parameter seed: what the checksum goes on from.
  @inline(__always)
  static func write(
    _ event: Event, series: UInt32, to words: inout MutableSpan<UInt64>, _ seed: UInt32
  ) {
    var (count, checksum) = begin(.events, count: 1, series: series, &words, seed)
    write(event, to: &words, at: EventFormat.recordHeaderWordCount, &checksum)
    count |= UInt64(checksum.value)
    words[0] = count.littleEndian
  }

  /// Writes a record of events.
  static func write(
    _ events: Span<Event>, series: UInt32, to words: inout MutableSpan<UInt64>, _ seed: UInt32
  ) {
    var (count, checksum) = begin(.events, count: events.count, series: series, &words, seed)
    for place in events.indices {
      let target = EventFormat.recordHeaderWordCount + EventFormat.eventWordCount * place
      write(events[place], to: &words, at: target, &checksum)
    }
    count |= UInt64(checksum.value)
    words[0] = count.littleEndian
  }

  /// Writes a record that names a series.
  static func write(
    name: String, series: UInt32, to words: inout MutableSpan<UInt64>, _ seed: UInt32
  ) {
    var (count, checksum) = begin(
      .seriesName, count: name.utf8.count, series: series, &words, seed)
    var bytes = name.utf8.makeIterator()
    for place in EventFormat.recordHeaderWordCount..<words.count {
      var word: UInt64 = 0
      for shift in 0..<8 { word |= UInt64(bytes.next() ?? 0) << UInt64(8 * shift) }
      checksum.append(word)
      words[place] = word.littleEndian
    }
    count |= UInt64(checksum.value)
    words[0] = count.littleEndian
  }

  @inline(__always)
  private static func begin(
    _ kind: Kind, count: Int, series: UInt32, _ words: inout MutableSpan<UInt64>, _ seed: UInt32
  ) -> (count: UInt64, WordChecksum) {
    let first = UInt64(UInt32(truncatingIfNeeded: count)) << 32
    let second = UInt64(kind.rawValue) | UInt64(series) << 32
    var checksum = WordChecksum(continuing: seed)
    checksum.append(first)
    checksum.append(second)
    words[1] = second.littleEndian
    return (first, checksum)
  }

  @inline(__always)
  private static func write(
    _ event: Event, to words: inout MutableSpan<UInt64>, at place: Int,
    _ checksum: inout WordChecksum
  ) {
    let time = UInt64(bitPattern: event.nanoseconds)
    let value = event.value.bitPattern
    checksum.append(time)
    checksum.append(value)
    words[place] = time.littleEndian
    words[place + 1] = value.littleEndian
  }

  /// A record that is whole.
  struct Whole {
    let kind: Kind
    let series: UInt32
    /// How many events, or bytes of a name.
    let count: Int
    /// Its words behind the two of its header.
    let body: Range<Int>
  }

  /// What a record holds.
  enum Kind: UInt32 {
    case events = 1
    case seriesName = 2

    /// How many words a record of so many events, or bytes of a name, has.
    @inline(__always)
    func wordCount(_ count: Int) -> Int {
      switch self {
      case .events: EventFormat.recordHeaderWordCount + EventFormat.eventWordCount * count
      case .seriesName: EventFormat.recordHeaderWordCount + (count + 7) / 8
      }
    }
  }

  /// The record that begins with a word; `nil` if it is not whole, or none.
  @inline(__always)
  static func read(_ words: Span<UInt64>, at start: Int, _ seed: UInt32) -> Whole? {
    let body = start + EventFormat.recordHeaderWordCount
    guard body <= words.count else { return nil }
    let (first, second) = (
      UInt64(littleEndian: words[start]), UInt64(littleEndian: words[start + 1])
    )
    let count = Int(first >> 32)
    guard count > 0, let kind = Kind(rawValue: UInt32(truncatingIfNeeded: second)) else {
      return nil
    }
    let end = start + kind.wordCount(count)
    guard end <= words.count else { return nil }
    var checksum = WordChecksum(continuing: seed)
    checksum.append(UInt64(count) << 32)
    checksum.append(second)
    for place in body..<end { checksum.append(UInt64(littleEndian: words[place])) }
    guard checksum.value == UInt32(truncatingIfNeeded: first) else { return nil }
    return Whole(
      kind: kind, series: UInt32(truncatingIfNeeded: second >> 32), count: count, body: body..<end)
  }

  /// One of the events of a record.
  ///
  /// - Parameter place: the word that it begins with.
  @inline(__always)
  static func event(_ words: Span<UInt64>, at place: Int) -> Event {
    Event(
      nanoseconds: Int64(bitPattern: UInt64(littleEndian: words[place])),
      value: Double(bitPattern: UInt64(littleEndian: words[place + 1])))
  }

  /// The name that a record holds; `nil` if it is no UTF-8.
  static func name(_ words: Span<UInt64>, _ record: Whole) -> String? {
    var bytes: [UInt8] = []
    for place in record.body {
      let word = UInt64(littleEndian: words[place])
      for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * shift))) }
    }
    return String(validating: bytes.prefix(record.count), as: UTF8.self)
  }
}
