internal import Engine

/// What absolute links to this server begin with, such as `https://tally.example.org`; a proxy may serve it below a path of its own.
package struct PublicURL: Equatable, Sendable, CustomStringConvertible {
  /// What a text has to be, for people.
  package static let expectation =
    "an http or https URL without query, such as https://tally.example.org"

  /// `http` or `https`, in small letters.
  let scheme: String
  /// A host, and a port where it is not the scheme's own, in small letters.
  let authority: String
  /// Empty, or a path that begins with a slash and does not end with one.
  let path: String

  package var description: String { "\(scheme)://\(authority)\(path)" }

  /// - Returns: `nil` for a text that cannot be what links begin with.
  package init?(_ text: String) {
    guard Importer.fault(of: text) == nil, let parts = URLParts(text),
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !#""<>?#\^`{|}"#.utf8.contains($0) })
    else { return nil }
    self.init(parts)
  }

  /// What a request was sent to.
  ///
  /// - Parameter host: its Host field.
  /// - Returns: `nil` for a request without one.
  init?(host: String) {
    guard !host.isEmpty, let parts = URLParts("http://" + host) else { return nil }
    self.init(parts)
  }

  private init(_ parts: URLParts) {
    scheme = parts.scheme
    authority = parts.authority
    var path = parts.rest
    while path.hasSuffix("/") { path.removeLast() }
    self.path = path
  }
}

/// What a URL is cut into, so that two of them can be held against each other.
struct URLParts: Equatable, Sendable {
  /// In small letters.
  let scheme: String
  /// In small letters, without the port that the scheme has anyway.
  let authority: String
  /// The path, and what stands behind it.
  let rest: String

  /// - Returns: `nil` for a text that does not begin with a scheme and an authority.
  init?(_ text: String) {
    // Bytes, because a String takes a slash and a mark behind it for one letter.
    let bytes = Array(text.utf8)
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
      bytes[colon...].starts(with: "://".utf8)
    else { return nil }
    let scheme = String(decoding: bytes[..<colon], as: UTF8.self).lowercased()
    let behind = bytes[(colon + 3)...]
    let end = behind.firstIndex { "/?#".utf8.contains($0) } ?? behind.endIndex
    var authority = String(decoding: behind[..<end], as: UTF8.self).lowercased()
    guard !scheme.isEmpty, !authority.isEmpty else { return nil }
    let usualPort = scheme == "https" ? ":443" : ":80"
    if authority.hasSuffix(usualPort) { authority.removeLast(usualPort.count) }
    self.scheme = scheme
    self.authority = authority
    rest = String(decoding: behind[end...], as: UTF8.self)
  }
}

/// What this server is called in URLs: by its operator, and by whoever sends the request at hand.
struct OwnURLs: Sendable {
  private let operators: PublicURL?
  private let clients: PublicURL?

  /// - Parameters:
  ///   - publicURL: the setting, if it is given.
  ///   - host: the Host field of the request.
  init(publicURL: PublicURL?, host: String) {
    operators = publicURL
    clients = PublicURL(host: host)
  }

  /// A path as a URL; the path alone if nobody has said what the server is called.
  func absolute(_ path: String) -> String {
    ((operators ?? clients)?.description ?? "") + path
  }

  /// The path, with what stands behind it, of a URL that leads to this server; `nil` if it leads elsewhere.
  ///
  /// The scheme counts only where the operator has said it: a proxy may have taken TLS off what the client has asked.
  func path(of url: String) -> String? {
    guard let parts = URLParts(url), ["http", "https"].contains(parts.scheme) else { return nil }
    if let operators, operators.scheme == parts.scheme, operators.authority == parts.authority,
      parts.rest.hasPrefix(operators.path + "/")
    {
      return String(parts.rest.dropFirst(operators.path.count))
    }
    return clients?.authority == parts.authority ? parts.rest : nil
  }
}
