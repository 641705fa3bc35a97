@testable import HTTP
import Testing

/// What may stand in a Host field (RFC 3986, sections 3.2.2 and 3.2.3); more of it is in the tables of requests.
struct HostRuleTests {
  private func isValid(_ text: String) -> Bool {
    Array(text.utf8).withUnsafeBufferPointer { HostRule.isValid($0) }
  }

  @Test(arguments: [
    "a", "1.2.3.4", "a.b-c_d~e", "[::1]", "[fe80::1%25eth0]", "[v1.a:b]", "x:", "x:0", "x:00080",
    "[::1]:80", "%41", "a%2Fb", "!$&'()*+,;=",
  ])
  func `a name or an address with an optional port is a host`(_ text: String) {
    #expect(isValid(text))
  }

  @Test(arguments: [
    "", ":", ":80", "a b", "a/b", "a@b", "a:b", "a:80:80", "a:123456", "::1", "[", "[]", "[]:80",
    "[::1", "[::1]a", "[::1]:a", "[[::1]]", "]", "\u{E4}", "a\u{0}", "a\u{7F}", "<a>", "\"a\"",
  ])
  func `anything else is none`(_ text: String) {
    #expect(!isValid(text))
  }

  @Test(arguments: ["%", "a%", "a%4", "%zz", "a%4g", "a%%41", "a%4:80", "a%:80"])
  func `an escape that is none is in no host`(_ text: String) {
    #expect(!isValid(text))
  }

  @Test func `every byte that a name may hold is known`() {
    let allowed = Set(
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=".utf8)
    for byte in UInt8.min...UInt8.max {
      let found = [0x61, byte, 0x62].withUnsafeBufferPointer { HostRule.isValid($0) }
      #expect(found == allowed.contains(byte), "\(byte)")
    }
  }
}
