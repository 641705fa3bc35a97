internal import Tables

/// The least and the greatest value.
enum Extremes: Equatable {
  case mantissas(ClosedRange<Int64>)
  case doubles(ClosedRange<Double>)

  /// - Returns: `nil` if there is no value.
  /// - Complexity: O(*n*); O(1) for values that are counted.
  init?(of distribution: Distribution) {
    guard distribution.count > 0 else { return nil }
    switch distribution.values {
    case .counts(let least, let counts):
      self = .mantissas(least...least + Int64(counts.count - 1))
    case .mantissas(let mantissas):
      var (least, greatest) = (Int64.max, Int64.min)
      for mantissa in mantissas {
        least = Swift.min(least, mantissa)
        greatest = Swift.max(greatest, mantissa)
      }
      self = .mantissas(least...greatest)
    case .doubles(let doubles):
      var (least, greatest) = (Double.infinity, -Double.infinity)
      for double in doubles {
        least = double < least ? double : least
        greatest = double > greatest ? double : greatest
      }
      self = .doubles(least...greatest)
    }
  }

  var least: ExactValue {
    switch self {
    case .mantissas(let range): .mantissa(range.lowerBound)
    case .doubles(let range): .double(range.lowerBound)
    }
  }

  var greatest: ExactValue {
    switch self {
    case .mantissas(let range): .mantissa(range.upperBound)
    case .doubles(let range): .double(range.upperBound)
    }
  }

  /// Whether every value is greater than 0.
  var isPositive: Bool {
    switch self {
    case .mantissas(let range): range.lowerBound > 0
    case .doubles(let range): range.lowerBound > 0
    }
  }
}

extension Summary {
  /// The greatest value less the least.
  mutating func range() -> MeasureValue {
    switch extremes {
    case .mantissas(let range):
      let distance = Int128(range.upperBound) - Int128(range.lowerBound)
      if distribution.scale == 0, let integer = Int64(exactly: distance) {
        return .integer(integer)
      }
      return MeasureValue(distribution.quotient(distance))
    case .doubles(let range): return MeasureValue(range.upperBound - range.lowerBound)
    case nil: return .undefined
    }
  }
}
