import Testing

@testable import JSON

struct JSONNumberTests {
  private func number(_ text: String) -> JSONNumber {
    JSONNumber(in: Array(text.utf8).span, from: 0)
  }

  private func value(_ text: String) -> JSONValue {
    number(text).value(in: Array(text.utf8).span)
  }

  private func double(_ text: String) -> Double {
    number(text).double(in: Array(text.utf8).span)
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
    guard case .double(let zero) = value("-0") else {
      Issue.record("no integer says minus zero")
      return
    }
    #expect(zero == 0)
    #expect(zero.sign == .minus)
  }

  @Test(arguments: [
    ("1e309", Double.infinity), ("-1e309", -.infinity), ("1e999999999", .infinity),
    ("1797693134862315900e291", .infinity), ("-179769313486231590000e289", -.infinity),
    ("1e99999999999999999999999", .infinity), ("1e-99999999999999999999999", 0),
    ("0e99999999999999999999999", 0),
  ])
  func `what lies beyond the doubles is infinite or zero`(text: String, expected: Double) {
    #expect(value(text) == .double(expected))
  }

  @Test(arguments: [
    ("12", 2), ("-0", 2), ("01", 1), ("1.5,", 3), ("1.5e3]", 5), ("1E+3 ", 4), ("1e-3}", 4),
    ("0.5.", 3), ("1ee", 2), ("-", 1), ("-a", 1), ("1.", 2), ("1.e3", 2), (".5", 0), ("+1", 0),
    ("1e", 2), ("1e+", 3), ("1e-x", 3), ("", 0), ("0x1", 1),
  ])
  func `a number ends where the grammar ends it`(text: String, end: Int) {
    let lacksDigit = ["1ee", "-", "-a", "1.", "1.e3", ".5", "+1", "1e", "1e+", "1e-x", ""]
    #expect(number(text).end == end)
    #expect(number(text).lacksDigit == lacksDigit.contains(text))
  }

  @Test func `a number is read at any place of a text`() {
    let text = Array("[-12.5e-1]".utf8)
    let number = JSONNumber(in: text.span, from: 1)
    #expect(number.end == 9)
    #expect(number.double(in: text.span) == -1.25)
  }

  /// Against the standard library, which reads every text digit by digit: numbers of every length, with the point anywhere, of exponents
  /// from far below to far above, plain, negative and with leading zeros.
  @Test func `every double is the standard library's, bit for bit`() throws {
    var random = SplitMix(state: 7)
    for round in 0..<60_000 {
      let digitCount = Int.random(in: 1...(round % 4 == 0 ? 30 : 19), using: &random)
      var text = round % 3 == 0 ? "-" : ""
      let pointPlace = Int.random(in: 0...digitCount, using: &random)
      if pointPlace == 0 { text += "0" }
      for place in 0..<digitCount {
        if place == pointPlace { text += "." }
        let least = place == 0 && pointPlace > 1 ? 1 : 0
        text += String(Int.random(in: least...9, using: &random))
      }
      if pointPlace == digitCount, round % 2 == 0 { text += ".0" }
      let reach = [0, 5, 30, 400][round % 4]
      if reach > 0 { text += ["e", "E+", "e-"][round % 3] + String(round % reach) }
      let expected = try #require(Double(text), "\(text)")
      #expect(double(text).bitPattern == expected.bitPattern, "\(text)")
    }
  }

  @Test func `every double reads back from its own text`() {
    var random = SplitMix(state: 11)
    for _ in 0..<60_000 {
      let number = Double(bitPattern: random.next())
      guard number.isFinite else { continue }
      #expect(double("\(number)").bitPattern == number.bitPattern, "\(number)")
      let common = Double.random(in: -1000...1000, using: &random)
      #expect(double("\(common)").bitPattern == common.bitPattern, "\(common)")
    }
  }

  /// Halves between two doubles, written with a power of ten so that a product or a quotient has to find the tie.
  @Test func `ties are found in products and quotients`() throws {
    var random = SplitMix(state: 13)
    for power in 0...27 {
      for _ in 0..<200 {
        let odd = random.next() >> 10 | 1
        for exponent in [power, -power] {
          let text = "\(odd)e\(exponent)"
          let expected = try #require(Double(text))
          #expect(double(text).bitPattern == expected.bitPattern, "\(text)")
        }
      }
    }
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
