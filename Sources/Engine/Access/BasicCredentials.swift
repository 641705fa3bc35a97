internal import Stores

/// A key as browsers show it once a person has typed it: the password of any user.
///
/// - Source: RFC 7617, section 2.
package enum BasicCredentials {
  /// The password in the value of an Authorization field; `nil` where that is of another scheme or makes no sense.
  ///
  /// - Complexity: O(*bytes*).
  package static func password(in credentials: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let scheme = credentials.prefix { $0 != UInt8(ascii: " ") }
    guard String(decoding: scheme, as: UTF8.self).lowercased() == "basic" else { return nil }
    let token = credentials[scheme.endIndex...].drop { $0 == UInt8(ascii: " ") }
    guard let pair = Base64.bytes(of: String(decoding: token, as: UTF8.self)),
      let colon = pair.firstIndex(of: UInt8(ascii: ":")), colon + 1 < pair.count
    else { return nil }
    return pair[(colon + 1)...]
  }
}
