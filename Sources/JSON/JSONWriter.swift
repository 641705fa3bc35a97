/// Writes a JSON text into a buffer of bytes, value by value; commas come by themselves.
///
/// The caller opens and closes arrays and objects in their order and gives each member a key before its value. Strings are escaped,
/// and a number that is not finite becomes null, so the result is always RFC 8259.
package struct JSONWriter: Sendable {
  /// What has been written.
  package private(set) var bytes: [UInt8] = []
  /// The next value or key stands behind another one.
  private var needsComma = false

  package init() {}

  /// A writer with room for so many bytes.
  package init(reserving count: Int) {
    bytes.reserveCapacity(count)
  }

  /// Opens an object; keys and values follow.
  package mutating func beginObject() { open(UInt8(ascii: "{")) }
  /// Closes the object that was opened last.
  package mutating func endObject() { close(UInt8(ascii: "}")) }
  /// Opens an array; its values follow.
  package mutating func beginArray() { open(UInt8(ascii: "[")) }
  /// Closes the array that was opened last.
  package mutating func endArray() { close(UInt8(ascii: "]")) }

  /// The key of the value that is written next.
  package mutating func key(_ key: String) {
    string(key)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// A text in quotes, escaped where RFC 8259 demands it.
  package mutating func string(_ text: String) {
    separate()
    let characters = text.utf8.span
    var plainCount = 0
    bytes.append(addingCapacity: characters.count + 2) { room in
      room.append(UInt8(ascii: "\""))
      while plainCount < characters.count, !Self.mustEscape(characters[plainCount]) {
        room.append(characters[plainCount])
        plainCount += 1
      }
      if plainCount == characters.count { room.append(UInt8(ascii: "\"")) }
    }
    guard plainCount < characters.count else { return }
    for place in plainCount..<characters.count {
      let byte = characters[place]
      if Self.mustEscape(byte) { appendEscape(byte) } else { bytes.append(byte) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// A text of UTF-8 bytes in quotes, escaped. What is no UTF-8 becomes U+FFFD.
  package mutating func text(_ utf8: ArraySlice<UInt8>) {
    guard utf8.allSatisfy({ $0 < 0x80 && !Self.mustEscape($0) }) else {
      return string(String(decoding: utf8, as: UTF8.self))
    }
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: utf8)
    bytes.append(UInt8(ascii: "\""))
  }

  /// A whole number.
  package mutating func integer(_ number: Int) {
    separate()
    appendDecimal(number)
  }

  /// A number in the shortest form that reads back as the same double; null when it is not finite.
  package mutating func double(_ number: Double) {
    separate()
    bytes.append(contentsOf: (number.isFinite ? number.description : "null").utf8)
  }

  /// `true` or `false`.
  package mutating func bool(_ value: Bool) {
    separate()
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  /// `null`.
  package mutating func null() {
    separate()
    bytes.append(contentsOf: "null".utf8)
  }

  /// A key that was escaped before: `"name":`, as `keyText` makes it.
  package mutating func key(escaped text: [UInt8]) {
    separate()
    bytes.append(contentsOf: text)
    needsComma = false
  }

  /// A key in quotes with its colon.
  package static func keyText(_ key: String) -> [UInt8] {
    var writer = JSONWriter()
    writer.key(key)
    return writer.bytes
  }

  /// Takes what has been written; the writer goes on behind it.
  package mutating func takeBytes() -> [UInt8] {
    let taken = bytes
    bytes.removeAll(keepingCapacity: true)
    return taken
  }

  /// Bytes that are JSON already, as one value.
  package mutating func raw(_ text: [UInt8]) {
    separate()
    bytes.append(contentsOf: text)
  }

  /// A value with everything in it. It recurses as deep as the value is.
  package mutating func value(_ value: JSONValue) {
    switch value {
    case .null: null()
    case .bool(let flag): bool(flag)
    case .integer(let number): integer(Int(number))
    case .double(let number): double(number)
    case .string(let text): string(text)
    case .array(let elements):
      beginArray()
      for element in elements { self.value(element) }
      endArray()
    case .object(let members):
      beginObject()
      for member in members {
        key(member.key)
        self.value(member.value)
      }
      endObject()
    }
  }

  // Leaves

  private mutating func open(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  private mutating func appendDecimal(_ number: Int) {
    var rest = number.magnitude
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    let start = bytes.count
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }

  /// What RFC 8259, section 7, does not allow to stand in a string as it is.
  private static func mustEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func appendEscape(_ byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    default:
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(Self.digits[Int(byte >> 4)])
      bytes.append(Self.digits[Int(byte & 15)])
    }
  }

  private static let digits = Array("0123456789abcdef".utf8)
}
