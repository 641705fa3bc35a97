internal import Engine
internal import HTTP
internal import Statistics

/// Which statistics are asked for, and of which events.
struct StatisticsQuery: Sendable {
  private(set) var question: EventQuestion
  /// The statistics, with the names that the answer gives them.
  private(set) var statistics: [(name: String, statistic: EventStatistic)] = [
    ("count", .count), ("min", .min), ("max", .max), ("mean", .mean),
  ]
  /// How often a stream tells them.
  private(set) var everyMilliseconds = 1000
  /// The intervals of a histogram.
  private(set) var bins = 10

  private static let statisticLimit = 100
  private static let binLimit = 1000
  private static let usualWindowMilliseconds = 3_600_000
  private static let greatestEveryMilliseconds = 3_600_000

  /// Whether sums alone answer it.
  var isShort: Bool { !statistics.contains { $0.statistic.needsEvents } }

  /// - Parameter isStream: `every` is allowed, and `as_of` is not.
  /// - Throws: `Failure.badParameters` with all that is wrong.
  init(
    _ items: [QueryItem], _ options: EventBoard.Options, isStream: Bool
  ) throws(Failure) {
    let retention = Int(options.retentionNanoseconds / 1_000_000)
    question = EventQuestion(
      windowNanoseconds: Int64(min(Self.usualWindowMilliseconds, retention)) * 1_000_000)
    var mistakes: [Problem.Mistake] = []
    var seen: Set<String> = []
    for item in items {
      if !seen.insert(item.name).inserted {
        mistakes.append(.init("'\(item.name)' may be given once", at: .parameter(item.name)))
      } else if let mistake = take(item, retention: retention, isStream: isStream) {
        mistakes.append(mistake)
      }
    }
    if !mistakes.isEmpty { throw .badParameters(mistakes) }
  }

  private mutating func take(
    _ item: QueryItem, retention: Int, isStream: Bool
  ) -> Problem.Mistake? {
    switch (item.name, isStream) {
    case ("window", _):
      guard let window = DurationText.milliseconds(item.value),
        (min(1000, retention)...retention).contains(window)
      else {
        return Self.mistake(
          item,
          "must be a time from 1s to \(DurationText.text(ofMilliseconds: retention)), "
            + "which is how long events are kept (--event-retention), such as 15m")
      }
      question.windowNanoseconds = Int64(window) * 1_000_000
    case ("stats", _): return takeStatistics(item)
    case ("series", _):
      if !item.value.isEmpty, let mistake = SeriesName.mistake(item) { return mistake }
      question.series = item.value
    case ("bins", _):
      guard let number = Int(item.value), (1...Self.binLimit).contains(number) else {
        return Self.mistake(item, "must be a whole number from 1 to \(Self.binLimit)")
      }
      bins = number
    case ("as_of", false):
      guard let end = Self.time(item.value) else {
        return Self.mistake(item, "must be a time such as 2025-06-26T14:30:00Z")
      }
      question.endNanoseconds = end
    case ("every", true):
      guard let every = DurationText.milliseconds(item.value),
        (100...Self.greatestEveryMilliseconds).contains(every)
      else { return Self.mistake(item, "must be a time from 100ms to 1h, such as 1s") }
      everyMilliseconds = every
    default:
      let known = ["window", "stats", "series", "bins", isStream ? "every" : "as_of"]
      let hint = nearestName(to: item.name, in: known).map { "; did you mean '\($0)'?" } ?? ""
      return .init(
        "There is no parameter '\(Self.short(item.name))'" + hint, at: .parameter(item.name),
        expected: known.joined(separator: ", "))
    }
    return nil
  }

  private mutating func takeStatistics(_ item: QueryItem) -> Problem.Mistake? {
    statistics = []
    let parts = item.value.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count <= Self.statisticLimit else {
      return Self.mistake(item, "may name \(Self.statisticLimit) statistics at most")
    }
    for part in parts {
      let name = String(part)
      guard let statistic = EventStatistic(name) else {
        let hint = nearestName(to: name, in: EventStatistic.names)
        return .init(
          "There is no statistic '\(Self.short(name))'"
            + (hint.map { "; did you mean '\($0)'?" } ?? "") + "; there are "
            + EventStatistic.names.joined(separator: ", ") + " and percentiles such as p95",
          at: .parameter(item.name), value: Self.short(item.value))
      }
      if statistics.contains(where: { $0.name == name }) {
        return Self.mistake(item, "asks for '\(name)' twice")
      }
      statistics.append((name, statistic))
    }
    return nil
  }

  /// A time as events have it. The plus sign of its zone is a blank by now, unless the client has escaped it.
  private static func time(_ text: String) -> Int64? {
    var bytes = Array(text.utf8)
    if let blank = bytes.lastIndex(of: UInt8(ascii: " ")), blank > "2025-06-26T".utf8.count {
      bytes[blank] = UInt8(ascii: "+")
    }
    return EventTime.nanoseconds(of: bytes.span)
  }

  private static func mistake(_ item: QueryItem, _ rest: String) -> Problem.Mistake {
    .init("'\(item.name)' \(rest)", at: .parameter(item.name), value: short(item.value))
  }

  private static func short(_ text: String) -> String { String(text.unicodeScalars.prefix(100)) }
}
