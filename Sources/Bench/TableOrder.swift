internal import JSON
internal import Tables

/// What a measurement over a CSV file is asked to do.
struct TableOrder: Equatable {
  /// What can be said beside the file, as it is typed.
  enum Flag: String, CaseIterable {
    case lanes = "--lanes"
    case rounds = "--rounds"
    case question = "--question"
    case column = "--column"
    case condition = "--where"
    case show = "--show"
    case limit = "--limit"

    /// What stands behind it in a line of usage.
    var placeholder: String {
      switch self {
      case .lanes, .rounds, .limit: "N"
      case .question: "TEXT"
      case .column, .show: "NAME"
      case .condition: #"'["NAME","OPERATION","VALUE",...]'"#
      }
    }
  }

  var path: String
  /// Threads that compute at once.
  var lanes = 2
  /// How often the measured step is repeated.
  var rounds = 1
  /// The value of `Question` whose rows are looked at.
  var question = ""
  /// The column of numbers that is looked at.
  var column = ""
  /// What rows must keep, all of it.
  var conditions: [Filter.Condition] = []
  /// The columns of a page.
  var shown: [String] = []
  /// The most rows of a page.
  var limit = 20

  /// Reads the arguments that follow the command. `--where` and `--show` may be given several times.
  static func parse(
    _ arguments: [String], for command: TableCommand
  ) throws(UsageFailure) -> TableOrder {
    let usage = command.usage
    guard let path = arguments.first else { throw .missing("the CSV file", usage: usage) }
    var order = TableOrder(path: path)
    var missing = command.needs
    var rest = arguments.dropFirst()
    while let word = rest.popFirst() {
      guard let flag = Flag(rawValue: word),
        flag == .lanes || flag == .rounds || command.needs.contains(flag)
      else { throw .unknown(word, usage: usage) }
      guard let value = rest.popFirst() else { throw .missing("a value for \(word)", usage: usage) }
      try order.take(value, for: flag)
      missing.removeAll { $0 == flag }
    }
    if let flag = missing.first { throw .missing(flag.rawValue, usage: usage) }
    return order
  }

  private mutating func take(_ value: String, for flag: Flag) throws(UsageFailure) {
    switch flag {
    case .lanes: lanes = try Self.count(value, flag)
    case .rounds: rounds = try Self.count(value, flag)
    case .limit: limit = try Self.count(value, flag)
    case .question: question = value
    case .column: column = value
    case .show: shown.append(value)
    case .condition: conditions.append(try Self.condition(value))
    }
  }

  private static func count(_ text: String, _ flag: Flag) throws(UsageFailure) -> Int {
    guard let number = Int(text), (1...10_000).contains(number) else {
      throw .badValue(text, flag: flag.rawValue, expected: "a number from 1 to 10000")
    }
    return number
  }

  /// Reads `["Price","between","5","10"]`.
  private static func condition(_ text: String) throws(UsageFailure) -> Filter.Condition {
    var words: [String] = []
    if case .array(let parts) = try? JSONParser.parse(Array(text.utf8)) {
      words = parts.compactMap { if case .string(let word) = $0 { word } else { nil } }
      if words.count < parts.count { words = [] }
    }
    guard words.count > 1, let operation = Filter.Operation(rawValue: words[1]) else {
      throw .badValue(
        text, flag: Flag.condition.rawValue,
        expected: "a JSON array of a column, an operation and values, all of them texts")
    }
    return Filter.Condition(words[0], operation, Array(words[2...]))
  }
}
