/// Says which addresses a URL from a stranger may lead to: those of the public internet and no others.
///
/// A server that fetches what it is told to can be sent to its own neighbours, which trust it. So the address that a connection is about to
/// be made to is asked for, after the name was resolved: no spelling of it and no name can hide it.
package enum AddressGuard {
  /// Why an address is not one of the public internet.
  package enum Reason: Equatable, Hashable, CaseIterable, Sendable {
    /// This host on this network, or no address at all (RFC 1122, RFC 4291).
    case unspecified
    /// The machine itself.
    case loopback
    /// A private network (RFC 1918, RFC 4193, RFC 3879).
    case privateUse
    /// The network of a carrier, behind its translation (RFC 6598).
    case carrierShared
    /// The same cable (RFC 3927, RFC 4291).
    case linkLocal
    /// Where a cloud tells a machine its secrets.
    case metadata
    /// For examples in texts (RFC 5737, RFC 3849, RFC 9637).
    case documentation
    /// For measurements of devices (RFC 2544, RFC 5180).
    case benchmarking
    /// Many machines (RFC 5771, RFC 4291).
    case multicast
    /// A tunnel or a translation that leads nobody knows where (RFC 4380, RFC 8215).
    case tunnel
    /// Nobody's.
    case reserved
  }

  /// Why a connection to an address must not be made; `nil` when it may.
  ///
  /// An IPv6 address that stands for one of IPv4 (mapped, compatible, 6to4, NAT64) is judged by that.
  ///
  /// - Source: IANA IPv4 and IPv6 Special-Purpose Address Registries.
  package static func reason(against address: InternetAddress) -> Reason? {
    let bytes = address.bytes
    if bytes.count == 4 { return ipv4.first { $0.contains(bytes) }?.reason }
    if let found = ipv6.first(where: { $0.contains(bytes) }) { return found.reason }
    for (network, place) in embedding where network.contains(bytes) {
      let embedded = Array(bytes[place..<place + 4])
      return ipv4.first { $0.contains(embedded) }?.reason
    }
    // Global unicast is 2000::/3; the rest was never given to anybody.
    return bytes[0] >> 5 == 1 ? nil : .reserved
  }

  private struct Network {
    let start: [UInt8]
    let bitCount: Int
    let reason: Reason

    init(_ start: [UInt8], _ bitCount: Int, _ reason: Reason) {
      self.start = start
      self.bitCount = bitCount
      self.reason = reason
    }

    /// Whether an address has the first bits of the network. Bytes that `start` lacks are zeros.
    func contains(_ address: [UInt8]) -> Bool {
      for place in 0..<(bitCount + 7) / 8 {
        let shift = max(0, 8 * (place + 1) - bitCount)
        let wanted = place < start.count ? start[place] : 0
        if address[place] >> shift != wanted >> shift { return false }
      }
      return true
    }
  }

  private static let ipv4 = [
    Network([169, 254, 169, 254], 32, .metadata),
    // The wire server of Azure.
    Network([168, 63, 129, 16], 32, .metadata),
    // Alibaba's.
    Network([100, 100, 100, 200], 32, .metadata),
    Network([0], 8, .unspecified),
    Network([10], 8, .privateUse),
    Network([100, 64], 10, .carrierShared),
    Network([127], 8, .loopback),
    Network([169, 254], 16, .linkLocal),
    Network([172, 16], 12, .privateUse),
    Network([192, 0, 0], 24, .reserved),
    Network([192, 0, 2], 24, .documentation),
    Network([192, 88, 99], 24, .tunnel),
    Network([192, 168], 16, .privateUse),
    Network([198, 18], 15, .benchmarking),
    Network([198, 51, 100], 24, .documentation),
    Network([203, 0, 113], 24, .documentation),
    Network([224], 4, .multicast),
    Network([240], 4, .reserved),
  ]

  private static let ipv6 = [
    // Amazon's and Google's.
    Network([0xFD, 0, 0x0E, 0xC2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0x54], 128, .metadata),
    Network([0xFD, 0x20, 0, 0xCE, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0x54], 128, .metadata),
    Network([], 128, .unspecified),
    Network([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 128, .loopback),
    Network([0, 0x64, 0xFF, 0x9B, 0, 1], 48, .tunnel),
    Network([0x20, 0x01, 0, 0], 32, .tunnel),
    Network([0x20, 0x01, 0, 2, 0, 0], 48, .benchmarking),
    Network([0x20, 0x01, 0], 23, .reserved),
    Network([0x20, 0x01, 0x0D, 0xB8], 32, .documentation),
    Network([0x3F, 0xFF, 0], 20, .documentation),
    Network([0xFC], 7, .privateUse),
    Network([0xFE, 0x80], 10, .linkLocal),
    Network([0xFE, 0xC0], 10, .privateUse),
    Network([0xFF], 8, .multicast),
  ]

  /// Networks whose addresses stand for one of IPv4, and the place of that in their bytes.
  private static let embedding = [
    // IPv4-mapped and IPv4-compatible (RFC 4291, 2.5.5).
    (Network([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], 96, .reserved), 12),
    (Network([], 96, .reserved), 12),
    // NAT64 (RFC 6052).
    (Network([0, 0x64, 0xFF, 0x9B], 96, .reserved), 12),
    // 6to4 (RFC 3056).
    (Network([0x20, 0x02], 16, .reserved), 2),
  ]
}
