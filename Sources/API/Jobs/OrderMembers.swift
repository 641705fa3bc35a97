internal import HTTP
internal import JSON
internal import Statistics

/// What is wrong with a JSON body, in the order in which it was found, but no more than `limit`.
struct OrderMistakes {
  /// Beyond so many mistakes none is looked for.
  static let limit = 20

  private(set) var all: [Problem.Mistake] = []
  /// Whether something is wrong beside values that could be others.
  private var isMalformed = false

  var isEmpty: Bool { all.isEmpty }
  var isFull: Bool { all.count >= Self.limit }

  /// A member is missing, unknown, of another type than it should be, or a word that there is not.
  mutating func note(
    _ detail: String, at pointer: String, value: String? = nil, expected: String? = nil
  ) {
    isMalformed = true
    add(detail, pointer, value, expected)
  }

  /// A member is what it should be, but its value makes no sense.
  mutating func noteValue(
    _ detail: String, at pointer: String, value: String? = nil, expected: String? = nil
  ) {
    add(detail, pointer, value, expected)
  }

  private mutating func add(
    _ detail: String, _ pointer: String, _ value: String?, _ expected: String?
  ) {
    guard !isFull else { return }
    all.append(
      Problem.Mistake(
        detail, at: .pointer(pointer), value: value.map(Self.short), expected: expected))
  }

  /// The mistakes as a failure, if there are any.
  func finish() throws(Failure) {
    if !all.isEmpty { throw isMalformed ? .badMembers(all) : .badValues(all) }
  }

  /// Enough of a client's text to recognise it.
  static func short(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(200)))
  }
}

/// The members of an object within a JSON body, read one by one. A member that is null is as good as none.
struct OrderMembers {
  let members: [JSONValue.Member]
  /// Where the object stands, as a JSON pointer (RFC 6901).
  let path: String

  init(_ members: [JSONValue.Member], at path: String = "") {
    self.members = members.filter { $0.value != .null }
    self.path = path
  }

  /// Where a member stands.
  func pointer(to name: String) -> String {
    var escaped = path + "/"
    for scalar in name.unicodeScalars {
      switch scalar {
      case "~": escaped += "~0"
      case "/": escaped += "~1"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  subscript(name: String) -> JSONValue? {
    members.first { $0.key.utf8.elementsEqual(name.utf8) }?.value
  }

  /// Notes the members that nobody asks for.
  ///
  /// - Parameter known: those that may be there.
  func refuseOthers(than known: [String], _ mistakes: inout OrderMistakes) {
    for member in members where !known.contains(where: { $0.utf8.elementsEqual(member.key.utf8) }) {
      if mistakes.isFull { return }
      let name = OrderMistakes.short(member.key)
      let hint = nearestName(to: member.key, in: known).map { "; did you mean '\($0)'?" } ?? ""
      mistakes.note(
        "There is no member '\(name)'" + hint, at: pointer(to: member.key),
        expected: known.isEmpty ? "no member at all" : known.joined(separator: ", "))
    }
  }

  /// Notes that a member is not what it should be.
  func refuse(_ name: String, expected: String, _ mistakes: inout OrderMistakes) {
    guard let value = self[name] else { return }
    mistakes.note(
      "'\(name)' must be \(expected), found \(value.kind)", at: pointer(to: name),
      expected: expected)
  }

  /// The text of a member; `nil` if there is none.
  func optionalText(_ name: String, _ mistakes: inout OrderMistakes) -> String? {
    if case .string(let text)? = self[name] { return text }
    refuse(name, expected: "a text", &mistakes)
    return nil
  }

  /// The text of a member that must be there.
  func text(_ name: String, expected: String, _ mistakes: inout OrderMistakes) -> String? {
    if self[name] == nil {
      mistakes.note("'\(name)' is missing", at: pointer(to: name), expected: expected)
    }
    return optionalText(name, &mistakes)
  }

  /// The whole number of a member, also one written `2015.0`; `nil` if there is none.
  func optionalInteger(_ name: String, _ mistakes: inout OrderMistakes) -> Int? {
    switch self[name] {
    case .integer(let number)?: return Int(number)
    case .double(let number)? where Int(exactly: number) != nil: return Int(exactly: number)
    default:
      refuse(name, expected: "a whole number", &mistakes)
      return nil
    }
  }

  /// One of a few words; `nil` if there is none.
  func optionalWord<Word: CaseIterable & RawRepresentable<String>>(
    _ name: String, of type: Word.Type, _ mistakes: inout OrderMistakes
  ) -> Word? {
    guard let text = optionalText(name, &mistakes) else { return nil }
    if let word = Word(rawValue: text) { return word }
    let words = Word.allCases.map(\.rawValue)
    let hint = nearestName(to: text, in: words).map { "; did you mean '\($0)'?" } ?? ""
    mistakes.note(
      "'\(name)' cannot be '\(OrderMistakes.short(text))'" + hint, at: pointer(to: name),
      value: text, expected: words.joined(separator: ", "))
    return nil
  }

  /// One of a few words that must be there.
  func word<Word: CaseIterable & RawRepresentable<String>>(
    _ name: String, of type: Word.Type, _ mistakes: inout OrderMistakes
  ) -> Word? {
    if self[name] == nil {
      let words = Word.allCases.map(\.rawValue)
      mistakes.note(
        "'\(name)' is missing", at: pointer(to: name), expected: words.joined(separator: ", "))
    }
    return optionalWord(name, of: type, &mistakes)
  }

  /// The members of an object that a member is; none if it is not there.
  func object(_ name: String, _ mistakes: inout OrderMistakes) -> OrderMembers {
    if case .object(let members)? = self[name] {
      return OrderMembers(members, at: pointer(to: name))
    }
    refuse(name, expected: "an object", &mistakes)
    return OrderMembers([], at: pointer(to: name))
  }
}
