internal import HTTP

/// The query of an address as text: names and values in an order, escaped so that they are read back as they were.
enum QueryText {
  /// What stands for itself beside letters and digits. Apostrophes are escaped, because addresses are pasted into shells between them.
  private static let plain = Set("-._~!*(),;:@/".utf8)
  private static let digits = Array("0123456789ABCDEF".utf8)

  /// `a=1&b=x%20y`; empty without an item.
  static func text(_ items: [QueryItem]) -> String {
    items.map { encoded($0.name) + "=" + encoded($0.value) }.joined(separator: "&")
  }

  /// A path with a query behind it, if there is one.
  static func target(_ path: String, _ items: [QueryItem]) -> String {
    items.isEmpty ? path : path + "?" + text(items)
  }

  /// A name as a part of a list, such as the value of `_select`: in double quotes unless it is of letters, digits and `_` alone.
  static func listed(_ name: String) -> String {
    let isBare = name.utf8.allSatisfy { byte in
      byte == UInt8(ascii: "_") || isLetterOrDigit(byte)
    }
    guard !isBare || name.isEmpty else { return name }
    let doubled = name.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + doubled.joined(separator: "\"\"") + "\""
  }

  /// A name or a value in a query (RFC 3986, section 3.4).
  static func encoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if isLetterOrDigit(byte) || plain.contains(byte) {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
