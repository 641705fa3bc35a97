import Testing

@testable import Statistics

struct NumberTextTests {
  @Test(arguments: [
    (0.0, "0"), (-0.0, "0"), (1, "1"), (-1.5, "−1.5"), (2024, "2024"), (12_345, "12,345"),
    (1_234_567, "1,234,567"), (1_234_567.89, "1,234,568"), (3.14159265, "3.14159"),
    (0.0001, "0.0001"), (0.00012345678, "0.000123457"), (0.00001, "1×10⁻⁵"),
    (-1.5e-7, "−1.5×10⁻⁷"), (123_456_789_012_345, "123,456,789,012,345"), (1e15, "1×10¹⁵"),
    (1.7976931348623157e308, "1.79769×10³⁰⁸"), (.leastNonzeroMagnitude, "5×10⁻³²⁴"),
    (999_999.5, "1,000,000"),
    (0.1 + 0.2, "0.3"), (.nan, "NaN"), (.infinity, "∞"), (-.infinity, "−∞"),
    (999_999_999_999_999.9, "1×10¹⁵"),
  ])
  func `numbers have six digits, or all before the point`(_ number: Double, _ text: String) {
    #expect(NumberText.readable(number) == text)
  }

  @Test(arguments: [
    (0, "0"), (-7, "−7"), (1234, "1234"), (12_345, "12,345"), (-123_456, "−123,456"),
    (Int.min, "−9,223,372,036,854,775,808"),
  ])
  func `whole numbers have commas between thousands`(_ number: Int, _ text: String) {
    #expect(NumberText.whole(number) == text)
  }

  @Test func `a point may stand anywhere among the digits`() {
    #expect(NumberText.plain([1, 2, 3], pointBehind: 1, groups: true) == "1.23")
    #expect(NumberText.plain([1, 2, 3], pointBehind: -2, groups: true) == "0.00123")
    #expect(NumberText.plain([1, 2, 3], pointBehind: 0, groups: false) == "0.123")
    #expect(NumberText.plain([1, 2, 3], pointBehind: 7, groups: true) == "1,230,000")
    #expect(NumberText.plain([1, 2, 3], pointBehind: 3, groups: true) == "123")
  }

  @Test func `exponents are raised`() {
    #expect(NumberText.superscript(-1_234_567_890) == "⁻¹²³⁴⁵⁶⁷⁸⁹⁰")
    #expect(NumberText.superscript(0) == "⁰")
  }
}
