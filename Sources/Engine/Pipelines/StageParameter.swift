package import JSON

/// A parameter that a stage takes: what it may be, and what it is when nobody gives it.
package struct StageParameter: Equatable, Sendable {
  /// What a value may be.
  package enum Kind: Equatable, Sendable {
    case boolean
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case text
    /// One of these words.
    case word([String])
    /// A list of texts.
    case texts
    /// A list of some of these words, each at most once.
    case words([String])
    /// A list of so many numbers.
    case integers(ClosedRange<Int>, count: ClosedRange<Int>)
  }

  package let name: String
  package let kind: Kind
  package let standard: StageValue
  /// What it is for, in a sentence.
  package let purpose: String
  /// Whether `null` may be given for it.
  package var takesNull: Bool { standard == .null }

  package init(_ name: String, _ kind: Kind, default standard: StageValue, _ purpose: String) {
    self.name = name
    self.kind = kind
    self.standard = standard
    self.purpose = purpose
  }
}

/// The value of a parameter.
package enum StageValue: Equatable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case texts([String])
  case integers([Int])

  package func write(to writer: inout JSONWriter) {
    switch self {
    case .null: writer.null()
    case .boolean(let value): writer.bool(value)
    case .integer(let value): writer.integer(value)
    case .number(let value): writer.double(value)
    case .text(let value): writer.string(value)
    case .texts(let values):
      writer.beginArray()
      for value in values { writer.string(value) }
      writer.endArray()
    case .integers(let values):
      writer.beginArray()
      for value in values { writer.integer(value) }
      writer.endArray()
    }
  }
}

/// The parameters of one stage, checked and complete, in the order in which the stage declares them.
package struct StageParameters: Equatable, Sendable {
  /// A parameter with its value.
  package struct Item: Equatable, Sendable {
    package let name: String
    package let value: StageValue
  }

  package let items: [Item]

  /// - Parameter items: one for each parameter that the stage declares.
  init(items: [Item]) {
    self.items = items
  }

  package subscript(name: String) -> StageValue {
    items.first { $0.name == name }?.value ?? .null
  }

  /// The parameters as an object, for the artifact that echoes them.
  package func write(to writer: inout JSONWriter) {
    writer.beginObject()
    for item in items {
      writer.key(item.name)
      item.value.write(to: &writer)
    }
    writer.endObject()
  }
}

/// Something that is wrong with the parameters that a client gives a stage.
package struct StageParameterMistake: Equatable, Sendable {
  /// What is wrong.
  package enum Fault: Equatable, Sendable {
    /// The stage takes no parameter of that name; the nearest that it takes.
    case unknown(nearest: String?)
    /// The value is of another type.
    case wrongType(StageParameter.Kind)
    /// A number lies outside of its range.
    case tooSmall(least: String)
    case tooLarge(greatest: String)
    /// A word is none of those that there are.
    case noWord([String])
    /// A list is too short or too long.
    case badCount(ClosedRange<Int>)
    /// A list says a word twice.
    case repeated(String)
  }

  package let name: String
  /// Which element of a list is wrong, from 0; `nil` for the value as a whole.
  package let index: Int?
  package let fault: Fault
  package let input: JSONValue

  package init(_ name: String, index: Int? = nil, _ fault: Fault, input: JSONValue) {
    self.name = name
    self.index = index
    self.fault = fault
    self.input = input
  }
}
