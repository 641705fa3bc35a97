/// What stands in a segment, up to its first record that is not whole.
struct SegmentReading {
  /// The first word behind the last whole record; 0 if the header is not whole.
  private(set) var end = 0
  /// The time of the latest event; the least there is if there is none.
  private(set) var greatestNanoseconds = Int64.min

  /// The names of the series so far, by their numbers.
  private var names = [""]

  /// Hands out the events of a segment.
  ///
  /// - Parameter seed: the checksum of the header.
  init(
    _ words: Span<UInt64>, seed: UInt32, _ gathering: inout EventGathering,
    _ take: EventGathering.Taker
  ) {
    end = EventFormat.headerWordCount
    records: while let record = EventRecord.read(words, at: end, seed) {
      switch record.kind {
      case .events:
        guard record.series < names.count else { break records }
        greatestNanoseconds = max(greatestNanoseconds, gathering.add(words, record))
        if gathering.isFull { gathering.handOut(names, take) }
      case .seriesName:
        guard record.series == names.count, let name = EventRecord.name(words, record) else {
          break records
        }
        names.append(name)
      }
      end = record.body.upperBound
    }
    gathering.handOut(names, take)
  }
}
