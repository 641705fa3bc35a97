import Testing

@testable import JSON

struct JSONNumberTests {
  private func value(_ text: String) -> JSONValue? {
    JSONNumber.value(of: Array(text.utf8)[...], isInteger: !text.contains { ".eE".contains($0) })
  }

  @Test(arguments: [
    "0", "7", "-7", "9223372036854775807", "-9223372036854775808", "1000000000000000000",
  ])
  func `a whole number that 64 bits hold is an integer`(text: String) throws {
    #expect(value(text) == .integer(try #require(Int64(text))))
  }

  @Test(arguments: [
    "9223372036854775808", "-9223372036854775809", "18446744073709551616",
    "92233720368547758070", "123456789012345678901234567890", "1.0", "1e2",
  ])
  func `any other number is the nearest double`(text: String) throws {
    #expect(value(text) == .double(try #require(Double(text))))
  }

  @Test func `minus zero keeps its sign`() {
    guard case .double(let zero)? = value("-0") else {
      Issue.record("no integer says minus zero")
      return
    }
    #expect(zero == 0)
    #expect(zero.sign == .minus)
  }

  @Test(arguments: ["1e309", "-1e309", "1e999999999"])
  func `what lies beyond the doubles is no number`(text: String) {
    #expect(value(text) == nil)
  }

  /// Decimals that lie half way between two doubles, and their neighbours in the last of many digits: where a reader that rounds
  /// twice goes wrong.
  @Test func `half ways go to the even neighbour`() {
    for whole in stride(from: UInt64(1) << 52 + 1, to: 1 << 52 + 400, by: 3) {
      let even = Double(whole % 2 == 0 ? whole : whole + 1)
      #expect(value("\(whole).5") == .double(even))
      #expect(value("\(whole).50000000000000000001") == .double(Double(whole + 1)))
      #expect(value("\(whole).49999999999999999999") == .double(Double(whole)))
    }
  }
}
