package import JSON
internal import Statistics

extension StageParameters {
  /// Reads what a client gives a stage, and fills in the defaults.
  ///
  /// - Parameters:
  ///   - declared: what the stage takes.
  ///   - given: the members of the client's object; none where it gives nothing.
  ///   - mistakeLimit: how many mistakes there may be in `mistakes` at most. When it is reached nothing more is looked at.
  ///   - mistakes: takes all that is wrong, and has room for one at least. The parameters make sense only if nothing is added to it.
  package init(
    _ declared: [StageParameter], given: [JSONValue.Member], mistakeLimit: Int,
    _ mistakes: inout [StageParameterMistake]
  ) {
    let names = declared.map(\.name)
    for member in given where !names.contains(member.key) {
      if mistakes.count >= mistakeLimit { break }
      mistakes.append(
        StageParameterMistake(
          member.key, .unknown(nearest: nearestName(to: member.key, in: names)),
          input: member.value))
    }
    var items: [Item] = []
    for parameter in declared {
      let value = given.first { $0.key == parameter.name }?.value
      items.append(
        Item(
          name: parameter.name,
          value: value.map { parameter.value(of: $0, mistakeLimit, &mistakes) }
            ?? parameter.standard))
    }
    self.init(items: items)
  }
}

extension StageParameter {
  /// What is wrong with one value, up to a limit.
  private struct Faults {
    let limit: Int
    private(set) var all: [(index: Int?, StageParameterMistake.Fault, input: JSONValue)] = []

    init(limit: Int) {
      self.limit = limit
    }

    var isFull: Bool { all.count >= limit }

    mutating func note(_ fault: StageParameterMistake.Fault, at index: Int?, _ input: JSONValue) {
      if !isFull { all.append((index, fault, input)) }
    }
  }

  /// The value that a client gives; the default if it makes no sense, which is noted.
  fileprivate func value(
    of given: JSONValue, _ mistakeLimit: Int, _ mistakes: inout [StageParameterMistake]
  ) -> StageValue {
    if given == .null, takesNull { return .null }
    var faults = Faults(limit: mistakeLimit - mistakes.count)
    let value = read(given, &faults)
    for (index, fault, input) in faults.all {
      mistakes.append(StageParameterMistake(name, index: index, fault, input: input))
    }
    return value ?? standard
  }

  private func read(
    _ given: JSONValue, _ faults: inout Faults
  ) -> StageValue? {
    switch (kind, given) {
    case (.boolean, .bool(let value)): return .boolean(value)
    case (.text, .string(let text)): return .text(text)
    case (.integer(let range), _):
      return Self.integer(given, in: range, kind, nil, &faults).map { .integer($0) }
    case (.number(let range), _):
      guard let number = Self.number(given) else { break }
      if number < range.lowerBound {
        faults.note(.tooSmall(least: "\(range.lowerBound)"), at: nil, given)
      } else if number > range.upperBound {
        faults.note(.tooLarge(greatest: "\(range.upperBound)"), at: nil, given)
      }
      return .number(number)
    case (.word(let words), .string(let text)):
      if !words.contains(text) { faults.note(.noWord(words), at: nil, given) }
      return .text(text)
    case (.texts, .array(let elements)):
      return .texts(Self.texts(elements, &faults))
    case (.words(let words), .array(let elements)):
      return .texts(Self.words(elements, of: words, &faults))
    case (.integers(let range, let count), .array(let elements)):
      if !count.contains(elements.count) { faults.note(.badCount(count), at: nil, given) }
      return .integers(Self.integers(elements, in: range, &faults))
    default: break
    }
    faults.note(.wrongType(kind), at: nil, given)
    return nil
  }

  private static func integer(
    _ given: JSONValue, in range: ClosedRange<Int>, _ kind: Kind, _ index: Int?,
    _ faults: inout Faults
  ) -> Int? {
    let number: Int? =
      switch given {
      case .integer(let value): Int(exactly: value)
      case .double(let value): Int(exactly: value)
      default: nil
      }
    guard let number else {
      faults.note(.wrongType(kind), at: index, given)
      return nil
    }
    if number < range.lowerBound {
      faults.note(.tooSmall(least: "\(range.lowerBound)"), at: index, given)
    } else if number > range.upperBound {
      faults.note(.tooLarge(greatest: "\(range.upperBound)"), at: index, given)
    }
    return number
  }

  private static func number(_ given: JSONValue) -> Double? {
    switch given {
    case .integer(let value): Double(value)
    case .double(let value): value
    default: nil
    }
  }

  private static func integers(
    _ elements: [JSONValue], in range: ClosedRange<Int>, _ faults: inout Faults
  ) -> [Int] {
    var integers: [Int] = []
    for (index, element) in elements.enumerated() {
      if faults.isFull { break }
      if let integer = integer(element, in: range, .integer(range), index, &faults) {
        integers.append(integer)
      }
    }
    return integers
  }

  private static func texts(_ elements: [JSONValue], _ faults: inout Faults) -> [String] {
    var texts: [String] = []
    for (index, element) in elements.enumerated() {
      if faults.isFull { break }
      switch element {
      case .string(let text): texts.append(text)
      // A number is taken for its digits: it may stand for a value of a column.
      case .integer(let number): texts.append(String(number))
      default: faults.note(.wrongType(.text), at: index, element)
      }
    }
    return texts
  }

  /// Those words of a list that there are, each once.
  private static func words(
    _ elements: [JSONValue], of known: [String], _ faults: inout Faults
  ) -> [String] {
    var words: [String] = []
    for (index, element) in elements.enumerated() {
      if faults.isFull { break }
      guard case .string(let word) = element else {
        faults.note(.wrongType(.text), at: index, element)
        continue
      }
      if !known.contains(word) {
        faults.note(.noWord(known), at: index, element)
      } else if words.contains(word) {
        faults.note(.repeated(word), at: index, element)
      } else {
        words.append(word)
      }
    }
    return words
  }
}
