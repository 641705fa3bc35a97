/// A part of a window: events in the order of their times, equal times in the order in which they came.
///
/// A chunk holds the events themselves, a run holds parts of the next lower kind. Each knows its sums, so that a question about a range opens
/// only the parts at both ends of it.
protocol WindowPart: Sendable {
  /// How far the part is from the events: 0 for a chunk.
  static var height: Int { get }

  /// The part that holds nothing but a chunk, which is not empty.
  init(_ chunk: EventChunk)

  /// The time of the first event.
  var first: Int64 { get }
  /// The time of the last event.
  var last: Int64 { get }
  /// The time of the last event of the first chunk.
  var lastOfFirstChunk: Int64 { get }
  /// The memory that the part holds beyond the struct itself.
  var byteCount: Int { get }
  var sums: WindowSums { get }
  /// How the values are spread, where that is kept.
  var sketch: PartSketch? { get }

  /// Puts an event behind all events that are not later.
  ///
  /// - Returns: the part that follows this one from now on, if it had to be split.
  mutating func insert(_ event: Event) -> Self?

  /// Puts a chunk behind all events.
  ///
  /// - Returns: the part that follows this one from now on, if there was no room for the chunk: it holds only the chunk.
  mutating func append(_ chunk: EventChunk) -> Self?

  /// Lets chunks go that lie wholly before a time.
  ///
  /// - Precondition: the last event does not lie before it.
  mutating func dropChunks(before nanoseconds: Int64)

  /// Hands all events of a range to a reader, in their order.
  func read(_ range: ClosedRange<Int64>, into reader: inout some RangeReader)
}

/// Gathers an answer from the parts of a range.
protocol RangeReader {
  /// Takes a part that lies wholly in the range, if what the part knows of itself suffices.
  ///
  /// - Returns: whether it did; otherwise the part is opened.
  mutating func take(_ part: some WindowPart) -> Bool

  /// Takes values one by one.
  mutating func take(_ values: ArraySlice<Double>)
}

extension WindowSums: RangeReader {
  mutating func take(_ part: some WindowPart) -> Bool {
    add(part.sums)
    return true
  }

  mutating func take(_ values: ArraySlice<Double>) {
    add(WindowSums(values))
  }
}

extension Array where Element: WindowPart {
  /// The place of the part to which an event of a time belongs: the last one that does not begin after it, or the first.
  ///
  /// - Complexity: O(log *parts*).
  func place(for nanoseconds: Int64) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) >> 1
      if self[middle].first <= nanoseconds { low = middle + 1 } else { high = middle }
    }
    return Swift.max(0, low - 1)
  }

  /// Hands the events of a range to a reader.
  func read(_ range: ClosedRange<Int64>, into reader: inout some RangeReader) {
    for place in indices where self[place].last >= range.lowerBound {
      if self[place].first > range.upperBound { return }
      self[place].read(range, into: &reader)
    }
  }
}

extension WindowPart {
  /// Whether all events lie in a range.
  @inline(__always)
  func lies(in range: ClosedRange<Int64>) -> Bool {
    first >= range.lowerBound && last <= range.upperBound
  }
}

extension Array {
  /// What the elements take of the memory, with the room for more of them: never less than what was allocated.
  ///
  /// The storage of an array has 32 bytes of its own before the elements, a block of the allocator 8 more, and its size is a multiple of 16. What
  /// such a block has beyond whole elements is less than one of them.
  var allocatedByteCount: Int {
    guard capacity > 0 else { return 0 }
    return (40 + (capacity + 1) * MemoryLayout<Element>.stride + 15) & ~15
  }
}
