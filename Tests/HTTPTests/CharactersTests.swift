@testable import HTTP
import Testing

/// The classes of bytes, each byte by byte against the words of its RFC.
struct CharactersTests {
  private static let everyByte = UInt8.min...UInt8.max
  private static let letters = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
  private static let digits = Set("0123456789".utf8)

  @Test func `a token holds letters, digits and fifteen marks`() {
    let allowed = Self.letters.union(Self.digits).union("!#$%&'*+-.^_`|~".utf8)
    for byte in Self.everyByte {
      #expect(Characters.isToken(byte) == allowed.contains(byte), "\(byte)")
    }
  }

  @Test func `a host's name holds unreserved characters, sub-delims and %`() {
    let allowed = Self.letters.union(Self.digits).union("-._~!$&'()*+,;=%".utf8)
    for byte in Self.everyByte {
      #expect(Characters.isHostName(byte) == allowed.contains(byte), "\(byte)")
    }
  }

  @Test func `a value holds all but the controls, of which it holds tab`() {
    for byte in Self.everyByte {
      let isAllowed = byte == 9 || (32...126).contains(byte) || byte >= 128
      #expect(Characters.isFieldValue(byte) == isAllowed, "\(byte)")
    }
  }

  @Test func `digits have their values`() {
    for byte in Self.everyByte {
      let text = String(UnicodeScalar(byte))
      #expect(Characters.isDigit(byte) == Self.digits.contains(byte), "\(byte)")
      #expect(Characters.hexValue(byte) == UInt8(text, radix: 16), "\(byte)")
    }
  }

  @Test func `blanks are space and tab`() {
    for byte in Self.everyByte { #expect(Characters.isBlank(byte) == [9, 32].contains(byte)) }
  }

  @Test func `only letters of ASCII have a lower case`() {
    for byte in Self.everyByte {
      #expect(Characters.lowered(byte) == ((65...90).contains(byte) ? byte + 32 : byte), "\(byte)")
    }
  }

  @Test(arguments: [
    ("", ""), (" ", ""), ("\t \t", ""), ("a", "a"), (" a", "a"), ("a\t", "a"), (" a b ", "a b"),
    ("\u{B}a\r", "\u{B}a\r"),
  ])
  func `blanks are taken away at both ends`(_ text: String, _ bare: String) {
    #expect(Characters.trimmed(ArraySlice(text.utf8)) == ArraySlice(bare.utf8))
  }

  @Test func `words are compared without case and as a whole`() {
    let slice = Array("xGzIp".utf8)[1...]
    #expect(Characters.matches(slice, Array("gzip".utf8)))
    #expect(!Characters.matches(slice, Array("gzi".utf8)))
    #expect(!Characters.matches(slice, Array("gzipp".utf8)))
    #expect(!Characters.matches(slice, Array("gzin".utf8)))
    #expect(Characters.matches([], []))
    // `[` and `{` differ as letters of two cases do.
    #expect(!Characters.matches(ArraySlice("[".utf8), Array("{".utf8)))
  }
}
