package import Statistics
internal import Tables

extension QueryMistake {
  /// What is wrong, for people.
  package var sentence: String {
    switch kind {
    case .unknownColumn(let name, let nearest):
      "There is no column '\(name)'" + Self.hint(nearest)
    case .unknownParameter(let nearest):
      "There is no parameter '\(parameter)'" + Self.hint(nearest)
        + "; a column whose name begins with _ is asked for as column:\(parameter)"
    case .unknownOperation(let name, let nearest):
      "There is no operation '\(name)'" + Self.hint(nearest)
    case .unknownFunction(let name, let nearest):
      "There is no function '\(name)'" + Self.hint(nearest)
    case .unknownUnit(let name, let nearest):
      "There is no unit of time '\(name)'" + Self.hint(nearest)
    case .unknownLabel(let name, let nearest):
      "The answer has no column '\(name)'" + Self.hint(nearest)
    case .unknownChoice: "'\(value)' is none of the words that '\(parameter)' takes"
    case .repeatedParameter: "'\(parameter)' may be given once"
    case .repeatedName(let name): "'\(name)' stands twice in '\(parameter)'"
    case .noWholeNumber: "'\(parameter)' must be a whole number"
    case .noShare(let text): "'\(text)' is no share of the values"
    case .noBinCount(let text, _): "'\(text)' is no number of bins"
    case .wrongArgumentCount(let function, _):
      "'\(function)' has too many or too few arguments"
    case .wrongValueCount(let operation, _):
      "'\(operation.rawValue)' has too many or too few values"
    case .sharedName(let name): "The answer would have two columns '\(name)'"
    case .tooManyFunctions(let count, _): "There are \(count) functions"
    case .tooManyValues: "The answer would have too many numbers"
    case .missingParameter(let chart, _):
      "\(chart.prefix(1).uppercased())\(chart.dropFirst()) needs '\(parameter)'"
    case .foreignParameter(let chart, _): "'\(parameter)' says nothing to \(chart)"
    case .tooManyNames: "'\(parameter)' has more parts than can be drawn"
    case .malformed: "'\(parameter)' is not written as it should be"
    }
  }

  /// What would be right; `nil` where the sentence says it.
  package var expected: String? {
    switch kind {
    case .unknownOperation: Filter.Operation.allCases.map(\.rawValue).joined(separator: ", ")
    case .unknownUnit: "minute, hour, day, week, month, quarter or year"
    case .unknownChoice(let known): known.joined(separator: ", ")
    case .noWholeNumber(let bounds), .noBinCount(_, let bounds):
      "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
    case .noShare: "a number from 0 to 1, such as 0.95"
    case .wrongArgumentCount(_, let count):
      count.lowerBound == count.upperBound
        ? "\(count.lowerBound)" : "\(count.lowerBound) to \(count.upperBound)"
    case .wrongValueCount(_, let count): count.map { "\($0)" } ?? "one value or more"
    case .sharedName: "another name for the function, such as n:count()"
    case .tooManyFunctions(_, let limit): "at most \(limit)"
    case .tooManyValues(let limit): "at most \(limit) with these functions"
    case .missingParameter(_, let need): need
    case .foreignParameter(_, let known): known.joined(separator: ", ")
    case .tooManyNames(let limit): "at most \(limit)"
    case .malformed(let form): form.example
    default: nil
    }
  }

  private static func hint(_ nearest: String?) -> String {
    nearest.map { "; did you mean '\($0)'?" } ?? ""
  }
}

extension QueryForm {
  /// What a text of this form looks like.
  fileprivate var example: String {
    switch self {
    case .names: #"names with commas between them, such as a,"b (c)""#
    case .order: "names with commas between them, each with a - before it to descend: -a,b"
    case .groups: "names with commas between them, times with a unit: a,ts:day"
    case .outputs: "functions of columns, such as mean(a),n:count(),q(a,0.95)"
    case .conditions: #"conditions in parentheses, such as (a__gt:5,b__eq:"x,y")"#
    case .list: #"values with commas between them, such as a,b,"c,d""#
    case .expression: "a column, a sign and a value, such as a>=5"
    }
  }
}

extension QueryFailure {
  /// Whether the question makes sense but a value of it does not.
  package var isUnreadableValue: Bool {
    if case .unreadableValue = self { true } else { false }
  }

  /// The failure for people.
  package var sentence: String {
    switch self {
    case .unknownColumn(let name, _): "There is no column '\(name)'"
    case .unsuitableOperation(let operation, let column, let type):
      "'\(operation.rawValue)' is for texts, and column '\(column)' is of type \(type.word)"
    case .wrongValueCount(let operation, let column, let count):
      "'\(operation.rawValue)' of column '\(column)' cannot take \(count) values"
    case .unreadableValue(let value, let column, let type):
      "'\(String(value.unicodeScalars.prefix(200)))' is no value of column '\(column)', "
        + "which is of type \(type.word): \(type.expectation)"
    case .cancelled: "The computation was cancelled"
    }
  }
}

extension AggregateFailure {
  /// The failure for people.
  package var sentence: String {
    switch self {
    case .query(let failure): failure.sentence
    case .unsuitableFunction(let function, let column, let type):
      "'\(function)' is no function of column '\(column)', which is of type \(type.word)"
    case .unsuitableUnit(let unit, let column, let type):
      "Column '\(column)' is of type \(type.word) and has no \(unit.rawValue)"
    case .unorderedLabel(let label): "'\(label)' is several numbers, which have no order"
    case .tooManyGroups(let limit): "There are more than \(limit) groups"
    case .tooManyRows: "There are more rows than can be grouped"
    case .cancelled: "The computation was cancelled"
    }
  }
}

extension ChartFailure {
  /// The failure for people.
  package var sentence: String {
    switch self {
    case .aggregate(let failure): failure.sentence
    case .unsuitableColumn(let column, let type, let role):
      "Column '\(column)' is of type \(type.word), and \(role.need)"
    case .unsuitableOutput(let label, let type?):
      "'\(label)' is of type \(type.word), and only numbers can be drawn"
    case .unsuitableOutput(let label, nil):
      "'\(label)' is several numbers, which cannot be drawn; _kind=histogram draws a histogram"
    }
  }
}

extension ChartFailure.Role {
  /// What would be right.
  fileprivate var need: String {
    switch self {
    case .distribution: "a histogram shows numbers, days or moments; _kind=bar counts any values"
    case .position: "points stand by numbers, days or moments"
    case .line: "a line runs over numbers, days or moments; _kind=bar draws groups of any values"
    case .value: "only numbers can be drawn so"
    }
  }
}

extension ColumnType {
  /// What a value of the type looks like.
  var expectation: String {
    switch self {
    case .integer, .decimal: "a number such as 5 or 2.75"
    case .boolean: "true or false"
    case .date: "a day such as 2024-05-31"
    case .datetime: "a time such as 2024-05-31T14:30:00Z"
    case .text: "any text"
    }
  }
}

extension QueryTextFailure {
  /// All mistakes for people.
  var sentence: String {
    mistakes.map { mistake in
      mistake.sentence + (mistake.expected.map { "; expected \($0)" } ?? "")
    }.joined(separator: "; ")
  }
}
