package import JSON
internal import Statistics

extension StageParameters {
  /// Reads what a client gives a stage, and fills in the defaults.
  ///
  /// - Parameters:
  ///   - declared: what the stage takes.
  ///   - given: the members of the client's object; none where it gives nothing.
  ///   - mistakes: takes all that is wrong. The parameters make sense only if nothing is added to it.
  package init(
    _ declared: [StageParameter], given: [JSONValue.Member],
    _ mistakes: inout [StageParameterMistake]
  ) {
    let names = declared.map(\.name)
    for member in given where !names.contains(member.key) {
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
          value: value.map { parameter.value(of: $0, &mistakes) } ?? parameter.standard))
    }
    self.init(items: items)
  }
}

extension StageParameter {
  /// The value that a client gives; the default if it makes no sense, which is noted.
  fileprivate func value(
    of given: JSONValue, _ mistakes: inout [StageParameterMistake]
  ) -> StageValue {
    if given == .null, takesNull { return .null }
    var faults: [(index: Int?, StageParameterMistake.Fault, input: JSONValue)] = []
    let value = read(given, &faults)
    for (index, fault, input) in faults {
      mistakes.append(StageParameterMistake(name, index: index, fault, input: input))
    }
    return value ?? standard
  }

  private func read(
    _ given: JSONValue,
    _ faults: inout [(index: Int?, StageParameterMistake.Fault, input: JSONValue)]
  ) -> StageValue? {
    switch (kind, given) {
    case (.boolean, .bool(let value)): return .boolean(value)
    case (.text, .string(let text)): return .text(text)
    case (.integer(let range), _):
      return Self.integer(given, in: range, kind, nil, &faults).map { .integer($0) }
    case (.number(let range), _):
      guard let number = Self.number(given) else { break }
      if number < range.lowerBound {
        faults.append((nil, .tooSmall(least: "\(range.lowerBound)"), given))
      } else if number > range.upperBound {
        faults.append((nil, .tooLarge(greatest: "\(range.upperBound)"), given))
      }
      return .number(number)
    case (.word(let words), .string(let text)):
      if !words.contains(text) { faults.append((nil, .noWord(words), given)) }
      return .text(text)
    case (.texts, .array(let elements)):
      return .texts(Self.texts(elements, of: nil, &faults))
    case (.words(let words), .array(let elements)):
      return .texts(Self.texts(elements, of: words, &faults))
    case (.integers(let range, let count), .array(let elements)):
      if !count.contains(elements.count) { faults.append((nil, .badCount(count), given)) }
      return .integers(
        elements.enumerated().compactMap { index, element in
          Self.integer(element, in: range, .integer(range), index, &faults)
        })
    default: break
    }
    faults.append((nil, .wrongType(kind), given))
    return nil
  }

  private static func integer(
    _ given: JSONValue, in range: ClosedRange<Int>, _ kind: Kind, _ index: Int?,
    _ faults: inout [(index: Int?, StageParameterMistake.Fault, input: JSONValue)]
  ) -> Int? {
    let number: Int? =
      switch given {
      case .integer(let value): Int(exactly: value)
      case .double(let value): Int(exactly: value)
      default: nil
      }
    guard let number else {
      faults.append((index, .wrongType(kind), given))
      return nil
    }
    if number < range.lowerBound {
      faults.append((index, .tooSmall(least: "\(range.lowerBound)"), given))
    } else if number > range.upperBound {
      faults.append((index, .tooLarge(greatest: "\(range.upperBound)"), given))
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

  /// Texts of a list, all of them words if there are any to choose from.
  private static func texts(
    _ elements: [JSONValue], of words: [String]?,
    _ faults: inout [(index: Int?, StageParameterMistake.Fault, input: JSONValue)]
  ) -> [String] {
    var texts: [String] = []
    for (index, element) in elements.enumerated() {
      guard case .string(let text) = element else {
        faults.append((index, .wrongType(.text), element))
        continue
      }
      if let words, !words.contains(text) {
        faults.append((index, .noWord(words), element))
      } else if words != nil, texts.contains(text) {
        faults.append((index, .repeated(text), element))
      }
      texts.append(text)
    }
    return texts
  }
}
