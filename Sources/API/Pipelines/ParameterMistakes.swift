internal import Engine
internal import JSON
internal import Statistics

extension PipelineMistakes {
  /// Notes what is wrong with the parameters of a stage.
  ///
  /// - Parameter location: the way to the object of the parameters.
  mutating func note(_ mistake: StageParameterMistake, at location: [Step]) {
    if isFull { return }
    let (kind, hint) = Kind.rule(mistake.fault, input: mistake.input)
    note(
      kind, at: location + [.name(mistake.name)] + (mistake.index.map { [.index($0)] } ?? []),
      hint: hint, input: mistake.input)
  }
}

extension PipelineMistakes.Kind {
  fileprivate static func rule(
    _ fault: StageParameterMistake.Fault, input: JSONValue
  ) -> (kind: PipelineMistakes.Kind, hint: String) {
    switch fault {
    case .unknown(let nearest): return (.extra, PipelineMistakes.hint(at: nearest))
    case .wrongType(let kind): return rule(kind, input: input)
    case .tooSmall(let least): return (.tooSmall(least: least), "")
    case .tooLarge(let greatest): return (.tooLarge(greatest: greatest), "")
    case .noWord(let words):
      guard case .string(let text) = input else { return (.literal(words), "") }
      return (.literal(words), PipelineMistakes.hint(at: nearestName(to: text, in: words)))
    case .badCount(let range):
      let count = if case .array(let elements) = input { elements.count } else { 0 }
      return count < range.lowerBound
        ? (.tooShort(least: range.lowerBound, count: count), "")
        : (.tooLong(greatest: range.upperBound, count: count), "")
    case .repeated: return (.value("it stands in the list twice"), "")
    }
  }

  /// The rule that a value of another type breaks.
  private static func rule(
    _ kind: StageParameter.Kind, input: JSONValue
  ) -> (kind: PipelineMistakes.Kind, hint: String) {
    switch (kind, input) {
    case (.boolean, .string): (.noBoolean(isText: true), "; write true or false, without quotes")
    case (.boolean, _): (.noBoolean(isText: false), "")
    case (.integer, .string(let text)):
      Int(text) == nil ? (.noInteger(isText: true), "") : (.noInteger(isText: false), unquoted)
    case (.integer, .double(let number)) where number != number.rounded(): (.fraction, "")
    case (.integer, _): (.noInteger(isText: false), "")
    case (.number, .string(let text)):
      Double(text) == nil ? (.noNumber(isText: true), "") : (.noNumber(isText: false), unquoted)
    case (.number, _): (.noNumber(isText: false), "")
    case (.text, _): (.noText, "")
    case (.word(let words), _): (.literal(words), "")
    case (.texts, _), (.words, _), (.integers, _): (.noList, "")
    }
  }

  private static let unquoted = "; write it without quotes"
}
