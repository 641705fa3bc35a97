internal import Statistics

/// A statistic of the events of a window.
enum EventStatistic: Equatable, Sendable {
  case count, sum, min, max, mean, range
  /// Of a population: n in the denominator.
  case variance, standardDeviation
  /// The value below which this share of the values lies.
  case quantile(Double)
  case histogram

  /// All but the percentiles, by their names.
  private static let named: [(name: String, statistic: EventStatistic)] = [
    ("count", .count), ("sum", .sum), ("min", .min), ("max", .max), ("mean", .mean),
    ("range", .range), ("variance", .variance), ("stddev", .standardDeviation),
    ("median", .quantile(0.5)), ("histogram", .histogram),
  ]

  /// The names of all but the percentiles.
  static let names = named.map(\.name)

  /// The statistic of a name, `p95` and `p99.9` among them.
  init?(_ name: String) {
    if let found = Self.named.first(where: { $0.name == name }) {
      self = found.statistic
    } else if name.utf8.first == UInt8(ascii: "p"),
      let share = Self.share(ofPercent: name.utf8.dropFirst())
    {
      self = .quantile(share)
    } else {
      return nil
    }
  }

  /// The share of digits with at most one point between them, from 0 to 100.
  private static func share(ofPercent text: Substring.UTF8View) -> Double? {
    let isPlain =
      text.count <= 20 && text.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
      && text.first != 0x2E && text.last != 0x2E
    // The share is the double next to the digits, which a division would miss.
    guard isPlain, let share = Double(String(Substring(text)) + "e-2"), share <= 1 else {
      return nil
    }
    return share
  }

  /// Whether each event has to be looked at.
  var needsEvents: Bool {
    switch self {
    case .quantile, .histogram: true
    case .count, .sum, .min, .max, .mean, .range, .variance, .standardDeviation: false
    }
  }

  var share: Double? {
    if case .quantile(let share) = self { share } else { nil }
  }
}
