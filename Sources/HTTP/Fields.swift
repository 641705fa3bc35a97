/// The name of a field, compared without regard to case (RFC 9110, section 5.1).
package struct FieldName: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The name as it is written into messages.
  package let bytes: [UInt8]
  /// The name in lower case, by which names are compared.
  let lowered: [UInt8]
  /// The field belongs to the connection or is made by the writer; a response cannot set it.
  let isReserved: Bool

  /// A name that came from outside; `nil` when it is empty or holds a byte that no token may hold.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty, bytes.allSatisfy(Characters.isToken) else { return nil }
    self.bytes = bytes
    lowered = bytes.map(Characters.lowered)
    isReserved = Self.reserved.contains(lowered)
  }

  /// A name written in the source.
  package init(stringLiteral text: String) {
    guard let name = FieldName(text) else {
      preconditionFailure("a field name is a token: \(text)")
    }
    self = name
  }

  package static func == (left: FieldName, right: FieldName) -> Bool {
    left.lowered == right.lowered
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(lowered)
  }

  package var description: String {
    String(decoding: bytes, as: UTF8.self)
  }

  private static let reserved = Set(
    [
      "content-length", "transfer-encoding", "connection", "keep-alive", "date", "server",
      "x-request-id", "trailer", "upgrade", "te",
    ].map { Array($0.utf8) })
}

extension FieldName {
  package static let accept: FieldName = "Accept"
  package static let acceptEncoding: FieldName = "Accept-Encoding"
  package static let acceptRanges: FieldName = "Accept-Ranges"
  package static let allow: FieldName = "Allow"
  package static let authorization: FieldName = "Authorization"
  package static let cacheControl: FieldName = "Cache-Control"
  package static let connection: FieldName = "Connection"
  package static let contentDisposition: FieldName = "Content-Disposition"
  package static let contentEncoding: FieldName = "Content-Encoding"
  package static let contentLength: FieldName = "Content-Length"
  package static let contentRange: FieldName = "Content-Range"
  package static let contentType: FieldName = "Content-Type"
  package static let entityTag: FieldName = "ETag"
  package static let host: FieldName = "Host"
  package static let ifMatch: FieldName = "If-Match"
  package static let ifModifiedSince: FieldName = "If-Modified-Since"
  package static let ifNoneMatch: FieldName = "If-None-Match"
  package static let ifRange: FieldName = "If-Range"
  package static let ifUnmodifiedSince: FieldName = "If-Unmodified-Since"
  package static let lastEventID: FieldName = "Last-Event-ID"
  package static let lastModified: FieldName = "Last-Modified"
  package static let location: FieldName = "Location"
  package static let origin: FieldName = "Origin"
  package static let range: FieldName = "Range"
  package static let requestID: FieldName = "X-Request-Id"
  package static let retryAfter: FieldName = "Retry-After"
  package static let secFetchSite: FieldName = "Sec-Fetch-Site"
  package static let transferEncoding: FieldName = "Transfer-Encoding"
  package static let vary: FieldName = "Vary"
  package static let authenticate: FieldName = "WWW-Authenticate"
}

/// The fields of a message, in the order in which they were received or will be sent.
///
/// It is a list, never a dictionary: a field that stands twice is seen twice, which is how a second Content-Length is caught
/// (RFC 9112, section 6.3). The bytes are those of the message itself, so writing a response's fields is one copy.
package struct Fields: Sendable {
  /// Where a field stands in the bytes.
  struct Entry: Sendable {
    var nameStart: UInt32
    var nameEnd: UInt32
    var valueStart: UInt32
    var valueEnd: UInt32
  }

  /// What holds the fields: a whole request head, or the lines `Name: value\r\n` of a response.
  private(set) var wire: [UInt8]
  private(set) var entries: [Entry]
  /// A reserved field was appended, so the writer has to look at each of them.
  private(set) var holdsReserved = false

  /// No fields.
  package init() {
    wire = []
    entries = []
  }

  init(wire: [UInt8], entries: [Entry]) {
    self.wire = wire
    self.entries = entries
  }

  /// Fields in the given order.
  package init(_ pairs: [(FieldName, String)]) {
    self.init()
    for (name, value) in pairs { append(name, value) }
  }

  /// How many field lines there are.
  package var count: Int { entries.count }

  package var isEmpty: Bool { entries.isEmpty }
}

// Reading.
extension Fields {
  /// The value of the first field with this name. Bytes that are not UTF-8 are replaced.
  package subscript(name: FieldName) -> String? {
    guard let place = firstIndex(of: name) else { return nil }
    return String(decoding: value(at: place), as: UTF8.self)
  }

  /// The bytes of the first field's value with this name.
  package func bytes(of name: FieldName) -> ArraySlice<UInt8>? {
    firstIndex(of: name).map(value(at:))
  }

  /// The values of all fields with this name, in order.
  package func values(of name: FieldName) -> [String] {
    entries.indices.filter { isNamed(name, at: $0) }.map {
      String(decoding: value(at: $0), as: UTF8.self)
    }
  }

  /// The members of a comma-separated list that may be spread over several lines (RFC 9110, section 5.6.1), without empty ones.
  ///
  /// Commas inside quoted strings do not separate.
  package func members(of name: FieldName) -> [ArraySlice<UInt8>] {
    var members: [ArraySlice<UInt8>] = []
    for place in entries.indices where isNamed(name, at: place) {
      forEachMember(at: place) { members.append($0) }
    }
    return members
  }

  package func contains(_ name: FieldName) -> Bool {
    firstIndex(of: name) != nil
  }

  /// The number of fields with this name.
  package func count(of name: FieldName) -> Int {
    entries.indices.count { isNamed(name, at: $0) }
  }

  /// All fields as texts, for logs and tests.
  package var pairs: [(name: String, value: String)] {
    entries.indices.map {
      (
        String(decoding: self.name(at: $0), as: UTF8.self),
        String(decoding: value(at: $0), as: UTF8.self)
      )
    }
  }

  func firstIndex(of name: FieldName) -> Int? {
    for place in 0..<entries.count where isNamed(name, at: place) { return place }
    return nil
  }

  func isNamed(_ name: FieldName, at place: Int) -> Bool {
    let entry = entries[place]
    guard Int(entry.nameEnd &- entry.nameStart) == name.lowered.count else { return false }
    return Characters.matches(wire[Int(entry.nameStart)..<Int(entry.nameEnd)], name.lowered)
  }

  func name(at place: Int) -> ArraySlice<UInt8> {
    wire[Int(entries[place].nameStart)..<Int(entries[place].nameEnd)]
  }

  func value(at place: Int) -> ArraySlice<UInt8> {
    wire[Int(entries[place].valueStart)..<Int(entries[place].valueEnd)]
  }

  /// Visits the members of the list in one field.
  func forEachMember(at place: Int, _ visit: (ArraySlice<UInt8>) -> Void) {
    let value = self.value(at: place)
    var start = value.startIndex
    var quoted = false
    var escaped = false
    for place in value.indices {
      let byte = value[place]
      if escaped {
        escaped = false
      } else if quoted, byte == UInt8(ascii: "\\") {
        escaped = true
      } else if byte == UInt8(ascii: "\"") {
        quoted.toggle()
      } else if byte == UInt8(ascii: ","), !quoted {
        let member = Characters.trimmed(value[start..<place])
        if !member.isEmpty { visit(member) }
        start = place + 1
      }
    }
    let last = Characters.trimmed(value[start...])
    if !last.isEmpty { visit(last) }
  }
}

// Changing.
extension Fields {
  /// Appends a field line.
  ///
  /// A byte that no field value may hold (CR, LF, NUL, other controls) becomes a space, so a value can never end its line and
  /// start another (RFC 9110, section 5.5).
  package mutating func append(_ name: FieldName, _ value: String) {
    append(name, bytes: value.utf8)
  }

  /// Appends a field line whose value is given as bytes; the same rule holds.
  package mutating func append(_ name: FieldName, bytes value: some Collection<UInt8>) {
    wire.reserveCapacity(wire.count + name.bytes.count + value.count + 4)
    let nameStart = UInt32(truncatingIfNeeded: wire.count)
    wire.append(contentsOf: name.bytes)
    let nameEnd = UInt32(truncatingIfNeeded: wire.count)
    wire.append(UInt8(ascii: ":"))
    wire.append(Characters.space)
    let valueStart = UInt32(truncatingIfNeeded: wire.count)
    for byte in value { wire.append(Characters.isFieldValue(byte) ? byte : Characters.space) }
    let valueEnd = UInt32(truncatingIfNeeded: wire.count)
    wire.append(Characters.carriageReturn)
    wire.append(Characters.lineFeed)
    entries.append(
      Entry(
        nameStart: nameStart, nameEnd: nameEnd, valueStart: valueStart, valueEnd: valueEnd))
    if name.isReserved { holdsReserved = true }
  }

  /// Appends all field lines of others.
  package mutating func append(contentsOf others: Fields) {
    for place in others.entries.indices {
      if let name = FieldName(String(decoding: others.name(at: place), as: UTF8.self)) {
        append(name, bytes: others.value(at: place))
      }
    }
  }

  /// Puts one field with this name in place of all that bear it.
  package mutating func set(_ name: FieldName, _ value: String) {
    remove(name)
    append(name, value)
  }

  /// Takes all fields with this name away.
  package mutating func remove(_ name: FieldName) {
    guard firstIndex(of: name) != nil else { return }
    var kept = Fields()
    for place in entries.indices where !isNamed(name, at: place) {
      if let name = FieldName(String(decoding: self.name(at: place), as: UTF8.self)) {
        kept.append(name, bytes: value(at: place))
      }
    }
    self = kept
  }

  /// Adds a member to a list field: appended to the value that is there, or as a new field. A member that is there stays alone.
  package mutating func addMember(_ member: String, to name: FieldName) {
    let lowered = member.utf8.map(Characters.lowered)
    let members = self.members(of: name)
    guard !members.contains(where: { Characters.matches($0, lowered) }) else { return }
    let others = members.map { String(decoding: $0, as: UTF8.self) }
    set(name, (others + [member]).joined(separator: ", "))
  }
}

extension Fields: Equatable {
  package static func == (left: Fields, right: Fields) -> Bool {
    left.count == right.count
      && left.entries.indices.allSatisfy {
        left.name(at: $0).lazy.map(Characters.lowered).elementsEqual(
          right.name(at: $0).lazy.map(Characters.lowered))
          && left.value(at: $0) == right.value(at: $0)
      }
  }
}
