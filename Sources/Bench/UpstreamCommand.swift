internal import Foundation
internal import Posix
internal import Server
internal import Trial

/// `tally-bench upstream`: serves cities and their journeys to collect, and misbehaves as it is told to.
enum UpstreamCommand {
  static let usage =
    "tally-bench upstream [--port N] [--cities N] [--countries N] [--rows N] [--delay MS] "
    + "[--errors PERCENT] [--garbage PERCENT] [--seed N]"

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

  /// Serves until it is told to stop.
  static func run(_ arguments: [String]) throws {
    let order = try parse(arguments)
    // Before the first thread starts, so that every thread inherits what is blocked.
    let signals = StopSignal()
    let server = try Upstream(order).start()
    FileHandle.standardOutput.write(
      Data("listening on http://127.0.0.1:\(server.port)\n".utf8))
    while [nil, .hangUp].contains(signals.next(withinMilliseconds: 1000)) {}
    server.close()
  }

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
