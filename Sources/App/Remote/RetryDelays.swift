/// How long to wait before a server is asked again: twice as long each time, up to a bound, and never for all askers the same.
struct RetryDelays: Equatable {
  private static let firstMilliseconds = 200
  private static let longestMilliseconds = 5000

  private var milliseconds = firstMilliseconds

  /// The next delay in milliseconds.
  ///
  /// - Parameter share: from 0 to 1, at random: the delay is between half of the whole and the whole.
  mutating func next(share: Double) -> Int {
    let whole = milliseconds
    milliseconds = min(2 * whole, Self.longestMilliseconds)
    return whole / 2 + Int(Double(whole - whole / 2) * share)
  }

  /// Begins again with short ones.
  mutating func reset() { milliseconds = Self.firstMilliseconds }
}
