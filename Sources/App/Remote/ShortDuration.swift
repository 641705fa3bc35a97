/// Times for people, in the units of settings: `350ms`, `1.2s`, `12s`, `3m 20s`, `2h 5m`, `4d 3h`.
enum ShortDuration {
  /// A time of no less than 0 milliseconds, rounded down.
  static func text(milliseconds: Int) -> String {
    let seconds = milliseconds / 1000
    return switch milliseconds {
    case ...0: "0s"
    case ..<1000: "\(milliseconds)ms"
    case ..<10_000: tenths(milliseconds / 100)
    case ..<60_000: "\(seconds)s"
    case ..<3_600_000: pair(seconds / 60, "m", seconds % 60, "s")
    case ..<86_400_000: pair(seconds / 3600, "h", seconds / 60 % 60, "m")
    default: pair(seconds / 86_400, "d", seconds / 3600 % 24, "h")
    }
  }

  private static func tenths(_ count: Int) -> String {
    count % 10 == 0 ? "\(count / 10)s" : "\(count / 10).\(count % 10)s"
  }

  private static func pair(_ large: Int, _ unit: String, _ small: Int, _ smallUnit: String)
    -> String
  {
    small == 0 ? "\(large)\(unit)" : "\(large)\(unit) \(small)\(smallUnit)"
  }
}
