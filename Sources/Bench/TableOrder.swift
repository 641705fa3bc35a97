/// What a measurement over a CSV file is asked to do.
struct TableOrder: Equatable {
  var path: String
  /// Threads that compute at once.
  var lanes = 2
  /// How often the measured step is repeated.
  var rounds = 1
  /// The value of `Question` whose rows are looked at; empty where the measurement does not filter.
  var question = ""

  /// Reads the arguments that follow the command.
  ///
  /// - Parameters:
  ///   - takesQuestion: whether `--question` is allowed, and then needed.
  ///   - usage: the command's own line for the person who mistyped it.
  static func parse(
    _ arguments: [String], takesQuestion: Bool, usage: String
  ) throws(UsageFailure) -> TableOrder {
    guard let path = arguments.first else { throw .missing("the CSV file", usage: usage) }
    var order = TableOrder(path: path)
    var rest = arguments.dropFirst()
    while let flag = rest.popFirst() {
      guard flag == "--lanes" || flag == "--rounds" || flag == "--question" && takesQuestion else {
        throw .unknown(flag, usage: usage)
      }
      guard let value = rest.popFirst() else { throw .missing("a value for \(flag)", usage: usage) }
      switch flag {
      case "--lanes": order.lanes = try count(value, flag)
      case "--rounds": order.rounds = try count(value, flag)
      default: order.question = value
      }
    }
    if takesQuestion, order.question.isEmpty { throw .missing("--question", usage: usage) }
    return order
  }

  private static func count(_ text: String, _ flag: String) throws(UsageFailure) -> Int {
    guard let number = Int(text), (1...10_000).contains(number) else {
      throw .badValue(text, flag: flag, expected: "a number from 1 to 10000")
    }
    return number
  }
}
