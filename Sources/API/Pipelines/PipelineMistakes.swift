internal import JSON

/// All that is wrong with the body of a pipeline job, in the words and shapes of the service that came before: FastAPI's and pydantic's.
struct PipelineMistakes: Equatable, Sendable {
  /// A part of the way from the body to what is wrong in it.
  enum Step: Equatable, Sendable {
    case name(String)
    case index(Int)
  }

  /// One thing that is wrong.
  struct Mistake: Equatable, Sendable {
    let kind: Kind
    /// The way from the body on.
    let location: [Step]
    /// What would be right beside the rule itself, such as a name that is near.
    let hint: String
    let input: JSONValue
  }

  /// Beyond so many mistakes none is told.
  static let limit = 100
  /// How much of what the client has sent a mistake echoes.
  private static let echoedBytes = 1000

  private(set) var all: [Mistake] = []

  var isEmpty: Bool { all.isEmpty }
  /// How many more are told.
  var room: Int { Self.limit - all.count }
  var isFull: Bool { room <= 0 }

  mutating func note(
    _ kind: Kind, at location: [Step], hint: String = "", input: JSONValue
  ) {
    guard !isFull else { return }
    var budget = Self.echoedBytes
    all.append(
      Mistake(
        kind: kind, location: location, hint: hint, input: input.shortened(within: &budget)))
  }

  /// What to add to a rule where a name is near that would do.
  static func hint(at nearest: String?) -> String {
    nearest.map { "; did you mean '\($0)'?" } ?? ""
  }

  /// The mistakes as a failure, if there are any.
  func finish() throws(Failure) {
    if !all.isEmpty { throw .pipeline(self) }
  }

  /// The mistakes as a sentence.
  var sentence: String {
    all.map { mistake in
      let steps = mistake.location.dropFirst().map { step in
        switch step {
        case .name(let name): name
        case .index(let index): "\(index)"
        }
      }
      return steps.isEmpty ? mistake.message : "\(steps.joined(separator: ".")): \(mistake.message)"
    }
    .joined(separator: "; ")
  }
}

extension PipelineMistakes.Mistake {
  var message: String { kind.message + hint }
}

extension JSONWriter {
  /// The mistakes as an array of `{"type","loc","msg","input"}`, some with `ctx`.
  mutating func mistakes(_ mistakes: PipelineMistakes) {
    beginArray()
    for mistake in mistakes.all {
      beginObject()
      key("type")
      string(mistake.kind.name)
      key("loc")
      beginArray()
      for step in mistake.location {
        switch step {
        case .name(let name): string(name.beginning)
        case .index(let index): integer(index)
        }
      }
      endArray()
      key("msg")
      string(mistake.message)
      key("input")
      value(mistake.input)
      let context = mistake.kind.context
      if !context.isEmpty {
        key("ctx")
        value(object(context))
      }
      endObject()
    }
    endArray()
  }
}

extension JSONValue {
  /// The value without what goes beyond a budget of bytes, which is used up.
  fileprivate func shortened(within budget: inout Int) -> JSONValue {
    budget -= 1
    switch self {
    case .string(let text):
      let beginning = text.beginning
      budget -= beginning.utf8.count
      return .string(beginning)
    case .array(let elements):
      var kept: [JSONValue] = []
      for element in elements where budget > 0 { kept.append(element.shortened(within: &budget)) }
      return .array(kept)
    case .object(let members):
      var kept: [Member] = []
      for member in members where budget > 0 {
        budget -= member.key.beginning.utf8.count
        kept.append(
          Member(key: member.key.beginning, value: member.value.shortened(within: &budget)))
      }
      return .object(kept)
    case .null, .bool, .integer, .double: return self
    }
  }
}

extension String {
  /// Enough of a client's text to recognise it.
  fileprivate var beginning: String {
    let scalars = unicodeScalars.prefix(200)
    return scalars.endIndex == endIndex
      ? self : String(String.UnicodeScalarView(scalars)) + "..."
  }
}
