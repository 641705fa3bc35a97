/// The natural logarithm of the gamma function.
///
/// From 12 upwards Stirling's series; below, the recurrence Γ(x + 1) = x Γ(x) leads to the Taylor series around 2, whose coefficients
/// are (ζ(k) - 1) / k. At 1 and 2, where the logarithm is zero, the answer is right to its own last digits.
///
/// - Parameter x: above 0. At 0 and at infinity the answer is infinity, below 0 and for NaN it is NaN.
/// - Returns: the logarithm, with a relative error of at most 10^-15.
/// - Source: NIST Digital Library of Mathematical Functions, 5.5.1, 5.7.3 and 5.11.1.
package func logGamma(_ x: Double) -> Double {
  guard x > 0, x < .infinity else { return x >= 0 ? .infinity : .nan }
  if x < 0.5 { return logGammaAboveOne(x) - naturalLogarithm(x) }
  if x < 1.5 { return logGammaAboveOne(x - 1) }
  if x < 2.5 { return logGammaAroundTwo(x - 2) }
  guard x < 12 else {
    // Beyond 10^305 the first product overflows although the whole does not.
    return x * (naturalLogarithm(x) - 1) + (halfLogTwoPi - 0.5 * naturalLogarithm(x))
      + stirlingRemainder(x)
  }
  var product = 1.0
  var rest = x
  while rest >= 2.5 {
    rest -= 1
    product *= rest
  }
  return naturalLogarithm(product) + logGammaAroundTwo(rest - 2)
}

/// ln Γ(1 + `rest`), right to a few units in the last place near zero as well.
///
/// - Parameter rest: from -1/2 to 1/2.
func logGammaAboveOne(_ rest: Double) -> Double {
  logGammaAroundTwo(rest) - logarithmOfOne(plus: rest)
}

/// What Stirling's formula leaves out: ln Γ(x) - ((x - 1/2) ln x - x + ln(2π) / 2).
///
/// - Parameter x: above 0, finite.
/// - Returns: the rest, with an absolute error of at most 10^-14.
/// - Source: DLMF 5.11.1; its use for densities is that of C. Loader, Fast and accurate computation of binomial probabilities (2000).
func stirlingRemainder(_ x: Double) -> Double {
  guard x >= 12 else {
    return logGamma(x) - ((x - 0.5) * naturalLogarithm(x) - x + halfLogTwoPi)
  }
  let square = 1 / (x * x)
  var series = 0.0
  for coefficient in stirlingCoefficients.reversed() {
    series = series * square + coefficient
  }
  return series / x
}

/// ln Γ(`x` + `step`) - ln Γ(`x`), whose error shrinks with the step.
///
/// Every term carries the step as a factor, where the difference of two logarithms would keep their errors.
///
/// - Parameters:
///   - x: above 0, finite.
///   - step: from 0 to 1.
/// - Source: DLMF 5.5.1 and 5.11.1, differences taken term by term.
func logGammaRise(from x: Double, by step: Double) -> Double {
  var low = x
  var rise = 0.0
  while low < 16 {
    rise -= logarithmOfOne(plus: step / low)
    low += 1
  }
  let growth = logarithmOfOne(plus: step / low)
  rise += ((low - 0.5) * growth - step) + step * naturalLogarithm(low + step)
  var power = 1 / low
  for (index, coefficient) in stirlingCoefficients.enumerated() {
    rise += coefficient * power * exponentialLessOne(-Double(2 * index + 1) * growth)
    power /= low * low
  }
  return rise
}

/// ln Γ(2 + `rest`) for a rest from -1/2 to 1/2.
private func logGammaAroundTwo(_ rest: Double) -> Double {
  var series = 0.0
  for coefficient in zetaCoefficients.reversed() {
    series = series * rest + coefficient
  }
  // 1 - γ, Euler's constant.
  return rest * (0.422_784_335_098_467_13 + rest * series)
}

/// ln(2π) / 2.
private let halfLogTwoPi = 0.918_938_533_204_672_8

/// B(2k) / (2k (2k - 1)) for k from 1: the terms of Stirling's series.
private let stirlingCoefficients = [
  1 / 12.0, -1 / 360.0, 1 / 1_260.0, -1 / 1_680.0, 1 / 1_188.0, -691 / 360_360.0, 1 / 156.0,
]

/// (-1)^k (ζ(k) - 1) / k for k from 2: the Taylor series of ln Γ around 2.
private let zetaCoefficients = [
  0.3224670334241132, -0.0673523010531981, 0.020580808427784546, -0.007385551028673986,
  0.0028905103307415234, -0.001192753911703261, 0.0005096695247430425, -0.00022315475845357939,
  9.945751278180853e-05, -4.492623673813314e-05, 2.050721277567069e-05, -9.439488275268397e-06,
  4.374866789907488e-06, -2.039215753801366e-06, 9.55141213040742e-07, -4.492469198764566e-07,
  2.1207184805554665e-07, -1.0043224823968099e-07, 4.7698101693639804e-08, -2.2711094608943164e-08,
  1.0838659214896955e-08, -5.183475041970047e-09, 2.4836745438024785e-09, -1.1921401405860912e-09,
  5.731367241678862e-10, -2.7595228851242334e-10, 1.330476437424449e-10, -6.4229645638381e-11,
]
