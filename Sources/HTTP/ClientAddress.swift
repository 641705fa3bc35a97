/// An address of IPv6, or of IPv4 in its mapped form `::ffff:a.b.c.d`, as two words in network order.
///
/// - Source: RFC 4291, sections 2.2 and 2.5.5.2.
package struct ClientAddress: Hashable, Sendable {
  package let high: UInt64
  package let low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  private init(ipv4 address: UInt32) {
    self.init(high: 0, low: 0xFFFF_0000_0000 | UInt64(address))
  }

  /// An address as it stands in X-Forwarded-For and in settings: `192.0.2.7`, `2001:db8::7`, with or without a port behind it
  /// (`192.0.2.7:4711`, `[2001:db8::7]:4711`).
  package init?(_ text: some Collection<UInt8>) {
    var text = Array(text)[...]
    if text.first == UInt8(ascii: "[") {
      guard let end = text.firstIndex(of: UInt8(ascii: "]")), Self.isPort(text[(end + 1)...])
      else { return nil }
      self.init(ipv6: text[1..<end])
      return
    }
    let colons = text.count { $0 == Self.colon }
    if colons > 1 {
      self.init(ipv6: text)
      return
    }
    if let colon = text.firstIndex(of: Self.colon) {
      guard Self.isPort(text[colon...]) else { return nil }
      text = text[..<colon]
    }
    guard let address = Self.ipv4(text) else { return nil }
    self.init(ipv4: address)
  }

  /// What a limit counts: an address of IPv4 as it is; of IPv6 the network of 64 bits that its holder may choose addresses in.
  package var network: ClientAddress {
    high == 0 && low >> 32 == 0xFFFF ? self : ClientAddress(high: high, low: 0)
  }

  /// The address as people write it (RFC 5952): `192.0.2.7`, `2001:db8::7`.
  package var text: String {
    if high == 0, low >> 32 == 0xFFFF {
      return [24, 16, 8, 0].map { String(UInt8(truncatingIfNeeded: low >> $0)) }
        .joined(separator: ".")
    }
    let groups = [high, low].flatMap { word in
      [48, 32, 16, 0].map { UInt16(truncatingIfNeeded: word >> UInt64($0)) }
    }
    func spelled(_ part: ArraySlice<UInt16>) -> String {
      part.map { String($0, radix: 16) }.joined(separator: ":")
    }
    guard let gap = Self.longestGap(in: groups) else { return spelled(groups[...]) }
    return spelled(groups[..<gap.lowerBound]) + "::" + spelled(groups[gap.upperBound...])
  }

  // Leaves

  /// The first of the longest runs of zeros, if it is of two groups or more.
  private static func longestGap(in groups: [UInt16]) -> Range<Int>? {
    var longest = 0..<0
    var start = 0
    for place in groups.indices {
      if groups[place] != 0 {
        start = place + 1
      } else if place + 1 - start > longest.count {
        longest = start..<place + 1
      }
    }
    return longest.count > 1 ? longest : nil
  }

  private static let colon = UInt8(ascii: ":")

  /// Eight groups of four digits, or fewer with one `::`; the last two may be written as IPv4.
  private init?(ipv6 text: ArraySlice<UInt8>) {
    guard let gap = Self.gap(in: text) else {
      guard let groups = Self.groups(text), groups.count == 8 else { return nil }
      self.init(groups: groups)
      return
    }
    guard let front = Self.groups(text[..<gap], endsInIPv4: false),
      let back = Self.groups(text[(gap + 2)...]), front.count + back.count < 8
    else { return nil }
    self.init(groups: front + Array(repeating: 0, count: 8 - front.count - back.count) + back)
  }

  private init(groups: [UInt16]) {
    self.init(
      high: groups[..<4].reduce(0) { $0 << 16 | UInt64($1) },
      low: groups[4...].reduce(0) { $0 << 16 | UInt64($1) })
  }

  private static func gap(in text: ArraySlice<UInt8>) -> Int? {
    text.indices.dropLast().first { text[$0] == colon && text[$0 + 1] == colon }
  }

  private static func groups(
    _ text: ArraySlice<UInt8>, endsInIPv4: Bool = true
  ) -> [UInt16]? {
    if text.isEmpty { return [] }
    var groups: [UInt16] = []
    let parts = text.split(separator: colon, omittingEmptySubsequences: false)
    for (place, part) in parts.enumerated() {
      if endsInIPv4, place == parts.count - 1, let address = ipv4(part) {
        groups += [UInt16(address >> 16), UInt16(address & 0xFFFF)]
        continue
      }
      guard (1...4).contains(part.count) else { return nil }
      var group: UInt16 = 0
      for digit in part {
        guard let value = Characters.hexValue(digit) else { return nil }
        group = group << 4 | UInt16(value)
      }
      groups.append(group)
    }
    return groups
  }

  /// Four numbers from 0 to 255, without leading zeros, which some take for octal.
  private static func ipv4(_ text: ArraySlice<UInt8>) -> UInt32? {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var address: UInt32 = 0
    for part in parts {
      guard (1...3).contains(part.count), part.allSatisfy(Characters.isDigit),
        part.count == 1 || part.first != UInt8(ascii: "0")
      else { return nil }
      let number = part.reduce(0) { $0 * 10 + UInt32($1 - 0x30) }
      guard number < 256 else { return nil }
      address = address << 8 | number
    }
    return address
  }

  /// Nothing, or a colon and one to five digits.
  private static func isPort(_ text: ArraySlice<UInt8>) -> Bool {
    text.isEmpty
      || (text.first == colon && (2...6).contains(text.count)
        && text.dropFirst().allSatisfy(Characters.isDigit))
  }
}

/// Where a request came from, and when.
package struct Arrival: Sendable {
  /// The other end of the connection.
  package let peer: ClientAddress
  /// When its head was complete, by the clock that never goes back.
  package let monotonicNanoseconds: Int64

  package init(peer: ClientAddress, monotonicNanoseconds: Int64) {
    self.peer = peer
    self.monotonicNanoseconds = monotonicNanoseconds
  }
}
