import Foundation
import Testing

@testable import Statistics

struct TailIntegralTests {
  @Test(arguments: [1e-3, 1, 7, 1e6, 1e200])
  func `a straight fall has the reciprocal of its slope`(slope: Double) {
    let value = TailIntegral(slope: slope, curvature: slope / 1e30).value { _ in 0 }
    #expect(abs(value * slope - 1) <= 4e-15)
  }

  @Test(arguments: [0, 0.1, 1, 5, 30])
  func `a bell curve has the ratio of Mills`(z: Double) {
    for width in [1e-6, 1, 1e6] {
      let integral = TailIntegral(slope: z / width, curvature: 1 / (width * width))
      let value = integral.value { $0 * $0 / (2 * width * width) }
      let expected =
        width * (Double.pi / 2).squareRoot() * exp(z * z / 2) * erfc(z / 2.0.squareRoot())
      #expect(abs(value / expected - 1) <= 2e-13, "\(z) \(width)")
    }
  }

  @Test func `a fall that steepens like an exponential has its integral`() {
    // With u = e^s the integral of e^(-c(e^s - 1)) is e^c E1(c); E1(10) from Abramowitz and Stegun, table 5.1.
    let integral = 4.156_968_929_685_324e-6
    let c = 10.0
    let value = TailIntegral(slope: c, curvature: c).value { c * (exp($0) - 1 - $0) }
    #expect(abs(value / (exp(c) * integral) - 1) <= 1e-13)
  }
}
