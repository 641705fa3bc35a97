import Glibc
import Testing

@testable import Stores

/// The address that a text means to the C library.
func address(_ text: String) -> InternetAddress? {
  var bytes = [UInt8](repeating: 0, count: 16)
  if inet_pton(AF_INET, text, &bytes) == 1 { return InternetAddress(Array(bytes[..<4])) }
  return inet_pton(AF_INET6, text, &bytes) == 1 ? InternetAddress(bytes) : nil
}

struct InternetAddressTests {
  @Test(arguments: [
    "0.0.0.0", "1.2.3.4", "255.255.255.255", "::", "::1", "1::", "2001:db8::1", "fe80::1:0:0:2",
    "2001:db8:0:1:1:1:1:1", "2001:0:0:1::1", "2001:db8::1:0:0:1", "1:2:3:4:5:6:7:8", "0:1::",
    "::ffff:127.0.0.1", "64:ff9b::7f00:1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "1:0:0:2::", "::2:0:0:1:0",
  ])
  func `an address is written as RFC 5952 says`(_ text: String) {
    #expect(address(text)?.description == text)
  }

  @Test func `random addresses are read back as themselves`() {
    for _ in 0..<2000 {
      // Many zeros, so that there are runs.
      let bytes = (0..<16).map { _ in Bool.random() ? UInt8.random(in: .min ... .max) : 0 }
      let random = InternetAddress(bytes)
      #expect(random.flatMap { address($0.description) } == random)
    }
  }

  @Test func `an address has 4 bytes or 16`() {
    for count in 0..<20 {
      let made = InternetAddress([UInt8](repeating: 1, count: count))
      #expect((made != nil) == (count == 4 || count == 16))
    }
  }

  @Test(arguments: [
    "192.0.2.7", "::1", "2001:db8::7", "::ffff:10.0.0.1", "", "1.2.3", "01.2.3.4", "1.2.3.4 ",
    "[::1]", "fe80::1%eth0", "example.org",
  ])
  func `an address is read as the C library reads it`(_ text: String) {
    #expect(InternetAddress(text) == address(text))
  }
}
