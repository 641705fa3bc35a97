internal import CCurl

/// An address of a machine: of IPv4 or of IPv6.
package struct InternetAddress: Equatable, Hashable, Sendable {
  /// 4 or 16 bytes in the order of the network.
  package let bytes: [UInt8]

  /// - Returns: `nil` for any other number of bytes.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    self.bytes = bytes
  }

  /// Reads `192.0.2.7` or `2001:db8::7`.
  ///
  /// - Returns: `nil` for anything else.
  init?(_ text: String) {
    var bytes = [UInt8](repeating: 0, count: 16)
    // Sound: no address has more than 16 bytes, and the text ends with a zero.
    let count = unsafe tally_curl_read_address(text, &bytes)
    self.init(Array(bytes[..<count]))
  }
}

extension InternetAddress: CustomStringConvertible {
  /// The address as people write it (RFC 5952 for IPv6).
  package var description: String {
    bytes.count == 4 ? Self.dotted(bytes[...]) : colonText
  }

  private static func dotted(_ bytes: ArraySlice<UInt8>) -> String {
    bytes.map { String($0) }.joined(separator: ".")
  }

  private var colonText: String {
    let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
    if bytes.starts(with: mapped) { return "::ffff:" + Self.dotted(bytes[12...]) }
    let groups = (0..<8).map { UInt16(bytes[2 * $0]) << 8 | UInt16(bytes[2 * $0 + 1]) }
    guard let zeros = Self.longestZeros(in: groups) else { return Self.hexadecimal(groups[...]) }
    return Self.hexadecimal(groups[..<zeros.lowerBound]) + "::"
      + Self.hexadecimal(groups[zeros.upperBound...])
  }

  private static func hexadecimal(_ groups: ArraySlice<UInt16>) -> String {
    groups.map { String($0, radix: 16) }.joined(separator: ":")
  }

  /// The first of the longest runs of at least two zeros.
  private static func longestZeros(in groups: [UInt16]) -> Range<Int>? {
    var longest = 0..<0
    var start = 0
    for place in groups.indices {
      if groups[place] != 0 { start = place + 1 }
      if place + 1 - start > longest.count { longest = start..<place + 1 }
    }
    return longest.count >= 2 ? longest : nil
  }
}
