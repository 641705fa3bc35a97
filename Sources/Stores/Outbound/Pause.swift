internal import Posix

/// A time to wait until something is tried again. Whoever waits is asked all the while whether it still wants to.
package struct Pause {
  /// How long it takes at most until a pause that nobody wants any more ends.
  private static let turnMilliseconds = 50
  /// No pause is longer.
  private static let limitSeconds = 86_400.0

  private let milliseconds: Int
  private let sleep: (_ milliseconds: Int) -> Void

  /// - Parameters:
  ///   - seconds: up to a day; none or less is no pause.
  ///   - sleep: lets the thread sleep.
  package init(
    seconds: Double,
    sleep: @escaping (_ milliseconds: Int) -> Void = { Thread.sleep(milliseconds: $0) }
  ) {
    milliseconds = Int((min(max(0, seconds), Self.limitSeconds) * 1000).rounded())
    self.sleep = sleep
  }

  /// Waits in the calling thread.
  ///
  /// - Returns: whether the time is over; `false` as soon as nobody wants it any more.
  package func passes(unless isCancelled: () -> Bool) -> Bool {
    var left = milliseconds
    while left > 0 {
      if isCancelled() { return false }
      let turn = min(left, Self.turnMilliseconds)
      sleep(turn)
      left -= turn
    }
    return true
  }
}
