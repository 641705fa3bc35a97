/// The name of one version of a resource's bytes (RFC 9110, section 8.8.3).
package struct EntityTag: Equatable, Sendable {
  /// What stands between the quotes.
  package let opaque: [UInt8]
  /// Another version with the same meaning may bear the same tag.
  package let isWeak: Bool

  /// A tag made of text; characters that a tag cannot hold are left out.
  package init(_ text: String, isWeak: Bool = false) {
    opaque = text.utf8.filter(Self.isAllowed)
    self.isWeak = isWeak
  }

  /// A tag as it stands in a field.
  package init?(parsing bytes: ArraySlice<UInt8>) {
    var rest = bytes
    isWeak = rest.starts(with: "W/".utf8)
    if isWeak { rest = rest.dropFirst(2) }
    guard rest.count >= 2, rest.first == UInt8(ascii: "\""), rest.last == UInt8(ascii: "\"") else {
      return nil
    }
    opaque = Array(rest.dropFirst().dropLast())
    guard opaque.allSatisfy(Self.isAllowed) else { return nil }
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    byte == 0x21 || (byte >= 0x23 && byte != 0x7F)
  }

  /// The tag as it stands in a field.
  package var text: String {
    (isWeak ? "W/\"" : "\"") + String(decoding: opaque, as: UTF8.self) + "\""
  }

  /// The same tag, marked as weak.
  package var weakened: EntityTag {
    EntityTag(String(decoding: opaque, as: UTF8.self), isWeak: true)
  }

  /// Both name the same bytes.
  package func isStronglyEqual(to other: EntityTag) -> Bool {
    !isWeak && !other.isWeak && opaque == other.opaque
  }

  /// Both name the same meaning.
  package func isWeaklyEqual(to other: EntityTag) -> Bool {
    opaque == other.opaque
  }
}

/// The conditions under which a request is to be carried out (RFC 9110, section 13).
package enum Conditions {
  /// What the conditions say.
  package enum Verdict: Equatable, Sendable {
    case goOn
    /// 304 for GET and HEAD.
    case notModified
    /// 412.
    case failed
  }

  /// Weighs the conditions in the order of section 13.2.2.
  ///
  /// - Parameters:
  ///   - tag: of the current version; `nil` when it has none.
  ///   - modifiedSeconds: when the current version came to be, from 1970; `nil` when that is not known.
  package static func verdict(
    on head: RequestHead, tag: EntityTag?, modifiedSeconds: Int?, nowSeconds: Int
  ) -> Verdict {
    let fields = head.fields
    let reads = head.method == .get || head.method == .head
    if fields.contains(.ifMatch) {
      if !matches(fields, .ifMatch, tag, strongly: true) { return .failed }
    } else if let modifiedSeconds,
      let limit = date(in: fields, .ifUnmodifiedSince, nowSeconds), modifiedSeconds > limit
    {
      return .failed
    }
    if fields.contains(.ifNoneMatch) {
      if matches(fields, .ifNoneMatch, tag, strongly: false) {
        return reads ? .notModified : .failed
      }
    } else if reads, let modifiedSeconds,
      let limit = date(in: fields, .ifModifiedSince, nowSeconds), modifiedSeconds <= limit
    {
      return .notModified
    }
    return .goOn
  }

  private static func date(in fields: Fields, _ name: FieldName, _ nowSeconds: Int) -> Int? {
    fields.bytes(of: name).flatMap { HTTPDate.seconds(of: $0, nowSeconds: nowSeconds) }
  }

  private static func matches(
    _ fields: Fields, _ name: FieldName, _ tag: EntityTag?, strongly: Bool
  ) -> Bool {
    let members = fields.members(of: name)
    if members.count == 1, members[0].elementsEqual("*".utf8) { return true }
    guard let tag else { return false }
    return members.contains { member in
      guard let other = EntityTag(parsing: member) else { return false }
      return strongly ? tag.isStronglyEqual(to: other) : tag.isWeaklyEqual(to: other)
    }
  }

  /// 304 with the tag, if the client has this version already; `nil` when it is to be sent.
  package static func notModified(_ head: RequestHead, tag: EntityTag) -> Response? {
    guard
      verdict(on: head, tag: tag, modifiedSeconds: nil, nowSeconds: 0) == .notModified
    else { return nil }
    return Response(.notModified, fields: Fields([(.entityTag, tag.text)]))
  }
}
