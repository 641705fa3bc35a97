/// The key of an object that we make: parts with slashes between them, such as `France/2024-05-01/Paris.csv`.
///
/// It is a path in a folder as well as a key of S3, and safe as both by construction.
package struct ObjectKey: Hashable, Sendable, CustomStringConvertible {
  /// How long a part may be: what file systems take, with room for the name of a draft.
  package static let partLimitBytes = 200
  /// How long a key may be (S3 takes 1024 bytes).
  package static let limitBytes = 900

  package let parts: [String]

  /// Reads a key.
  ///
  /// - Returns: `nil` unless each part has 1 to `partLimitBytes` bytes, all of them among `A-Z a-z 0-9 - . _ ~ %`, and does not begin with
  ///   a dot.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard text.utf8.count <= Self.limitBytes, parts.allSatisfy(Self.isPart) else { return nil }
    self.parts = parts
  }

  package var description: String { parts.joined(separator: "/") }

  /// A name as a part of a key: everything but `A-Z a-z 0-9 - . _` percent-encoded, also a dot at the beginning.
  ///
  /// - Returns: `nil` for an empty name, and for one whose part would be too long.
  package static func part(naming name: String) -> String? {
    var part = ""
    for (place, byte) in name.utf8.enumerated() {
      if isNameByte(byte), place > 0 || byte != UInt8(ascii: ".") {
        part.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        part += "%" + Hexadecimal.text(of: [byte]).uppercased()
      }
    }
    return name.isEmpty || part.utf8.count > partLimitBytes ? nil : part
  }

  /// The name that a part of a key stands for; `nil` if it is not percent-encoded UTF-8.
  package static func name(in part: some StringProtocol) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(part.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst(), let low = rest.popFirst(),
        let decoded = Hexadecimal.bytes(of: String(decoding: [high, low], as: UTF8.self))
      else { return nil }
      bytes += decoded
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func isPart(_ part: String) -> Bool {
    let bytes = part.utf8
    return bytes.first != UInt8(ascii: ".") && (1...partLimitBytes).contains(bytes.count)
      && bytes.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "%") }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
