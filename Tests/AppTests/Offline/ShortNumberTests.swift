import Foundation
import Testing

@testable import App

struct ShortNumberTests {
  @Test(arguments: [
    (0.0, "0"), (-0.0, "0"), (1, "1"), (-1.5, "-1.5"), (59.99, "59.99"), (0.1, "0.1"),
    (8.517123456, "8.51712"), (8.5171250, "8.51713"), (999_999.5, "1000000"),
    (99.99999, "100"), (1_234_567.89, "1234568"), (123_456_789_012_345.6, "123456789012346"),
    (0.000123456789, "0.000123457"), (0.0000123456789, "1.23457e-5"), (1e15, "1e+15"),
    (1e300, "1e+300"), (9.9999999e20, "1e+21"), (.leastNonzeroMagnitude, "5e-324"), (100, "100"),
    (-0.00099999999, "-0.001"), (1_000_000, "1000000"), (.infinity, "-"), (.nan, "-"),
  ])
  func `a number has six digits that count, or its whole part`(number: Double, text: String) {
    #expect(ShortNumber.text(number) == text)
  }

  @Test func `what is shown is the number rounded to six digits`() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      let number = Double.random(in: -1...1, using: &random) * pow(10, Double.random(in: -20...20))
      let shown = try #require(Double(ShortNumber.text(number)))
      #expect(abs(shown - number) <= abs(number) * 5.000001e-6, "\(number)")
    }
  }
}
