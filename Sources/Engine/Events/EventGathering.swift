internal import Statistics

/// Events of one segment that are handed out some thousands at a time, each series for itself.
struct EventGathering {
  /// What takes events, in the order in which they were appended.
  typealias Taker = (_ series: String, _ events: ArraySlice<Event>) -> Void

  /// How many events are handed out.
  private(set) var eventCount = 0
  /// How many were from before the horizon.
  private(set) var expiredCount = 0

  private let horizon: Int64
  private let limit: Int
  private var events: [Event] = []
  /// The number of the series of each.
  private var series: [UInt32] = []
  private var isMixed = false

  /// - Parameters:
  ///   - horizon: events before it, in nanoseconds since 1970, are not handed out.
  ///   - limit: how many events are gathered before they are handed out. A record is not cut, so it may be more by one record.
  init(horizon: Int64, limit: Int = 16_384) {
    self.horizon = horizon
    self.limit = limit
    events.reserveCapacity(limit)
    series.reserveCapacity(limit)
  }

  /// Whether it is time to hand out.
  var isFull: Bool { events.count >= limit }

  /// Takes in the events of a record.
  ///
  /// - Returns: the time of the latest.
  @inline(__always)
  mutating func add(_ words: Span<UInt64>, _ record: EventRecord.Whole) -> Int64 {
    var greatest = Int64.min
    for place in stride(
      from: record.body.lowerBound, to: record.body.upperBound, by: EventFormat.eventWordCount)
    {
      let event = EventRecord.event(words, at: place)
      greatest = max(greatest, event.nanoseconds)
      if event.nanoseconds < horizon {
        expiredCount += 1
      } else {
        if record.series != series.last ?? record.series { isMixed = true }
        events.append(event)
        series.append(record.series)
      }
    }
    return greatest
  }

  /// Hands out what was gathered: one slice a series, in the order in which it was added.
  ///
  /// - Parameter names: of the series, by their numbers.
  /// - Complexity: O(events + `names.count`).
  mutating func handOut(_ names: [String], _ take: Taker) {
    guard let first = series.first else { return }
    if isMixed {
      handOutMixed(names, take)
    } else {
      take(names[Int(first)], events[...])
    }
    eventCount += events.count
    events.removeAll(keepingCapacity: true)
    series.removeAll(keepingCapacity: true)
    isMixed = false
  }

  private func handOutMixed(_ names: [String], _ take: Taker) {
    var ends = [Int](repeating: 0, count: names.count)
    for number in series { ends[Int(number)] += 1 }
    var sum = 0
    for number in ends.indices {
      (ends[number], sum) = (sum, sum + ends[number])
    }
    var sorted = events
    for place in events.indices {
      let number = Int(series[place])
      sorted[ends[number]] = events[place]
      ends[number] += 1
    }
    var start = 0
    for number in ends.indices where start < ends[number] {
      take(names[number], sorted[start..<ends[number]])
      start = ends[number]
    }
  }
}
