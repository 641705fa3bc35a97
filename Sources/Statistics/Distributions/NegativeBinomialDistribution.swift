/// The negative binomial distribution: how many failures come before the `size`-th success, when each trial succeeds with
/// `probability`; for a size that is no whole number, a Poisson distribution whose mean varies by a gamma distribution.
///
/// Its sums are incomplete beta functions: P(X <= k) = I_p(r, k + 1) and P(X >= k) = I_(1-p)(k, r). The relative error is about 10^-14
/// down to the least normal double; sizes from 10^-8 to 10^12 and counts up to 10^12 are what it is made for, counts beyond 2^53 are
/// rounded.
///
/// - Source: M. Abramowitz, I. Stegun, Handbook of Mathematical Functions (1964), 26.5.26; NIST Digital Library of Mathematical
///   Functions, 8.17.24; for single counts C. Loader, Fast and accurate computation of binomial probabilities (2000).
package struct NegativeBinomialDistribution: Sendable {
  private enum Form {
    /// Cut at the probability of a success.
    case usual(UnitCut)
    /// No failure ever.
    case certain
    case undefined
  }

  /// r.
  package let size: Double
  private let form: Form

  /// - Parameters:
  ///   - size: from 10^-100 to 10^100.
  ///   - probability: above 0, at most 1 (no failure ever); taken as exact. Outside every answer is NaN.
  package init(size: Double, probability: Double) {
    let isDefined = IncompleteBeta.domain ~= size && probability > 0 && probability <= 1
    self.size = size
    form = !isDefined ? .undefined : probability < 1 ? .usual(UnitCut(at: probability)) : .certain
  }

  /// The distribution of a given mean and the variance mean + mean^2 / size.
  ///
  /// For large sizes the probability r / (r + m) is so near to one that a double no longer tells what it is short of it; here both are
  /// kept.
  ///
  /// - Parameters:
  ///   - size: from 10^-100 to 10^100.
  ///   - mean: from 0 (no failure ever) to 10^100. Outside every answer is NaN.
  package init(size: Double, mean: Double) {
    self.size = size
    guard IncompleteBeta.domain ~= size, 0...1e100 ~= mean else {
      form = .undefined
      return
    }
    let sum = DoubleDouble(size, plus: mean)
    let success = DoubleDouble(size) / sum
    let failure = DoubleDouble(mean) / sum
    form =
      failure.high > 0 ? .usual(UnitCut(below: success, above: failure)) : .certain
  }

  /// The probability of exactly `count` failures: Γ(r + k) / (k! Γ(r)) p^r (1-p)^k.
  package func probability(of count: Int) -> Double {
    guard case .usual(let cut) = form, count >= 0 else {
      return exponential(logProbability(of: count))
    }
    guard count > 0 else { return exponential(size * cut.logBelow) }
    let beta = beta(count, cut)
    return exponential(beta.exponent, times: beta.densityFactor / beta.b)
  }

  /// The natural logarithm of `probability`: minus infinity where it is 0.
  package func logProbability(of count: Int) -> Double {
    switch form {
    case .undefined: return .nan
    case .certain: return count == 0 ? 0 : -.infinity
    case .usual(let cut):
      guard count > 0 else { return count == 0 ? (size * cut.logBelow).high : -.infinity }
      let beta = beta(count, cut)
      return scaledLogarithm(of: beta.densityFactor / beta.b, exponent: beta.exponent)
    }
  }

  /// The probability of at most `count` failures.
  package func cumulative(_ count: Int) -> Double { cut(above: count).lower }

  /// The natural logarithm of `cumulative`.
  package func logCumulative(_ count: Int) -> Double { cut(above: count).logLower }

  /// The probability of `count` failures or more: 1 from 0 downwards.
  package func upperTail(from count: Int) -> Double { cut(below: count).upper }

  /// The natural logarithm of `upperTail`.
  package func logUpperTail(from count: Int) -> Double { cut(below: count).logUpper }

  /// Up to `count` and from the next one.
  private func cut(above count: Int) -> Tails {
    count < 0 ? cut(below: 0) : count < .max ? cut(below: count + 1) : cut(below: count)
  }

  /// Below `count` and from it upwards.
  private func cut(below count: Int) -> Tails {
    switch form {
    case .undefined: return .undefined
    case .certain: return count > 0 ? Tails(upper: 0) : Tails(lower: 0)
    case .usual(let cut):
      guard count > 0 else { return Tails(lower: 0) }
      return beta(count, cut).tails
    }
  }

  private func beta(_ count: Int, _ cut: UnitCut) -> IncompleteBeta {
    IncompleteBeta(a: size, b: Double(count), cut: cut)
  }
}
