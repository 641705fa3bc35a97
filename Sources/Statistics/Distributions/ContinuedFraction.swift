/// The reciprocal of *first* + n1 / (d1 + n2 / (d2 + ...)), evaluated from the front.
///
/// - Parameters:
///   - first: the first denominator, not zero.
///   - step: the numerator and the denominator of a level, counted from 1.
/// - Source: W. J. Lentz, Applied Optics 15 (1976), pp. 668-671; I. J. Thompson, A. R. Barnett, Journal of Computational Physics 64
///   (1986), pp. 490-509.
@inline(__always)
func continuedFraction(
  from first: Double, _ step: (Int) -> (numerator: Double, denominator: Double)
) -> Double {
  let tiny = 1e-290
  var value = first
  var ahead = first
  var behind = 0.0
  for index in 1...2_000 {
    let (numerator, denominator) = step(index)
    behind = denominator + numerator * behind
    behind = 1 / (behind == 0 ? tiny : behind)
    ahead = denominator + numerator / ahead
    if ahead == 0 { ahead = tiny }
    let change = ahead * behind
    value *= change
    if abs(change - 1) <= .ulpOfOne { break }
  }
  return 1 / value
}
