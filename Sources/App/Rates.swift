internal import Engine

/// Numbers of requests in a time, as people type them: `100/s`, `30/min`, `1000/h`, `50000/d`, or `none`.
enum Rates {
  static let expectation = "none, or a number from 1 to 1000000 and a time, such as 10/s or 30/min"

  private static let units: [(suffix: String, seconds: Int)] = [
    ("/s", 1), ("/min", 60), ("/h", 3600), ("/d", RatePolicy.secondsLimit),
  ]

  static func isRate(_ text: String) -> Bool {
    text == "none" || policy("rate", text) != nil
  }

  /// The policy of a setting; `nil` for `none` and for what is no rate.
  static func policy(_ name: String, _ text: String?) -> RatePolicy? {
    guard let text, let unit = units.first(where: { text.hasSuffix($0.suffix) }),
      let count = Quantity.integer(text.dropLast(unit.suffix.count)),
      (1...RatePolicy.countLimit).contains(count)
    else { return nil }
    return RatePolicy(name: name, count: count, seconds: unit.seconds)
  }
}
