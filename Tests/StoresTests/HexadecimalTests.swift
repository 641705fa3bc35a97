import Testing

@testable import Stores

struct HexadecimalTests {
  @Test(arguments: [
    ("", ""), ("f", "66"), ("fo", "666f"), ("foo", "666f6f"), ("foob", "666f6f62"),
    ("fooba", "666f6f6261"), ("foobar", "666f6f626172"),
  ])
  func `the texts are those of RFC 4648, section 10`(_ plain: String, _ text: String) {
    #expect(Hexadecimal.text(of: Array(plain.utf8)) == text)
    #expect(Hexadecimal.bytes(of: text) == Array(plain.utf8))
    #expect(Hexadecimal.bytes(of: text.uppercased()) == Array(plain.utf8))
  }

  @Test func `every byte comes back`() {
    let bytes = Array(UInt8.min...UInt8.max)
    #expect(Hexadecimal.bytes(of: Hexadecimal.text(of: bytes)) == bytes)
  }

  @Test(arguments: ["0", "012", "0g", "G0", " 00", "0x00", "/0", ":0", "@0", "`0", "é"])
  func `anything but pairs of digits means nothing`(_ text: String) {
    #expect(Hexadecimal.bytes(of: text) == nil)
  }
}
