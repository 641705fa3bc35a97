import Foundation
import Testing

@testable import Stores

struct Base64Tests {
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func `the texts are those of RFC 4648, section 10, and those of URLs lack the padding`(
    _ plain: String, _ text: String
  ) {
    #expect(Base64.text(of: Array(plain.utf8)) == text)
    #expect(Base64.bytes(of: text) == Array(plain.utf8))
    let unpadded = text.filter { $0 != "=" }
    #expect(Base64URL.text(of: Array(plain.utf8)) == unpadded)
    #expect(Base64URL.bytes(of: unpadded) == Array(plain.utf8))
  }

  @Test func `random bytes come back, and Foundation agrees on their text`() {
    for count in 0..<200 {
      let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max) }
      let padded = Data(bytes).base64EncodedString()
      #expect(Base64.text(of: bytes) == padded)
      #expect(Base64.bytes(of: padded) == bytes)
      let ofURL = String(
        padded.compactMap { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 == "=" ? nil : $0 })
      #expect(Base64URL.text(of: bytes) == ofURL)
      #expect(Base64URL.bytes(of: ofURL) == bytes)
    }
  }

  @Test(arguments: ["Z", "Zm9vY", "Zg==", "Zm+v", "Zm/v", "Zm 9", "Zh", "Zm9", "Zé"])
  func `a text for URLs that no bytes have means nothing`(_ text: String) {
    #expect(Base64URL.bytes(of: text) == nil)
  }

  @Test(arguments: [
    "Z", "Zg", "Zg=", "Zm8", "=", "==", "====", "Z===", "Zm9v====", "Zg==Zg==", "Zm-v", "Zm_v",
    "Zm 9", "Zh==", "Zm9=", "=Zg=", "Zé==",
  ])
  func `a padded text that no bytes have means nothing`(_ text: String) {
    #expect(Base64.bytes(of: text) == nil)
  }
}
