/// Origins of web pages as a setting gives them, separated by commas.
///
/// - Source: RFC 6454, section 6.2: an origin is a scheme, a host, and a port where it is not the scheme's own.
enum Origins {
  static let expectation = "* or origins such as https://app.example, separated by commas"

  /// Each origin without the blanks around it; `nil` if one of them could never be what a browser sends.
  static func list(_ text: String) -> [String]? {
    if text.isEmpty { return [] }
    var origins: [String] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let origin = String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      guard origin == "*" || isOrigin(origin) else { return nil }
      origins.append(origin)
    }
    return origins
  }

  private static func isOrigin(_ text: String) -> Bool {
    guard let colon = text.firstIndex(of: ":") else { return false }
    let scheme = text[..<colon]
    let rest = text[colon...]
    let host = rest.dropFirst(3)
    return rest.hasPrefix("://") && !scheme.isEmpty && !host.isEmpty
      && scheme.utf8.allSatisfy { isWord($0) || "+-.".utf8.contains($0) }
      && host.utf8.allSatisfy { isWord($0) || "-._:[]".utf8.contains($0) }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
