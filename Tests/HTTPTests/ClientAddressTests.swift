import Testing

@testable import HTTP

struct ClientAddressTests {
  private func address(_ text: String) -> ClientAddress? { ClientAddress(Array(text.utf8)) }

  @Test(
    arguments: [
      ("192.0.2.7", 0, 0xFFFF_C000_0207), ("192.0.2.7:4711", 0, 0xFFFF_C000_0207),
      ("0.0.0.0", 0, 0xFFFF_0000_0000), ("255.255.255.255", 0, 0xFFFF_FFFF_FFFF),
      ("::", 0, 0), ("::1", 0, 1), ("1::", 0x0001_0000_0000_0000, 0),
      ("2001:db8::7", 0x2001_0DB8_0000_0000, 7), ("[2001:DB8::7]", 0x2001_0DB8_0000_0000, 7),
      ("[2001:db8::7]:80", 0x2001_0DB8_0000_0000, 7),
      ("1:2:3:4:5:6:7:8", 0x0001_0002_0003_0004, 0x0005_0006_0007_0008),
      ("1:2:3::6:7:8", 0x0001_0002_0003_0000, 0x0000_0006_0007_0008),
      ("1:2:3:4:5:6:7::", 0x0001_0002_0003_0004, 0x0005_0006_0007_0000),
      ("::ffff:192.0.2.7", 0, 0xFFFF_C000_0207),
      ("64:ff9b::192.0.2.7", 0x0064_FF9B_0000_0000, 0xC000_0207),
      ("1:2:3:4:5:6:192.0.2.7", 0x0001_0002_0003_0004, 0x0005_0006_C000_0207),
    ] as [(String, UInt64, UInt64)])
  func `an address is read in each of its forms`(text: String, high: UInt64, low: UInt64) {
    #expect(address(text) == ClientAddress(high: high, low: low))
  }

  @Test(arguments: [
    ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"), ("::", "::"), ("::1", "::1"),
    ("1::", "1::"), ("2001:DB8::7", "2001:db8::7"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
    ("1:0:3:4:5:6:7:8", "1:0:3:4:5:6:7:8"), ("1:0:0:4:0:0:0:8", "1:0:0:4::8"),
    ("1:0:0:4:5:0:0:8", "1::4:5:0:0:8"), ("0:0:3:4:5:6:7:8", "::3:4:5:6:7:8"),
  ])
  func `an address is written in one form`(text: String, written: String) {
    #expect(address(text)?.text == written)
  }

  @Test func `what was written is read as the same address`() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      // Half of the groups are zero, so that there are gaps of every kind.
      func word() -> UInt64 {
        (0..<4).reduce(0) { word, _ in
          word << 16 | (Bool.random(using: &random) ? 0 : UInt64.random(in: 0...0xFFFF))
        }
      }
      let address = ClientAddress(high: word(), low: word())
      #expect(ClientAddress(Array(address.text.utf8)) == address)
    }
  }

  @Test(arguments: [
    "", "unknown", "_hidden", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.4:",
    "1.2.3.4:x",
    "1.2.3.4:123456", "1.2..4", "0x7f.0.0.1", "2130706433", ":", ":::", "1::2::3", "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9", "12345::", "::g", "1:2:3:4:5:6:7::8:9", "::1.2.3.4:5", "1.2.3.4::", "[::1",
    "[::1]x", "::1]", "fe80::1%eth0", "1:2:3:4:5:6:7:1.2.3.4", " 1.2.3.4", "1.2.3.4::1",
  ])
  func `what is no address is not taken for one`(text: String) {
    #expect(address(text) == nil)
  }

  @Test func `an address of IPv4 stands for itself, one of IPv6 for its network`() {
    #expect(address("192.0.2.7")?.network == address("192.0.2.7"))
    #expect(address("2001:db8::7")?.network == address("2001:db8::"))
    #expect(address("2001:db8:0:1::7")?.network != address("2001:db8::7")?.network)
    #expect(address("::1")?.network == address("::"))
  }
}
