internal import Engine
internal import JSON
internal import Statistics

/// What a window came to during the last minutes, so that a drawing need not begin empty.
struct LiveHistory: Sendable {
  /// How far it reaches back, and in which steps.
  static let seconds = 300
  private static let stepSeconds = 5

  /// Each of the window that ended so many seconds ago, the longest ago first.
  let points: [(secondsAgo: Int, summary: WindowSummary)]

  /// - Complexity: O(log *n*) in the number of events, for each of some dozens of points.
  init(of question: EventQuestion, in store: EventStore, at now: Int64) {
    let ages = stride(from: Self.seconds, through: Self.stepSeconds, by: -Self.stepSeconds)
    let moments = ages.map { now - Int64($0) * 1_000_000_000 }
    points = Array(zip(ages, store.summaries(of: question, endingAt: moments, at: now)))
      .map { (secondsAgo: $0, summary: $1) }
  }

  /// `[[295, 12.5, 10, 20], ...]`: how many seconds ago, the mean, the least and the greatest; without those that had no events.
  var text: String {
    var writer = JSONWriter()
    writer.beginArray()
    for (secondsAgo, summary) in points {
      guard let mean = summary.mean, let min = summary.min, let max = summary.max else { continue }
      writer.beginArray()
      writer.integer(secondsAgo)
      for number in [mean, min, max] { writer.double(number) }
      writer.endArray()
    }
    writer.endArray()
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
