/// What a request is about: a path and a query.
///
/// The bytes stay as the client sent them; texts are decoded when they are asked for. Dot segments are not resolved: a path with
/// `..` is simply a path that no route knows.
@usableFromInline package struct Target: Sendable {
  /// The way in which the target was written (RFC 9112, section 3.2).
  package enum Form: UInt8, Sendable {
    /// `/path?query`
    case origin
    /// `http://host/path?query`
    case absolute
    /// `*`, with OPTIONS alone
    case asterisk
  }

  package let form: Form
  /// The bytes in which path and query stand.
  let bytes: [UInt8]
  let path: Range<Int>
  /// Empty when there is no query.
  let query: Range<Int>

  init(form: Form, bytes: [UInt8], path: Range<Int>, query: Range<Int>) {
    self.form = form
    self.bytes = bytes
    self.path = path
    self.query = query
  }

  /// A target in origin form, for tests and links.
  package init(_ text: String) {
    let bytes = Array(text.utf8)
    let mark = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.count
    self.init(
      form: .origin, bytes: bytes, path: 0..<mark, query: min(mark + 1, bytes.count)..<bytes.count)
  }

  /// The path as it was sent, `/` at least.
  package var rawPath: ArraySlice<UInt8> {
    path.isEmpty ? [UInt8(ascii: "/")] : bytes[path]
  }

  /// The path with its escapes decoded. It tells `%2F` from `/` no more: match `rawPath`, show this.
  package var decodedPath: String {
    String(decoding: PercentCoding.decoded(rawPath), as: UTF8.self)
  }

  /// The query as it was sent, without its question mark; empty when there is none.
  package var rawQuery: ArraySlice<UInt8> {
    bytes[query]
  }

  /// The query's parts in their order, decoded: `a=1&b` gives a with "1" and b with "". `+` is a space.
  package var queryItems: [QueryItem] {
    guard !query.isEmpty else { return [] }
    return rawQuery.split(separator: UInt8(ascii: "&")).map { part in
      let mark = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
      return QueryItem(
        name: Self.text(part[..<mark]), value: Self.text(part[min(mark + 1, part.endIndex)...]))
    }
  }

  /// The value of the query's first part with this name, decoded.
  package func queryValue(_ name: String) -> String? {
    query.isEmpty ? nil : queryItems.first { $0.name == name }?.value
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: PercentCoding.decoded(bytes, plusIsSpace: true), as: UTF8.self)
  }
}

/// A part of a query, decoded.
package struct QueryItem: Equatable, Sendable {
  package var name: String
  package var value: String

  package init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}
