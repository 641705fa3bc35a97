import JSON
import Testing

@testable import Engine

struct StageDecodingTests {
  private func mistakes(_ members: [JSONValue.Member]) -> [StageParameterMistake] {
    var mistakes: [StageParameterMistake] = []
    _ = StageParameters(SampleStages.tell.parameters, given: members, mistakeLimit: 100, &mistakes)
    return mistakes
  }

  private func value(_ name: String, _ given: JSONValue) -> StageValue {
    var mistakes: [StageParameterMistake] = []
    let parameters = StageParameters(
      SampleStages.tell.parameters, given: [.init(key: name, value: given)],
      mistakeLimit: 100, &mistakes)
    #expect(mistakes.isEmpty)
    return parameters[name]
  }

  @Test func `what nobody gives has its default, in the order of the stage`() {
    var mistakes: [StageParameterMistake] = []
    let parameters = StageParameters(
      SampleStages.tell.parameters, given: [], mistakeLimit: 100, &mistakes)
    #expect(mistakes.isEmpty)
    #expect(parameters.items.map(\.name) == SampleStages.tell.parameters.map(\.name))
    #expect(parameters.items.map(\.value) == SampleStages.tell.parameters.map(\.standard))
    #expect(parameters["nothing"] == .null)
  }

  @Test func `what is given is read as its kind`() {
    #expect(value("limit", .integer(9)) == .integer(9))
    #expect(value("limit", .double(2)) == .integer(2))
    #expect(value("share", .integer(1)) == .number(1))
    #expect(value("share", .double(0.25)) == .number(0.25))
    #expect(value("kind", .string("b")) == .text("b"))
    #expect(value("words", .array([.string("x"), .integer(7)])) == .texts(["x", "7"]))
    #expect(value("words", .array([])) == .texts([]))
    #expect(value("words", .null) == .null)
    #expect(value("weeks", .array([.integer(1), .integer(9)])) == .integers([1, 9]))
    #expect(value("exact", .bool(true)) == .boolean(true))
    #expect(value("timestamp_col", .string("when")) == .text("when"))
  }

  @Test(
    arguments: [
      ("limit", .integer(10), nil, .tooLarge(greatest: "9")),
      ("limit", .integer(-1), nil, .tooSmall(least: "0")),
      ("limit", .double(1.5), nil, .wrongType(.integer(0...9))),
      ("limit", .null, nil, .wrongType(.integer(0...9))),
      ("share", .double(1.5), nil, .tooLarge(greatest: "1.0")),
      ("share", .integer(-1), nil, .tooSmall(least: "0.0")),
      ("share", .string("1"), nil, .wrongType(.number(0...1))),
      ("kind", .string("c"), nil, .noWord(["a", "b"])),
      ("kind", .integer(1), nil, .wrongType(.word(["a", "b"]))),
      ("words", .string("x"), nil, .wrongType(.texts)),
      ("words", .array([.string("x"), .bool(true)]), 1, .wrongType(.text)),
      ("weeks", .array([]), nil, .badCount(1...3)),
      ("weeks", .array([.integer(1), .integer(10)]), 1, .tooLarge(greatest: "9")),
      ("weeks", .array([.string("1")]), 0, .wrongType(.integer(1...9))),
      ("exact", .integer(1), nil, .wrongType(.boolean)),
      ("timestamp_col", .bool(true), nil, .wrongType(.text)),
      ("limt", .integer(1), nil, .unknown(nearest: "limit")),
    ] as [(String, JSONValue, Int?, StageParameterMistake.Fault)])
  func `what makes no sense is told by its name and place`(
    name: String, given: JSONValue, index: Int?, fault: StageParameterMistake.Fault
  ) {
    let found = mistakes([.init(key: name, value: given)])
    #expect(found.map(\.name) == [name])
    #expect(found.map(\.index) == [index])
    #expect(found.map(\.fault) == [fault])
  }

  @Test func `everything that is wrong is told at once`() {
    let found = mistakes([
      .init(key: "limit", value: .integer(10)), .init(key: "words", value: .integer(1)),
      .init(key: "nothing", value: .null),
    ])
    #expect(Set(found.map(\.name)) == ["limit", "words", "nothing"])
  }

  @Test func `a word of a list stands in it once, and is one of those that there are`() {
    let declared = [
      StageParameter("of", .words(["a", "b"]), default: .texts(["a"]), "Some of two")
    ]
    var mistakes: [StageParameterMistake] = []
    _ = StageParameters(
      declared,
      given: [.init(key: "of", value: .array([.string("a"), .string("a"), .string("c")]))],
      mistakeLimit: 100, &mistakes)
    #expect(mistakes.map(\.index) == [1, 2])
    #expect(mistakes.map(\.fault) == [.repeated("a"), .noWord(["a", "b"])])
  }

  /// What fills a body of 1 MiB.
  private static let crowds: [[JSONValue.Member]] = [
    (0..<170_000).map { .init(key: "\($0)", value: .null) },
    [.init(key: "of", value: .array(Array(repeating: .string("c"), count: 260_000)))],
    [.init(key: "of", value: .array(Array(repeating: .string("a"), count: 260_000)))],
    [.init(key: "of", value: .array((0..<130_000).map { .string("\($0)") }))],
    [.init(key: "of", value: .array(Array(repeating: .integer(1), count: 500_000)))],
    [.init(key: "texts", value: .array(Array(repeating: .null, count: 200_000)))],
    [.init(key: "numbers", value: .array(Array(repeating: .integer(0), count: 500_000)))],
  ]

  @Test(arguments: crowds.indices)
  func `of very many mistakes the first are told, and nothing is kept of the rest`(place: Int) {
    let declared = [
      StageParameter("of", .words(["a", "b"]), default: .texts(["a"]), "Some of two"),
      StageParameter("texts", .texts, default: .null, "Some texts"),
      StageParameter("numbers", .integers(1...9, count: 1...3), default: .integers([4]), "Some"),
    ]
    for limit in [1, 7, 100] {
      var mistakes: [StageParameterMistake] = []
      let parameters = StageParameters(
        declared, given: Self.crowds[place] + [.init(key: "more", value: .null)],
        mistakeLimit: limit, &mistakes)
      #expect(mistakes.count == limit)
      for item in parameters.items {
        switch item.value {
        case .texts(let texts): #expect(texts.count <= 2)
        case .integers(let numbers): #expect(numbers.count <= limit)
        default: #expect(item.value == .null)
        }
      }
    }
  }
}
