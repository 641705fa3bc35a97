internal import Statistics

/// A flag of a command.
struct CommandFlag: Sendable {
  /// The name with its dashes.
  let name: String
  /// What a value looks like; empty for a flag that takes none.
  let placeholder: String
  let help: String
  /// Whether it may be given more than once.
  var isRepeated = false
  /// The values that it may have; empty where they cannot be listed.
  var choices: [String] = []

  /// The name with what a value looks like.
  var usage: String { name + (placeholder.isEmpty ? "" : " \(placeholder)") }

  /// The help, with whether it may be repeated.
  var explanation: String { help + (isRepeated ? "; may be given again" : "") }
}

/// What stands behind a command: values of flags, and the rest.
struct CommandArguments: Equatable {
  private var values: [String: [String]] = [:]
  /// What belongs to no flag, in order.
  private(set) var operands: [String] = []

  /// Reads `--flag value`, `--flag=value` and, behind `--` or without dashes, operands. A lone `-` is an operand.
  init(_ arguments: [String], flags: [CommandFlag]) throws(UsageFailure) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        operands += rest
        return
      }
      guard argument.hasPrefix("-"), argument != "-" else {
        operands.append(argument)
        continue
      }
      let mark = argument.firstIndex(of: "=")
      let name = String(argument[..<(mark ?? argument.endIndex)])
      guard let flag = flags.first(where: { $0.name == name }) else {
        throw .unknownFlag(name, nearest: nearestName(to: name, in: flags.map(\.name)))
      }
      let given = mark.map { String(argument[argument.index(after: $0)...]) }
      try add(Self.value(of: flag, given, &rest), flag)
    }
  }

  private static func value(
    of flag: CommandFlag, _ given: String?, _ rest: inout ArraySlice<String>
  ) throws(UsageFailure) -> String {
    if flag.placeholder.isEmpty {
      if let given { throw .badValue(name: flag.name, value: given, expected: "no value") }
      return ""
    }
    guard let value = given ?? rest.popFirst() else { throw .missingValue(flag.name) }
    return value
  }

  private mutating func add(_ value: String, _ flag: CommandFlag) throws(UsageFailure) {
    if !flag.isRepeated, values[flag.name] != nil { throw .repeatedFlag(flag.name) }
    values[flag.name, default: []].append(value)
  }

  /// The value of a flag; `nil` if it is not given.
  func value(_ name: String) -> String? { values[name]?.last }

  /// The values of a flag that may be given more than once.
  func values(_ name: String) -> [String] { values[name] ?? [] }

  func isSet(_ name: String) -> Bool { values[name] != nil }

  /// The value of a flag that is a whole number within bounds.
  func number(_ name: String, in range: ClosedRange<Int>) throws(UsageFailure) -> Int? {
    guard let text = value(name) else { return nil }
    guard let number = Quantity.integer(text), range.contains(number) else {
      let bounds =
        range.upperBound == .max
        ? "of \(range.lowerBound) or more" : "from \(range.lowerBound) to \(range.upperBound)"
      throw .badValue(name: name, value: text, expected: "a whole number \(bounds)")
    }
    return number
  }

  /// The value of a flag that is one of a few words.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String
  ) throws(UsageFailure) -> Choice? where Choice.RawValue == String {
    guard let text = value(name) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw .badValue(name: name, value: text, expected: "one of \(known)")
    }
    return choice
  }
}
