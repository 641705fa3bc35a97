internal import Engine
internal import JSON

/// The stages that there are, for clients: names, purposes, and what they take.
enum StageList {
  /// `[{"name","purpose","parameters"}]`, the parameters as a JSON Schema.
  static func text(of stages: [Stage]) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginArray()
    for stage in stages {
      writer.beginObject()
      writer.key("name")
      writer.string(stage.name)
      writer.key("purpose")
      writer.string(stage.purpose)
      writer.key("parameters")
      writer.schema(of: stage.parameters)
      writer.endObject()
    }
    writer.endArray()
    return writer.bytes
  }
}

extension JSONWriter {
  /// The schema of an object of parameters.
  ///
  /// - Source: JSON Schema, draft 2020-12.
  fileprivate mutating func schema(of parameters: [StageParameter]) {
    beginObject()
    key("$schema")
    string("https://json-schema.org/draft/2020-12/schema")
    key("type")
    string("object")
    key("properties")
    beginObject()
    for parameter in parameters {
      key(parameter.name)
      schema(of: parameter)
    }
    endObject()
    key("additionalProperties")
    bool(false)
    endObject()
  }

  private mutating func schema(of parameter: StageParameter) {
    beginObject()
    key("description")
    string(parameter.purpose)
    key("type")
    if parameter.takesNull {
      beginArray()
      string(parameter.kind.type)
      string("null")
      endArray()
    } else {
      string(parameter.kind.type)
    }
    rules(of: parameter.kind, takesNull: parameter.takesNull)
    key("default")
    parameter.standard.write(to: &self)
    endObject()
  }

  private mutating func rules(of kind: StageParameter.Kind, takesNull: Bool) {
    switch kind {
    case .boolean, .text: break
    case .integer(let range): bounds(range)
    case .number(let range):
      bound("minimum", range.lowerBound)
      bound("maximum", range.upperBound)
    case .word(let words): choice(words, takesNull: takesNull)
    case .texts: items { $0.types(["string", "integer"]) }
    case .words(let words):
      items { items in
        items.type("string")
        items.choice(words, takesNull: false)
      }
      key("uniqueItems")
      bool(true)
    case .integers(let range, let count):
      items { items in
        items.type("integer")
        items.bounds(range)
      }
      key("minItems")
      integer(count.lowerBound)
      key("maxItems")
      integer(count.upperBound)
    }
  }

  private mutating func items(_ write: (inout JSONWriter) -> Void) {
    key("items")
    beginObject()
    write(&self)
    endObject()
  }

  private mutating func type(_ name: String) {
    key("type")
    string(name)
  }

  private mutating func types(_ names: [String]) {
    key("type")
    beginArray()
    for name in names { string(name) }
    endArray()
  }

  /// Bounds that are none are left out.
  private mutating func bounds(_ range: ClosedRange<Int>) {
    if range.lowerBound > .min {
      key("minimum")
      integer(range.lowerBound)
    }
    if range.upperBound < .max {
      key("maximum")
      integer(range.upperBound)
    }
  }

  private mutating func bound(_ name: String, _ number: Double) {
    guard number.isFinite else { return }
    key(name)
    double(number)
  }

  private mutating func choice(_ words: [String], takesNull: Bool) {
    key("enum")
    beginArray()
    for word in words { string(word) }
    if takesNull { null() }
    endArray()
  }
}

extension StageParameter.Kind {
  /// What JSON Schema calls a value of this kind.
  fileprivate var type: String {
    switch self {
    case .boolean: "boolean"
    case .integer: "integer"
    case .number: "number"
    case .text, .word: "string"
    case .texts, .words, .integers: "array"
    }
  }
}
