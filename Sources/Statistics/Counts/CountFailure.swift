internal import Tables

/// Why rows cannot be counted by their groups and times.
package enum CountFailure: Error, Equatable, Sendable {
  /// There are more groups than that.
  case tooManyGroups(limit: Int)
  /// All groups in all years, or in all weeks that are looked at, would be more numbers than that.
  case tooManyCounts(limit: Int)
  /// The sources have more rows than can be numbered in 32 bits.
  case tooManyRows
  /// Nobody wants the counts any more.
  case cancelled
}

extension CountFailure {
  init(_ failure: GroupingFailure) {
    switch failure {
    case .tooManyGroups(let limit): self = .tooManyGroups(limit: limit)
    case .tooManyRows: self = .tooManyRows
    case .cancelled: self = .cancelled
    }
  }
}
