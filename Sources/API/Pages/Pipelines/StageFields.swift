internal import Engine
internal import JSON
internal import Statistics

// The fields of a stage's parameters, made of what the stage declares, of which `/api/v1/stages` makes a JSON Schema.

extension MarkupWriter {
  private typealias Attributes = [(name: StaticString, value: String)]

  /// A field for each parameter of a stage. What is left empty has its default.
  mutating func fields(of stage: Stage) {
    begin("div", ("class", "fields"))
    for parameter in stage.parameters {
      let path = "config.parameters.\(stage.name).\(parameter.name)"
      if case .words(let words) = parameter.kind {
        choices(parameter, words, at: path)
      } else {
        begin("label")
        text(parameter.name)
        element("span", ("class", "hint"), text: parameter.purpose)
        control(parameter, at: path)
        end()
      }
    }
    end()
  }

  private mutating func control(_ parameter: StageParameter, at path: String) {
    let usual = parameter.standard.shown
    let place: Attributes = [("data-path", path), ("data-kind", parameter.kind.name)]
    let hint: Attributes = [("placeholder", usual.isEmpty ? "none" : "default: \(usual)")]
    switch parameter.kind {
    case .boolean: select(["true", "false"], usual, place)
    case .word(let words): select(words, usual, place)
    case .integer(let range):
      number(
        place + hint + [("step", "1")], from: range.lowerBound > .min ? "\(range.lowerBound)" : nil,
        to: range.upperBound < .max ? "\(range.upperBound)" : nil)
    case .number(let range):
      number(
        place + hint + [("step", "any")],
        from: range.lowerBound.isFinite ? "\(range.lowerBound)" : nil,
        to: range.upperBound.isFinite ? "\(range.upperBound)" : nil)
    case .text: input(place + hint + columnMark(parameter))
    case .integers: input(place + [("placeholder", "default: \(usual); commas between")])
    case .texts:
      begin("textarea", place + [("rows", "2"), ("placeholder", "one on each line")])
      end()
    // Written as a group of boxes.
    case .words: break
    }
  }

  private mutating func choices(_ parameter: StageParameter, _ words: [String], at path: String) {
    begin("fieldset", ("data-path", path), ("data-kind", parameter.kind.name))
    element("legend", text: parameter.name)
    element(
      "p", ("class", "hint"),
      text: "\(parameter.purpose) With none chosen: \(parameter.standard.shown).")
    for word in words {
      begin("label", ("class", "check"))
      empty("input", ("type", "checkbox"), ("value", word))
      text(word)
      end()
    }
    end()
  }

  private mutating func select(_ words: [String], _ usual: String, _ place: Attributes) {
    begin("select", place)
    element("option", ("value", ""), text: usual.isEmpty ? "none" : "default: \(usual)")
    for word in words { element("option", ("value", word), text: word) }
    end()
  }

  private mutating func number(_ attributes: Attributes, from: String?, to: String?) {
    var attributes = attributes
    if let from { attributes.append(("min", from)) }
    if let to { attributes.append(("max", to)) }
    input(attributes, type: "number")
  }

  private mutating func input(_ attributes: Attributes, type: String = "text") {
    empty("input", [("type", type)] + attributes)
  }

  /// A parameter that names a column can be chosen where the columns are known.
  private func columnMark(_ parameter: StageParameter) -> Attributes {
    parameter.name.hasSuffix("_col") ? [("data-column", "")] : []
  }
}

extension StageParameter.Kind {
  /// What a script has to make of the field's text.
  fileprivate var name: String {
    switch self {
    case .boolean: "boolean"
    case .integer: "integer"
    case .number: "number"
    case .text, .word: "text"
    case .texts: "texts"
    case .words: "words"
    case .integers: "integers"
    }
  }
}

extension StageValue {
  /// The value for people; empty for none.
  fileprivate var shown: String {
    switch self {
    case .null: return ""
    case .text(let text): return text
    case .texts(let texts): return texts.joined(separator: ", ")
    case .integers(let numbers): return numbers.map(\.description).joined(separator: ", ")
    case .boolean, .integer, .number:
      var writer = JSONWriter()
      write(to: &writer)
      return String(decoding: writer.bytes, as: UTF8.self)
    }
  }
}
