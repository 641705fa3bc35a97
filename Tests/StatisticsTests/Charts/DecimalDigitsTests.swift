import Foundation
import Testing

@testable import Statistics

struct DecimalDigitsTests {
  @Test(arguments: 0..<10)
  func `digits and exponent say the number`(_ seed: Int) {
    var random = Seeded(seed)
    for _ in 0..<500 {
      let number = Double(bitPattern: random.next())
      guard number.isFinite, number != 0 else { continue }
      let decimal = DecimalDigits(number)
      let digits = decimal.digits.map(String.init).joined()
      let text = "\(decimal.isNegative ? "-" : "")\(digits)e\(decimal.exponent - digits.count + 1)"
      #expect(Double(text) == number)
      #expect(decimal.digits.first != 0 && decimal.digits.last != 0)
    }
  }

  @Test(
    arguments: [
      (0.0, [], 0), (345, [3, 4, 5], 2), (0.00345, [3, 4, 5], -3),
      (.leastNonzeroMagnitude, [5], -324),
      (1e22, [1], 22), (0.1, [1], -1), (120_000, [1, 2], 5), (-0.0, [], 0),
    ] as [(Double, [UInt8], Int)])
  func `known numbers have their digits`(_ number: Double, _ digits: [UInt8], _ exponent: Int) {
    let decimal = DecimalDigits(number)
    #expect(decimal.digits == digits && decimal.exponent == exponent)
  }

  @Test(
    arguments: [
      (1.2345, 3, [1, 2, 3], 0), (1.2355, 4, [1, 2, 3, 6], 0), (9.996, 3, [1], 1),
      (0.00999, 2, [1], -2), (99, 1, [1], 2), (4, 0, [], 0), (1.5, 9, [1, 5], 0),
      (10.04, 3, [1], 1),
    ] as [(Double, Int, [UInt8], Int)])
  func `rounding carries`(_ number: Double, _ count: Int, _ digits: [UInt8], _ exponent: Int) {
    var decimal = DecimalDigits(number)
    decimal.round(to: count)
    #expect(decimal.digits == digits && decimal.exponent == exponent)
  }

  @Test(arguments: 0..<10)
  func `rounding to six digits is that of the C library`(_ seed: Int) {
    var random = Seeded(seed)
    for _ in 0..<500 {
      let number = Double.random(in: 1e-9...1e9, using: &random)
      var decimal = DecimalDigits(number)
      decimal.round(to: 6)
      let digits = decimal.digits.map(String.init).joined()
      let rounded = Double("\(digits)e\(decimal.exponent - digits.count + 1)")
      #expect(rounded == Double(String(format: "%.5e", number)))
    }
  }
}
