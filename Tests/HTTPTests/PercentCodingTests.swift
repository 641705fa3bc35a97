@testable import HTTP
import Testing

/// Escapes in targets (RFC 3986, section 2.1).
struct PercentCodingTests {
  private func decoded(_ text: String, plusIsSpace: Bool = false) -> String {
    let bytes = PercentCoding.decoded(ArraySlice(text.utf8), plusIsSpace: plusIsSpace)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: [
    ("", ""), ("abc", "abc"), ("%41", "A"), ("a%20b", "a b"), ("%c3%A9", "é"), ("%25", "%"),
    ("%2541", "%41"), ("%00", "\u{0}"), ("a+b", "a+b"),
  ])
  func `an escape stands for its byte`(_ text: String, _ plain: String) {
    #expect(PercentCoding.isValid(ArraySlice(text.utf8)))
    #expect(decoded(text) == plain)
  }

  @Test(arguments: ["%", "a%", "%4", "%4g", "%g4", "%%41", "%u0041", "a%zz", "%41%", "% 1", "%+1"])
  func `a % that begins no escape is invalid, and stays`(_ text: String) {
    #expect(!PercentCoding.isValid(ArraySlice(text.utf8)))
    #expect(decoded(text).contains("%"))
  }

  @Test func `a path is written so that it is read back, whatever is in it`() {
    var all: [UInt8] = []
    for byte in UInt8.min...UInt8.max { all.append(byte) }
    let text = String(decoding: all, as: UTF8.self)
    let encoded = PercentCoding.encoded(path: text)
    #expect(PercentCoding.isValid(ArraySlice(encoded.utf8)))
    #expect(decoded(encoded) == text)
    #expect(
      encoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"#<>?[]^`{|}\\".utf8.contains($0) })
    #expect(
      PercentCoding.encoded(path: "/a/b-1._~(x)@:;,+=&$!'*.csv") == "/a/b-1._~(x)@:;,+=&$!'*.csv")
    #expect(PercentCoding.encoded(path: "a b%ü") == "a%20b%25%C3%BC")
  }

  @Test func `what is around a bad escape is decoded all the same`() {
    #expect(decoded("%41%zz%42%") == "A%zzB%")
    #expect(decoded("%%41") == "%A")
  }

  @Test func `a plus is a space where forms are read, and an escaped one is a plus`() {
    #expect(decoded("a+b%2Bc", plusIsSpace: true) == "a b+c")
    #expect(decoded("a+b%2Bc") == "a+b+c")
  }

  @Test func `every byte comes back from its escape`() {
    let digits = Array("0123456789abcdef".utf8)
    for byte in UInt8.min...UInt8.max {
      let escape = [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      #expect(PercentCoding.isValid(escape[...]))
      #expect(PercentCoding.decoded(escape[...]) == [byte])
    }
  }

  @Test func `a slice is read between its own bounds`() {
    let bytes = Array("%41%42%43".utf8)
    #expect(PercentCoding.decoded(bytes[3..<6]) == Array("B".utf8))
    #expect(!PercentCoding.isValid(bytes[3..<5]))
    #expect(PercentCoding.isValid(bytes[4..<6]))
  }
}
