internal import CCurl

/// A URL that may be fetched, as libcurl reads it: what is checked here is what is connected to.
package struct OutboundURL: Equatable, Sendable {
  /// The whole URL without fragment, normalised.
  package let text: String
  /// `http` or `https`.
  package let scheme: String
  /// A name or an address; one of IPv6 stands in brackets.
  package let host: String
  package let port: Int

  static let limitBytes = 8192

  /// Reads a text, relative to another URL if there is one.
  ///
  /// - Parameter keepsPath: whether `.` and `..` in the path stay; else what they mean is done.
  /// - Throws: `URLFault`.
  package init(
    _ text: String, relativeTo start: OutboundURL? = nil, keepsPath: Bool = false
  ) throws(URLFault) {
    guard text.utf8.count <= Self.limitBytes else { throw .tooLong(limitBytes: Self.limitBytes) }
    guard !text.utf8.contains(0) else { throw .malformed }
    guard let parts = Parts() else { throw .malformed }
    if let start { try parts.read(start.text, keepsPath) }
    try parts.read(text, keepsPath)
    scheme = parts[CURLUPART_SCHEME] ?? ""
    guard scheme == "http" || scheme == "https" else { throw .scheme(scheme) }
    guard parts[CURLUPART_USER] == nil, parts[CURLUPART_PASSWORD] == nil else { throw .userInfo }
    host = parts[CURLUPART_HOST] ?? ""
    guard !host.isEmpty else { throw .noHost }
    guard let port = parts[CURLUPART_PORT].flatMap({ Int($0) }), port > 0 else { throw .malformed }
    self.port = port
    parts.dropFragment()
    self.text = parts[CURLUPART_URL] ?? ""
    guard self.text.utf8.count <= Self.limitBytes else {
      throw .tooLong(limitBytes: Self.limitBytes)
    }
    if start?.scheme == "https", scheme == "http" { throw .downgrade }
  }

  /// The address that stands in the place of a name; `nil` for a name, whose addresses are known when a connection is made.
  package var literalAddress: InternetAddress? {
    let isBracketed = host.utf8.first == UInt8(ascii: "[") && host.utf8.last == UInt8(ascii: "]")
    return InternetAddress(isBracketed ? String(host.dropFirst().dropLast()) : host)
  }
}

/// libcurl's view of a URL.
@safe private struct Parts: ~Copyable {
  private let handle: OpaquePointer

  init?() {
    guard let handle = unsafe curl_url() else { return nil }
    unsafe self.handle = unsafe handle
  }

  deinit {
    unsafe curl_url_cleanup(handle)
  }

  func read(_ text: String, _ keepsPath: Bool) throws(URLFault) {
    let flags =
      CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE | CURLU_ALLOW_SPACE
      | (keepsPath ? CURLU_PATH_AS_IS : 0)
    switch unsafe curl_url_set(handle, CURLUPART_URL, text, UInt32(flags)) {
    case CURLUE_OK: return
    case CURLUE_NO_HOST: throw .noHost
    default: throw .malformed
    }
  }

  func dropFragment() {
    unsafe curl_url_set(handle, CURLUPART_FRAGMENT, nil, 0)
  }

  subscript(part: CURLUPart) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    let flags = part == CURLUPART_PORT ? UInt32(CURLU_DEFAULT_PORT) : 0
    guard unsafe curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text = unsafe text
    else { return nil }
    // Sound: libcurl gives a copy with a zero at its end, which is ours to free.
    defer { unsafe curl_free(text) }
    return unsafe String(cString: text)
  }
}
