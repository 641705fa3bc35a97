internal import CCurl

/// The head of an answer from outside. Its body went to whoever asked.
package struct OutboundResponse: Equatable, Sendable {
  /// One line of the head.
  package struct Field: Equatable, Sendable {
    /// In lower case.
    package let name: String
    package let value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  package let status: Int
  /// In the order in which they came.
  package let fields: [Field]
  /// Where the answer came from, after all redirects; without fragment.
  package let finalURL: String
  /// How long the body was.
  package let byteCount: Int
  /// How long the server wants to be left alone (RFC 9110, section 10.2.3), if it says so.
  package var retryAfterSeconds: Int?

  /// The value of the first field of a name, which is given in lower case.
  package subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

  /// The server's clock when it answered, in seconds since 1970 (RFC 9110, section 6.6.1), if it says so.
  package var dateSeconds: Int64? {
    guard let date = self["date"] else { return nil }
    let seconds = unsafe curl_getdate(date, nil)
    return seconds < 0 ? nil : Int64(seconds)
  }

  /// The kind of the body without its parameters, in lower case, such as `text/csv`.
  package var mediaType: String? {
    self["content-type"]?.split(separator: ";", omittingEmptySubsequences: false).first.map {
      String($0).trimmedBlanks.lowercased()
    }
  }
}

extension String {
  /// Without the blanks at both ends.
  var trimmedBlanks: String {
    let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A }
    let front = utf8.drop(while: isBlank)
    let back = front.reversed().drop { isBlank($0) }.count
    return String(decoding: front.prefix(back), as: UTF8.self)
  }
}
