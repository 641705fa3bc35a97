/// The double next to a fraction; ties go to the even neighbour.
///
/// - Parameters:
///   - dividend: of a magnitude below 2^127.
///   - divisor: from 1 to below 2^127.
/// - Complexity: one division of doubles where both numbers are doubles, else about 70 steps.
package func nearestDouble(_ dividend: Int128, over divisor: UInt128) -> Double {
  if dividend.magnitude < 1 << 53, divisor < 1 << 53 {
    // From 64 bits a double is made at once; from 128 bits by generic code that takes a hundred times as long.
    return Double(Int64(truncatingIfNeeded: dividend)) / Double(UInt64(truncatingIfNeeded: divisor))
  }
  var (quotient, rest) = dividend.magnitude.quotientAndRemainder(dividingBy: divisor)
  var exponent = 0
  // More than 54 bits and a sticky bit decide the rounding; bits that the quotient already has beyond them are kept.
  while quotient < 1 << 60, rest != 0 || quotient == 0 {
    if rest == 0 { return 0 }
    rest <<= 1
    quotient <<= 1
    exponent -= 1
    if rest >= divisor {
      rest -= divisor
      quotient |= 1
    }
  }
  if rest != 0 { quotient |= 1 }
  let nearest = Double(sign: .plus, exponent: exponent, significand: Double(quotient))
  return dividend < 0 ? -nearest : nearest
}
