internal import Tables

/// The sum of all values, which the mean is made from as well.
enum Total {
  /// Of mantissas, exactly.
  case mantissas(Int128)
  /// Of doubles that were multiplied by a power of two first, so that no part of the sum is infinite.
  case doubles(NeumaierSum, scaledBy: Double)

  /// - Returns: `nil` if there is no value.
  /// - Complexity: O(*n*); O(*distinct*) for values that are counted.
  init?(of distribution: Distribution, _ extremes: Extremes?) {
    switch (distribution.values, extremes) {
    case (.counts(let least, let counts), .mantissas):
      // The count of each place from which on no less is left, added up, is the sum of the places.
      var (sum, left): (Int128, Int) = (0, 0)
      for count in counts.dropFirst().reversed() {
        left &+= count
        sum &+= Int128(left)
      }
      self = .mantissas(sum + Int128(least) * Int128(distribution.count))
    case (.mantissas(let mantissas), .mantissas):
      // So many mantissas that their sum leaves 128 bits do not fit any memory.
      self = .mantissas(mantissas.reduce(0) { $0 &+ Int128($1) })
    case (.doubles(let doubles), .doubles(let range)):
      let factor = powerOfTwo(bringingToOne: range)
      var sum = NeumaierSum()
      for double in doubles { sum.add(double * factor) }
      self = .doubles(sum, scaledBy: factor)
    default: return nil
    }
  }
}

/// A power of two that brings the greatest magnitude of a range to between 1 and 2, as far as there are such powers.
func powerOfTwo(bringingToOne range: ClosedRange<Double>) -> Double {
  let greatest = max(range.lowerBound.magnitude, range.upperBound.magnitude)
  guard greatest > 0 else { return 1 }
  return Double(
    sign: .plus, exponent: max(-1023, min(-Int(greatest.exponent), 1000)), significand: 1)
}

extension Summary {
  /// The sum of the values: an integer where the column has no decimals and the sum fits 64 bits.
  mutating func sum() -> MeasureValue {
    switch total {
    case .mantissas(let sum):
      if distribution.scale == 0, let integer = Int64(exactly: sum) { return .integer(integer) }
      return MeasureValue(distribution.quotient(sum))
    case .doubles(let sum, let factor): return MeasureValue(sum.value / factor)
    case nil: return .undefined
    }
  }
}
