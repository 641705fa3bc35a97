/// The natural logarithm of a finite number above zero.
///
/// The C library has one, but only `Posix` speaks to it, and its last digit differs from one system to the next. Here the number
/// is split into *m* 2^*e* with *m* near 1, and ln *m* = 2 artanh *s* with *s* = (*m* - 1) / (*m* + 1), whose series falls by a factor of 34
/// or more with each term.
///
/// - Precondition: `number` is finite and above zero.
/// - Returns: the logarithm, wrong by at most one unit in the last place.
func naturalLogarithm(_ number: Double) -> Double {
  precondition(number > 0 && number.isFinite, "only finite numbers above zero have a logarithm")
  var exponent = Double(number.exponent)
  var part = number.significand
  if part > 1.414_213_562_373_095_1 {
    part /= 2
    exponent += 1
  }
  let s = (part - 1) / (part + 1)
  let square = s * s
  // 2 artanh s = 2 s + 2 s^3 / 3 + 2 s^5 / 5 + ..., summed from its least term.
  var series = 0.0
  for power in stride(from: 21, through: 3, by: -2) {
    series = (series + 2 / Double(power)) * square
  }
  // ln 2 in two parts: the first has so few digits that a product with an exponent is exact.
  let head = 0x1.62e42fee00000p-1
  let tail = 0x1.a39ef35793c76p-33
  return exponent * head + (2 * s + (s * series + exponent * tail))
}
