internal import Engine

/// How long jobs are kept, as people type it: `30d,100000,10GB`.
enum Retentions {
  static let expectation =
    "an age, a number of jobs from 1 to 1000000 and a size, such as 30d,100000,10GB"

  /// The largest number of jobs: each costs about a hundred bytes of memory.
  private static let countLimit = 1_000_000
  private static let dayMilliseconds = 86_400_000
  private static let yearsLimit = 100

  /// Reads an age, a number and a size.
  ///
  /// - Returns: `nil` for anything else.
  static func retention(_ text: String) -> Retention? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, let age = milliseconds(parts[0]),
      (1...yearsLimit * 366 * dayMilliseconds).contains(age),
      let count = Quantity.integer(parts[1]), (1...countLimit).contains(count),
      let bytes = Quantity.bytes(parts[2]), bytes > 0
    else { return nil }
    var retention = Retention()
    retention.ageNanoseconds = Int64(age) * 1_000_000
    retention.count = count
    retention.bytes = bytes
    return retention
  }

  private static func milliseconds(_ text: String) -> Int? {
    guard text.hasSuffix("d") else { return Quantity.milliseconds(text) }
    guard let days = Quantity.integer(text.dropLast()), days <= yearsLimit * 366 else {
      return nil
    }
    return days * dayMilliseconds
  }
}
