import Stores
import Testing

@testable import Engine

struct AccessKeyTests {
  /// Gives the same bits again and again.
  private struct Stuck: RandomNumberGenerator {
    let word: UInt64
    func next() -> UInt64 { word }
  }

  // RFC 4648, section 10, in the alphabet of section 5.
  @Test(arguments: [
    ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
    ("foobar", "Zm9vYmFy"),
  ])
  func `bytes are written in base64url without padding`(text: String, coded: String) {
    #expect(Base64URL.text(of: Array(text.utf8)) == coded)
  }

  @Test func `the two marks of base64url are those that stand in URLs`() {
    #expect(Base64URL.text(of: [0xFB, 0xFF, 0xBF]) == "-_-_")
  }

  @Test func `a new key holds 256 random bits behind its prefix`() {
    var ones = Stuck(word: .max)
    var zeros = Stuck(word: 0)
    #expect(
      AccessKey.makeSecret(using: &zeros) == "tally_" + String(repeating: "A", count: 43))
    #expect(
      AccessKey.makeSecret(using: &ones) == "tally_" + String(repeating: "_", count: 42) + "8")
    var machine = SystemRandomNumberGenerator()
    let secrets = Set((0..<100).map { _ in AccessKey.makeSecret(using: &machine) })
    #expect(secrets.count == 100)
    #expect(secrets.allSatisfy { $0.count == 49 })
  }

  @Test func `of a key only its digest is kept`() {
    let key = AccessKey(name: "ann", scopes: [.read], secret: Array("abc".utf8))
    #expect(key.digest == Digest.sha256(Array("abc".utf8)))
    #expect(key.name == "ann" && key.scopes == [.read])
  }

  @Test(arguments: [
    ("a", true), ("Ann.B_c-9", true), (String(repeating: "x", count: 64), true), ("", false),
    (String(repeating: "x", count: 65), false), ("a b", false), ("a:b", false), ("é", false),
    ("#a", false),
  ])
  func `a name is short and of plain letters`(name: String, isName: Bool) {
    #expect(AccessKey.isName(name) == isName)
  }
}
