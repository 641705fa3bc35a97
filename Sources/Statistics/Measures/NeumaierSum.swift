/// A sum of doubles that carries its rounding errors along.
///
/// - Source: A. Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, ZAMM 54 (1974), pp. 39-51.
struct NeumaierSum {
  /// The sum as it comes out of plain additions.
  private(set) var sum = 0.0
  /// What those additions have lost.
  private(set) var lost = 0.0

  var value: Double { sum + lost }

  @inline(__always)
  mutating func add(_ value: Double) {
    let next = sum + value
    // The error of one addition, whichever term is the larger (D. E. Knuth, The Art of Computer Programming 2, 4.2.2, theorem B).
    let taken = next - sum
    lost += (sum - (next - taken)) + (value - taken)
    sum = next
  }

  /// The sum divided, with the rest of the division made good.
  func divided(by divisor: Double) -> Double {
    let quotient = sum / divisor
    return quotient + (sum.addingProduct(-quotient, divisor) + lost) / divisor
  }
}
