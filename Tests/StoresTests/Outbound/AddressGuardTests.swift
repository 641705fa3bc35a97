import Testing

@testable import Stores

struct AddressGuardTests {
  private func reason(_ text: String) throws -> AddressGuard.Reason? {
    AddressGuard.reason(against: try #require(address(text), "\(text)"))
  }

  /// The first and the last address of each network.
  private static let refused: [(AddressGuard.Reason, [String])] = [
    (.unspecified, ["0.0.0.0", "0.255.255.255", "::"]),
    (.loopback, ["127.0.0.0", "127.0.0.1", "127.255.255.255", "::1"]),
    (
      .privateUse,
      [
        "10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.0",
        "192.168.255.255", "fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fec0::",
        "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
      ]
    ),
    (.carrierShared, ["100.64.0.0", "100.127.255.255"]),
    (
      .linkLocal,
      [
        "169.254.0.0", "169.254.255.255", "fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
      ]
    ),
    (
      .metadata,
      ["169.254.169.254", "100.100.100.200", "168.63.129.16", "fd00:ec2::254", "fd20:ce::254"]
    ),
    (
      .documentation,
      [
        "192.0.2.0", "192.0.2.255", "198.51.100.0", "198.51.100.255", "203.0.113.0",
        "203.0.113.255", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "3fff::",
        "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff",
      ]
    ),
    (.benchmarking, ["198.18.0.0", "198.19.255.255", "2001:2::", "2001:2:0:ffff::"]),
    (.multicast, ["224.0.0.0", "239.255.255.255", "ff00::", "ff02::1", "ffff::"]),
    (
      .tunnel,
      [
        "2001::", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff", "64:ff9b:1::",
        "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "192.88.99.0", "192.88.99.255",
      ]
    ),
    (
      .reserved,
      [
        "192.0.0.0", "192.0.0.255", "240.0.0.0", "255.255.255.254", "255.255.255.255", "100::",
        "2001:1::", "2001:1ff::", "4000::", "5f00::1", "8000::", "e000::", "1fff::", "fe00::",
        "::ffff:0:7f00:1",
      ]
    ),
  ]

  @Test(arguments: refused)
  func `a network that is not of the internet is refused from end to end`(
    _ expected: AddressGuard.Reason, _ texts: [String]
  ) throws {
    for text in texts { #expect(try reason(text) == expected, "\(text)") }
  }

  @Test func `every reason is there for some address`() {
    #expect(Set(Self.refused.map(\.0)) == Set(AddressGuard.Reason.allCases))
  }

  @Test(arguments: [
    "1.0.0.0", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
    "126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255",
    "172.32.0.0", "191.255.255.255", "192.0.1.0", "192.0.3.0", "192.88.98.255", "192.88.100.0",
    "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "198.51.99.255",
    "198.51.101.0", "203.0.112.255", "203.0.114.0", "223.255.255.255", "168.63.129.15",
    "168.63.129.17", "2000::", "2001:200::", "2001:db7:ffff::", "2001:db9::", "2003::",
    "2606:4700:4700::1111", "3ffe::", "3fff:1000::",
  ])
  func `the neighbours of a network are of the internet`(_ text: String) throws {
    #expect(try reason(text) == nil)
  }

  @Test(arguments: [
    ("127.0.0.1", AddressGuard.Reason.loopback), ("10.1.2.3", .privateUse),
    ("169.254.169.254", .metadata), ("0.0.0.0", .unspecified), ("192.168.0.1", .privateUse),
    ("255.255.255.255", .reserved), ("8.8.8.8", nil), ("93.184.216.34", nil),
  ])
  func `an address that stands for another one is judged by that`(
    _ inner: String, _ expected: AddressGuard.Reason?
  ) throws {
    let four = try #require(address(inner)).bytes
    let starts: [[UInt8]] = [
      [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF],
      [0, 0x64, 0xFF, 0x9B] + .init(repeating: 0, count: 8),
    ]
    for start in starts {
      let outer = try #require(InternetAddress(start + four))
      #expect(AddressGuard.reason(against: outer) == expected, "\(outer)")
    }
    let compatible = try #require(InternetAddress(.init(repeating: 0, count: 12) + four))
    #expect(AddressGuard.reason(against: compatible) == expected)
    let tunnel = try #require(
      InternetAddress([0x20, 0x02] + four + .init(repeating: 1, count: 10)))
    #expect(AddressGuard.reason(against: tunnel) == expected)
  }

  @Test func `no other reason comes out of random addresses than their first bits give`() throws {
    for _ in 0..<5000 {
      let bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
      let six = try #require(InternetAddress(bytes))
      if bytes[0] >> 5 != 1 { #expect(AddressGuard.reason(against: six) != nil, "\(six)") }
      let four = try #require(InternetAddress(Array(bytes[..<4])))
      let mapped = try #require(
        InternetAddress([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF] + bytes[..<4]))
      #expect(AddressGuard.reason(against: four) == AddressGuard.reason(against: mapped))
    }
  }
}
