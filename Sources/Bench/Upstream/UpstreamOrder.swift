/// What a command line `tally-bench upstream ...` asks for.
struct UpstreamOrder: Equatable {
  static let usage =
    "tally-bench upstream [--port N] [--cities N] [--countries N] [--rows N] [--delay MS] "
    + "[--errors PERCENT] [--garbage PERCENT] [--seed N]"

  /// 0 lets the kernel choose.
  var port = 0
  var cities = 30
  var countries = 6
  /// Rows of each city and day.
  var rows = 100
  /// How long each answer is held back.
  var delayMilliseconds = 0
  /// The share of requests that fail: statuses 500, 503 and 429, and connections that are cut.
  var errorPercent = 0
  /// The share of cities and days whose rows are no good: JSON that is cut, a delay that is no duration.
  var garbagePercent = 0
  var seed = 1

  /// An option, where its number goes, and what it may be.
  private struct Flag: Sendable {
    let word: String
    let part: any WritableKeyPath<UpstreamOrder, Int> & Sendable
    let range: ClosedRange<Int>
  }

  private static let flags = [
    Flag(word: "--port", part: \.port, range: 0...65_535),
    Flag(word: "--cities", part: \.cities, range: 0...100_000),
    Flag(word: "--countries", part: \.countries, range: 1...1_000),
    Flag(word: "--rows", part: \.rows, range: 0...10_000_000),
    Flag(word: "--delay", part: \.delayMilliseconds, range: 0...600_000),
    Flag(word: "--errors", part: \.errorPercent, range: 0...100),
    Flag(word: "--garbage", part: \.garbagePercent, range: 0...100),
    Flag(word: "--seed", part: \.seed, range: 0...Int.max),
  ]

  /// Reads the arguments that follow `upstream`.
  static func parse(_ arguments: [String]) throws(UsageFailure) -> UpstreamOrder {
    var order = UpstreamOrder()
    var rest = arguments[...]
    while let word = rest.popFirst() {
      guard let flag = flags.first(where: { $0.word == word }) else {
        throw .unknown(word, usage: usage)
      }
      guard let value = rest.popFirst() else { throw .missing("a value for \(word)", usage: usage) }
      guard let number = Int(value), flag.range.contains(number) else {
        let (least, most) = (flag.range.lowerBound, flag.range.upperBound)
        throw .badValue(value, flag: word, expected: "a whole number from \(least) to \(most)")
      }
      order[keyPath: flag.part] = number
    }
    return order
  }
}
