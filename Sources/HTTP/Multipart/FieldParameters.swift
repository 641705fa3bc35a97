/// The value of a field such as `form-data; name="file"`: a word, and parameters behind it (RFC 9110, section 5.6.6).
///
/// Names of parameters are compared without regard to case, and none may stand twice.
struct FieldParameters: Sendable {
  /// What stands before the first semicolon, in lower case.
  let word: [UInt8]
  private var entries: [(name: [UInt8], value: [UInt8])] = []

  /// Takes a value apart; `nil` when it breaks the grammar.
  ///
  /// It is taken a little more widely than it is written: a value without quotes may hold any visible character but a semicolon, because
  /// boundaries with a colon or a slash are sent so, and within quotes a backslash stands for itself unless a quote or another one
  /// follows, because old browsers send paths so.
  init?(_ value: ArraySlice<UInt8>) {
    let end = value.firstIndex(of: UInt8(ascii: ";")) ?? value.endIndex
    word = Characters.trimmed(value[..<end]).map(Characters.lowered)
    guard !word.isEmpty else { return nil }
    var rest = value[end...]
    while true {
      rest = Self.withoutBlanks(rest)
      guard rest.first == UInt8(ascii: ";") else { break }
      rest = Self.withoutBlanks(rest.dropFirst())
      // An empty parameter, as at the end of `text/csv;`.
      if rest.isEmpty || rest.first == UInt8(ascii: ";") { continue }
      guard let entry = Self.entry(&rest), self[entry.name] == nil else { return nil }
      entries.append(entry)
    }
    guard rest.isEmpty else { return nil }
  }

  /// The value of a parameter, without its quotes. The name is in lower case.
  subscript(name: String) -> [UInt8]? { self[Array(name.utf8)] }

  private subscript(name: [UInt8]) -> [UInt8]? {
    entries.first { $0.name == name }?.value
  }

  private static func entry(_ rest: inout ArraySlice<UInt8>) -> (name: [UInt8], value: [UInt8])? {
    let name = rest.prefix(while: Characters.isToken)
    rest = rest[name.endIndex...]
    guard !name.isEmpty, rest.popFirst() == UInt8(ascii: "=") else { return nil }
    let lowered = name.map(Characters.lowered)
    if rest.first == UInt8(ascii: "\"") {
      return quoted(&rest).map { (lowered, $0) }
    }
    let value = rest.prefix { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ";") }
    rest = rest[value.endIndex...]
    guard !value.isEmpty, !value.contains(UInt8(ascii: "\"")) else { return nil }
    return (lowered, Array(value))
  }

  private static func quoted(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
    let quote = UInt8(ascii: "\"")
    let backslash = UInt8(ascii: "\\")
    var value: [UInt8] = []
    rest = rest.dropFirst()
    while let byte = rest.popFirst() {
      if byte == quote { return value }
      if byte == backslash, let next = rest.first, next == quote || next == backslash {
        rest = rest.dropFirst()
        value.append(next)
      } else {
        value.append(byte)
      }
    }
    return nil
  }

  private static func withoutBlanks(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    bytes.drop(while: Characters.isBlank)
  }
}
