import HTTP
import JSON
import Testing

@testable import API

struct PipelineMistakesTests {
  private func value(_ text: String) throws -> JSONValue { try JSONParser.parse(Array(text.utf8)) }

  private func written(_ mistakes: PipelineMistakes) throws -> JSONValue {
    var writer = JSONWriter()
    writer.mistakes(mistakes)
    return try JSONParser.parse(writer.bytes)
  }

  @Test func `a mistake tells its rule, its place, and what was sent`() throws {
    var mistakes = PipelineMistakes()
    mistakes.note(
      .extra, at: [.name("body"), .index(3), .name("typ")], hint: "; did you mean 'type'?",
      input: .integer(7))
    mistakes.note(.pattern("^a$"), at: [.name("body"), .name("x")], input: .string("b"))
    #expect(
      try written(mistakes)
        == value(
          #"[{"type":"extra_forbidden","loc":["body",3,"typ"],"#
            + #""msg":"Extra inputs are not permitted; did you mean 'type'?","input":7},"#
            + #"{"type":"string_pattern_mismatch","loc":["body","x"],"#
            + #""msg":"String should match pattern '^a$'","input":"b","ctx":{"pattern":"^a$"}}]"#))
    #expect(
      mistakes.sentence
        == "3.typ: Extra inputs are not permitted; did you mean 'type'?; "
        + "x: String should match pattern '^a$'")
  }

  @Test func `what concerns the whole body has no place in its sentence`() {
    var mistakes = PipelineMistakes()
    mistakes.note(.noObject, at: [.name("body")], input: .null)
    #expect(mistakes.sentence == mistakes.all[0].message)
  }

  @Test func `the first hundred are told`() {
    var mistakes = PipelineMistakes()
    #expect(mistakes.isEmpty)
    for number in 0..<150 {
      #expect(mistakes.isFull == (number >= 100))
      #expect(mistakes.room == max(0, 100 - number))
      mistakes.note(.missing, at: [.name("body"), .index(number)], input: .null)
    }
    #expect(mistakes.all.count == 100)
    #expect(mistakes.all.last?.location == [.name("body"), .index(99)])
  }

  @Test func `long texts, lists and objects are echoed in part`() throws {
    let long = String(repeating: "\u{e9}", count: 5000)
    let sent: [JSONValue] = [
      .string(long), .array(Array(repeating: .string(long), count: 5000)),
      .object((0..<5000).map { JSONValue.Member(key: long + "\($0)", value: .integer(1)) }),
      .array(Array(repeating: .null, count: 100_000)),
    ]
    for input in sent {
      var mistakes = PipelineMistakes()
      mistakes.note(.extra, at: [.name("body"), .name(long)], input: input)
      var writer = JSONWriter()
      writer.mistakes(mistakes)
      #expect(writer.bytes.count < 8000)
      #expect(writer.bytes.count > 400)
    }
  }

  @Test func `a short value is echoed as it is`() throws {
    let sent = try value(#"{"a":[1,2.5,null,true,{"b":"\u00e9"}],"c":{}}"#)
    var mistakes = PipelineMistakes()
    mistakes.note(.extra, at: [.name("body")], input: sent)
    #expect(try written(mistakes)[0]?["input"] == sent)
  }

  @Test func `mistakes are a failure of the family's shape, and none is not`() throws {
    var mistakes = PipelineMistakes()
    try mistakes.finish()
    mistakes.note(.missing, at: [.name("body")], input: .null)
    let failure = try #require(throws: Failure.self) { try mistakes.finish() }
    let response = failure.response(in: .pipelines, requestID: RequestID(random: 0, 0))
    #expect(response.status.code == 422)
    #expect(response.fields[.contentType] == "application/json")
    #expect(
      response.text
        == #"{"detail":[{"type":"missing","loc":["body"],"msg":"Field required","input":null}]}"#)
  }

  @Test func `a name that is near is a hint`() {
    #expect(PipelineMistakes.hint(at: "a") == "; did you mean 'a'?")
    #expect(PipelineMistakes.hint(at: nil) == "")
  }
}
