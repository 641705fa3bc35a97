/// A segment of the log of events that nothing is appended to any more.
struct FinishedSegment: Equatable, Sendable {
  let number: Int
  /// The time of its latest event, in nanoseconds since 1970.
  let greatestNanoseconds: Int64
  /// The size of its file.
  let byteCount: Int
}

/// The finished segments whose files are still there.
struct FinishedSegments: Equatable, Sendable {
  private var segments: [FinishedSegment] = []
  /// How many bytes their files have.
  private(set) var byteCount = 0

  init() {}

  /// How many there are.
  var count: Int { segments.count }

  mutating func add(_ segment: FinishedSegment) {
    segments.append(segment)
    byteCount += segment.byteCount
  }

  /// The segments of which every event is before a moment, in the order of their numbers if they were added so.
  ///
  /// - Complexity: O(`count`).
  func expired(before horizon: Int64) -> [FinishedSegment] {
    segments.filter { $0.greatestNanoseconds < horizon }
  }

  mutating func remove(number: Int) {
    guard let place = segments.firstIndex(where: { $0.number == number }) else { return }
    byteCount -= segments[place].byteCount
    segments.remove(at: place)
  }
}
