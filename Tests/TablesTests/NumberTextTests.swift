import Testing

@testable import Tables

struct NumberTextTests {
  private func number(_ text: String, isStrict: Bool = false) -> NumberText {
    withCell(text) { NumberText($0, isStrict: isStrict) }
  }

  private static let exact: [(String, Int64, Int)] = [
    ("0", 0, 0), ("-12", -12, 0), ("0.5", 5, 1), (".5", 5, 1), ("1.", 1, 0), ("-.25", -25, 2),
    ("1e3", 1000, 0), ("12.5E-2", 125, 3), ("1e+2", 100, 0), ("0e99999999999999999999", 0, 0),
    ("9223372036854775807", .max, 0), ("-9223372036854775807", -.max, 0),
    ("0.000000000000000001", 1, 18), ("100000000000000000000e-20", 1, 0),
    ("000000000000000000000.10", 1, 1), ("1.00000000000000000000000", 1, 0),
    ("0.0000000000000000000000", 0, 0), ("-0", 0, 0),
  ]

  @Test(arguments: exact)
  func `digits and the place of the point are kept`(_ text: String, mantissa: Int64, scale: Int) {
    let found = number(text)
    #expect(found.form == .whole || found.form == .decimal)
    #expect(found.mantissa == mantissa && found.scale == scale)
  }

  @Test(arguments: [
    "9223372036854775808", "-9223372036854775808", "0.0000000000000000001", "1e19", "1e-19",
    "0.1234567890123456789", "1e300", "-1.7976931348623157e308", "123456789012345678901234567890",
  ])
  func `what fits no mantissa is the double next to it`(_ text: String) {
    #expect(number(text).form == .inexact)
    #expect(withCell(text) { NumberText.nearest($0) } == Double(text))
  }

  @Test(arguments: [
    "", "-", "+", ".", "-.", "e5", "1e", "1e+", "1e5.5", "1.2.3", "--1", "+-1", "1-", "0x10", "nan",
    "inf", "-inf", "infinity", "1e999", "1,5", "1_000", "1 2", "\u{0661}", "12a", "1\0",
  ])
  func `what is no number is known as none`(_ text: String) {
    #expect(number(text).form == .none && number(text, isStrict: true).form == .none)
  }

  @Test(arguments: ["007", "+1", "00", "00.5", "-01", "9223372036854775808", "+1.5"])
  func `what looks like a name is a number only where one was asked for`(_ text: String) {
    #expect(number(text, isStrict: true).form == .none)
    #expect(number(text).form != .none)
  }

  @Test func `digits alone are whole, with a point or an exponent they are not`() {
    #expect(number("10").form == .whole && number("1234567890123456789").form == .whole)
    #expect(number("1.0").form == .decimal && number("1e1").form == .decimal)
  }

  @Test func `numbers of millions of digits are read in one look`() {
    let zeros = String(repeating: "0", count: 2_000_000)
    #expect(number("1" + zeros).form == .none)
    #expect(number("1" + zeros + "e-2000000").form != .none)
    #expect(number(zeros + "1").mantissa == 1)
    #expect(number("0." + zeros + "1").form == .inexact)
    #expect(number("1." + zeros) == number("1.0000000000000000000000"))
  }

  @Test func `numbers are the doubles next to what is written, however they are kept`() throws {
    var random = Seeded(5)
    for round in 0..<60 {
      let cells = (0..<50).map { _ -> String in
        let whole = Int.random(
          in: -(1 << (round % 62 + 1))...(1 << (round % 62 + 1)), using: &random)
        switch Int.random(in: 0...(round % 4 + 1), using: &random) {
        case 0: return ""
        case 1: return "\(whole)"
        case 2: return "\(whole).\(Int.random(in: 0...9999, using: &random))"
        case 3: return "\(whole)e-\(Int.random(in: 0...20, using: &random))"
        default: return "0.\(String(repeating: "0", count: round % 20))\(whole.magnitude)"
        }
      }
      var options = CSVOptions()
      options.types = ["v": .decimal]
      for chunk in [1, 100, 1 << 20] {
        options.chunkBytes = chunk
        let text = "k,v\n" + cells.map { ",\($0)\n" }.joined()
        let table = try CSVLoader.load(Array(text.utf8), options).table
        #expect(table.numbers("v") == cells.map(Double.init))
      }
    }
  }
}
