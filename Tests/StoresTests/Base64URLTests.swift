import Foundation
import Testing

@testable import Stores

struct Base64URLTests {
  @Test(arguments: [
    ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"),
    ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
  ])
  func `the texts are those of RFC 4648, section 10, without padding`(
    _ plain: String, _ text: String
  ) {
    #expect(Base64URL.text(of: Array(plain.utf8)) == text)
    #expect(Base64URL.bytes(of: text) == Array(plain.utf8))
  }

  @Test func `random bytes come back, and Foundation agrees on their text`() {
    for count in 0..<200 {
      let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max) }
      let text = Base64URL.text(of: bytes)
      let padded = Data(bytes).base64EncodedString()
      let expected = String(
        padded.compactMap { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 == "=" ? nil : $0 })
      #expect(text == expected)
      #expect(Base64URL.bytes(of: text) == bytes)
    }
  }

  @Test(arguments: ["Z", "Zm9vY", "Zg==", "Zm+v", "Zm/v", "Zm 9", "Zh", "Zm9", "Zé"])
  func `a text that no bytes have means nothing`(_ text: String) {
    #expect(Base64URL.bytes(of: text) == nil)
  }
}
