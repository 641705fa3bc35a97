/// What a client would like beside the answer itself: the field Prefer (RFC 7240).
///
/// Nothing in it is an error: a preference that is unknown or not written as it should be is passed over, and of two with one name the
/// first counts.
package struct Preferences: Sendable {
  /// In the order in which they came, names in lower case, values without their quotes.
  private var entries: [(name: [UInt8], value: [UInt8])] = []

  package init(_ fields: Fields) {
    for member in fields.members(of: Self.field) {
      if let entry = Self.entry(member) { entries.append(entry) }
    }
  }

  private static let field: FieldName = "Prefer"

  /// The value of the first preference with this name, empty if it has none. The name is in lower case.
  package subscript(name: String) -> [UInt8]? {
    let name = Array(name.utf8)
    return entries.first { $0.name == name }?.value
  }

  /// For how long the client would wait for an answer (section 4.3); `nil` if it does not say so.
  ///
  /// - Returns: 0 and more; a number that is too large to be one counts as the greatest.
  package var waitSeconds: Int? {
    guard let digits = self["wait"], !digits.isEmpty, digits.allSatisfy(Characters.isDigit) else {
      return nil
    }
    return digits.reduce(0) { number, digit in
      let (tenfold, isHigh) = number.multipliedReportingOverflow(by: 10)
      let (sum, isHigher) = tenfold.addingReportingOverflow(Int(digit &- 0x30))
      return isHigh || isHigher ? .max : sum
    }
  }

  /// `name`, `name=value` or `name="value"`, with parameters behind it that nobody reads.
  private static func entry(_ member: ArraySlice<UInt8>) -> (name: [UInt8], value: [UInt8])? {
    let name = member.prefix(while: Characters.isToken)
    guard !name.isEmpty else { return nil }
    let lowered = name.map(Characters.lowered)
    var rest = withoutBlanks(member[name.endIndex...])
    if isEnd(rest) { return (lowered, []) }
    guard rest.popFirst() == UInt8(ascii: "=") else { return nil }
    rest = withoutBlanks(rest)
    let value: [UInt8]
    if rest.first == UInt8(ascii: "\"") {
      guard let text = quoted(&rest) else { return nil }
      value = text
    } else {
      value = Array(rest.prefix(while: Characters.isToken))
      guard !value.isEmpty else { return nil }
      rest = rest.dropFirst(value.count)
    }
    return isEnd(withoutBlanks(rest)) ? (lowered, value) : nil
  }

  /// Takes a quoted string (RFC 9110, section 5.6.4); `nil` when it does not end.
  private static func quoted(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
    var value: [UInt8] = []
    rest = rest.dropFirst()
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\"") { return value }
      if byte != UInt8(ascii: "\\") {
        value.append(byte)
      } else if let next = rest.popFirst() {
        value.append(next)
      }
    }
    return nil
  }

  /// Whether nothing follows but parameters.
  private static func isEnd(_ rest: ArraySlice<UInt8>) -> Bool {
    rest.isEmpty || rest.first == UInt8(ascii: ";")
  }

  private static func withoutBlanks(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    bytes.drop(while: Characters.isBlank)
  }
}
