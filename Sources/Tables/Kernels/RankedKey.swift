/// Where a row stands: its segment, and its number in there. Places ascend as the rows of the file do.
struct RowPlace: Comparable, Sendable {
  private let bits: UInt64

  init(segment: Int, row: Int) {
    bits = UInt64(segment) << 32 | UInt64(row)
  }

  var segment: Int { Int(bits >> 32) }
  var row: Int { Int(bits & 0xFFFF_FFFF) }

  static func < (left: RowPlace, right: RowPlace) -> Bool { left.bits < right.bits }
}

/// A column by which rows are put in order. Each row has a rank of 64 bits, the least rank comes first, and the rank of null is the greatest.
struct RankedKey: Sendable {
  private enum Source: Sendable {
    /// Mantissas, which are brought to this scale, or doubles.
    case numbers([NumberSegment], scale: Int)
    /// Codes, and the rank of each slot.
    case words([TextColumn.Segment], ranks: [UInt64])
    /// Texts, whose first bytes are the rank; that of each slot is there already.
    case texts([TextColumn.Segment], WordTable, ranks: [UInt64])
  }

  /// With more words than this they are not put in order before the rows are.
  private static let orderedWordLimit = 1 << 16

  private let source: Source
  private let isDescending: Bool

  init(_ column: Column, isDescending: Bool) {
    self.isDescending = isDescending
    switch column.storage {
    case .numbers(let numbers):
      source = .numbers(numbers.segments, scale: numbers.scale)
    case .text(let texts):
      let isCoded = texts.segments.allSatisfy { if case .coded = $0 { true } else { false } }
      if isCoded && texts.words.count <= Self.orderedWordLimit {
        let order = Self.ordinals(of: texts.words)
        source = .words(texts.segments, ranks: order.map { Self.rank($0, isDescending) })
      } else {
        let prefixes = (0..<texts.words.count).map {
          Self.prefix(texts.words.bytes(of: $0), isDescending)
        }
        source = .texts(texts.segments, texts.words, ranks: [.max] + prefixes)
      }
    }
  }

  /// Whether rows of this rank have the same value. If not, their texts have the same 7 bytes there, and go on.
  func isSettled(_ rank: UInt64) -> Bool {
    guard case .texts = source else { return true }
    return rank == .max || Self.directed(rank, isDescending) & 0xFF < 8
  }

  /// The rank of one row.
  ///
  /// - Parameter depth: how often 7 bytes of a text are passed over: those by which it is like others.
  func rank(of place: RowPlace, depth: Int = 0) -> UInt64 {
    if depth > 0 { return deepRank(of: place, depth) }
    var rank: UInt64 = 0
    unsafe withUnsafeMutablePointer(to: &rank) { rank in
      let room = unsafe UnsafeMutableBufferPointer(start: rank, count: 1)
      unsafe fill(room, segment: place.segment, from: place.row)
    }
    return rank
  }

  private func deepRank(of place: RowPlace, _ depth: Int) -> UInt64 {
    let text = text(at: place)
    if text.isEmpty { return .max }
    return Self.prefix(text.dropFirst(depth * 7), isDescending)
  }

  /// Writes the ranks of as many rows of a segment as there is room for.
  ///
  /// Sound: all places of the room are written, and the segment has as many rows from `first` on.
  func fill(_ ranks: UnsafeMutableBufferPointer<UInt64>, segment: Int, from first: Int) {
    let isDescending = isDescending
    switch source {
    case .numbers(let segments, let scale):
      let factor = powersOfTen[
        scale - (segments[segment].isInexact ? scale : segments[segment].scale)]
      switch segments[segment].values {
      case .narrow(let values):
        for index in 0..<ranks.count {
          let value = values[first &+ index]
          let ordered =
            value == NumberSegment.narrowNull ? 0 : Self.ordered(Int64(value) &* factor)
          unsafe ranks[index] = Self.rank(ordered, isDescending)
        }
      case .wide(let values):
        for index in 0..<ranks.count {
          let value = values[first &+ index]
          let ordered = value == NumberSegment.wideNull ? 0 : Self.ordered(value &* factor)
          unsafe ranks[index] = Self.rank(ordered, isDescending)
        }
      case .double(let values):
        for index in 0..<ranks.count {
          unsafe ranks[index] = Self.rank(Self.ordered(values[first &+ index]), isDescending)
        }
      }
    case .words(let segments, let slotRanks), .texts(let segments, _, let slotRanks):
      switch segments[segment] {
      case .coded(.narrow(let slots)):
        for index in 0..<ranks.count {
          unsafe ranks[index] = slotRanks[Int(slots[first &+ index])]
        }
      case .coded(.medium(let slots)):
        for index in 0..<ranks.count {
          unsafe ranks[index] = slotRanks[Int(slots[first &+ index])]
        }
      case .coded(.wide(let slots)):
        for index in 0..<ranks.count {
          unsafe ranks[index] = slotRanks[Int(slots[first &+ index])]
        }
      case .spelled(let texts):
        unsafe Self.fill(ranks, texts, from: first, isDescending)
      }
    }
  }

  private static func fill(
    _ ranks: UnsafeMutableBufferPointer<UInt64>, _ texts: SpelledSegment, from first: Int,
    _ isDescending: Bool
  ) {
    unsafe texts.bytes.withUnsafeBufferPointer { bytes in
      unsafe texts.ends.withUnsafeBufferPointer { ends in
        var start = unsafe first == 0 ? 0 : Int(ends[first - 1])
        for index in 0..<ranks.count {
          let end = unsafe Int(ends[first + index])
          let text = unsafe UnsafeBufferPointer(rebasing: bytes[start..<end])
          unsafe ranks[index] = start == end ? .max : prefix(text, isDescending)
          start = end
        }
      }
    }
  }

  /// The text of a row; an empty one where there is none, or the ranks are exact.
  func text(at place: RowPlace) -> ArraySlice<UInt8> {
    guard case .texts(let segments, let words, _) = source else { return [] }
    switch segments[place.segment] {
    case .coded(let codes):
      let slot = codes[place.row]
      return slot == 0 ? [] : words.bytes(of: slot - 1)
    case .spelled(let texts): return texts.bytes(place.row)
    }
  }

  /// -1 if the left one of two texts comes first in the direction of the key, 1 if the right one does, 0 if they are the same.
  func order(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
    if left.isEmpty || right.isEmpty {
      return left.isEmpty == right.isEmpty ? 0 : left.isEmpty ? 1 : -1
    }
    let order = unsafe left.withUnsafeBufferPointer { left in
      unsafe right.withUnsafeBufferPointer { unsafe orderOfBytes(left, $0) }
    }
    return isDescending ? -order : order
  }

  // Leaves

  /// Of each slot the place of its word in the order of bytes, from 1; 0 for null.
  private static func ordinals(of words: WordTable) -> [UInt64] {
    let prefixes = (0..<words.count).map { prefix(words.bytes(of: $0), false) }
    let codes = (0..<words.count).sorted { left, right in
      if prefixes[left] != prefixes[right] { return prefixes[left] < prefixes[right] }
      return words.bytes(of: left).lexicographicallyPrecedes(words.bytes(of: right))
    }
    var ordinals = [UInt64](repeating: 0, count: words.count + 1)
    for (place, code) in codes.enumerated() { ordinals[code + 1] = UInt64(place) + 1 }
    return ordinals
  }

  /// The first 7 bytes, zeros behind the last one, and then how many there are, up to 8: a number that ascends as texts do, or descends.
  ///
  /// Sound: 8 bytes are read at once where there are as many.
  @inline(__always)
  private static func prefix(_ text: UnsafeBufferPointer<UInt8>, _ isDescending: Bool) -> UInt64 {
    if text.count >= 8, let start = text.baseAddress {
      let bytes = unsafe UnsafeRawPointer(start).loadUnaligned(as: UInt64.self)
      return directed(UInt64(bigEndian: bytes) & ~0xFF | 8, isDescending)
    }
    var bytes: UInt64 = 0
    for index in 0..<text.count { unsafe bytes = bytes << 8 | UInt64(text[index]) }
    return directed(bytes << UInt64(8 * (8 - text.count)) | UInt64(text.count), isDescending)
  }

  private static func prefix(_ text: ArraySlice<UInt8>, _ isDescending: Bool) -> UInt64 {
    unsafe text.withUnsafeBufferPointer { unsafe prefix($0, isDescending) }
  }

  @inline(__always)
  private static func directed(_ ascending: UInt64, _ isDescending: Bool) -> UInt64 {
    isDescending ? ~ascending : ascending
  }

  /// The rank of what ascends from 1; 0 is null and ranks last in either direction.
  @inline(__always)
  private static func rank(_ ordered: UInt64, _ isDescending: Bool) -> UInt64 {
    isDescending ? ~ordered : ordered &- 1
  }

  @inline(__always)
  private static func ordered(_ mantissa: Int64) -> UInt64 {
    UInt64(bitPattern: mantissa) ^ (1 << 63)
  }

  /// The bits of a double, turned so that they ascend as doubles do. Both zeros are one, NaN is 0.
  @inline(__always)
  private static func ordered(_ value: Double) -> UInt64 {
    if value.isNaN { return 0 }
    let bits = (value + 0).bitPattern
    return bits >> 63 == 1 ? ~bits : bits | 1 << 63
  }
}
