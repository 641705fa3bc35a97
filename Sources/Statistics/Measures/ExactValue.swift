internal import Tables

/// A value of a distribution as it is kept there.
enum ExactValue: Equatable {
  case mantissa(Int64)
  case double(Double)
}

extension Distribution {
  /// The double next to a value.
  func number(_ value: ExactValue) -> Double {
    switch value {
    case .mantissa(let mantissa): quotient(Int128(mantissa))
    case .double(let double): double
    }
  }
}

extension OrderedKeys {
  /// The values of a distribution; no keys where values are counted, since counts are in order as they are.
  init(of distribution: Distribution) {
    switch distribution.values {
    case .counts: self.init([])
    case .mantissas(let mantissas): self.init(mantissas: mantissas)
    case .doubles(let doubles): self.init(doubles: doubles)
    }
  }
}
