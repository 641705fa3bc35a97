import JSON
import Testing

struct JSONFailureTests {
  @Test func `a failure says line, column, what was found and what would be right`() {
    let failure = #expect(throws: JSONFailure.self) {
      try JSONParser.parse(Array("{\"a\": 1,\n \"b\" 2}".utf8))
    }
    #expect(failure?.sentence == "line 2, column 6: found '2', expected ':'")
    let end = #expect(throws: JSONFailure.self) { try JSONParser.parse(Array("[1,".utf8)) }
    #expect(end?.sentence == "line 1, column 4: the text ends, expected a value")
  }

  @Test func `a failure repeats no more than the beginning of a key`() {
    let key = String(repeating: "k", count: 100_000)
    let failure = #expect(throws: JSONFailure.self) {
      try JSONParser.parse(Array(#"{"\#(key)":1,"\#(key)":2}"#.utf8))
    }
    #expect((failure?.sentence.utf8.count ?? .max) < 200)
  }

  @Test(
    arguments: [
      (Array("[\u{1}".utf8), "found the byte 0x01, expected a value"),
      (Array("[1 \n2]".utf8), "found '2', expected ',' or ']'"),
      (Array("\"a\nb\"".utf8), "found the end of the line, expected an escape such as \\n"),
      (Array("tr ue".utf8), "found a blank, expected true"),
      (Array(#""\q""#.utf8), "the escape is none of JSON's, or half of a surrogate pair"),
      (Array("1e999".utf8), "the number is too large for a double"),
      ([0x22, 0xFF, 0x22], "the string is not UTF-8"),
      (Array(#"{"k":1,"k":1}"#.utf8), "the key \"k\" stands twice"),
      ([0x5B, 0xC3], "found the byte 0xc3, expected a value"),
    ] as [([UInt8], String)])
  func `each reason has its sentence`(bytes: [UInt8], sentence: String) {
    let failure = #expect(throws: JSONFailure.self) { try JSONParser.parse(bytes) }
    #expect(failure?.sentence.hasSuffix(sentence) == true)
  }

  @Test func `a failure deeper than the limit names the limit`() {
    var limits = JSONParser.Limits()
    limits.depth = 3
    let failure = #expect(throws: JSONFailure.self) {
      try JSONParser.parse(Array("[[[[".utf8), limits: limits)
    }
    #expect(failure?.reason == .tooDeep(limit: 3))
    #expect(
      failure?.sentence == "line 1, column 4: more than 3 arrays and objects within each other")
  }

  @Test func `a place counts bytes from the start and columns from the line`() {
    let failure = #expect(throws: JSONFailure.self) {
      try JSONParser.parse(Array("[\"é\",\n\r\n  x".utf8))
    }
    #expect(failure?.offset == 11)
    #expect(failure?.line == 3)
    #expect(failure?.column == 3)
  }

  @Test func `a failure can be made of what was not expected, also behind the end`() {
    let text = Array("[1\n 2".utf8)
    let inside = JSONFailure.unexpected("','", at: 4, in: text)
    #expect(inside.sentence == "line 2, column 2: found '2', expected ','")
    #expect(inside.offset == 4)
    let behind = JSONFailure.unexpected("']'", at: 5, in: text)
    #expect(behind.sentence == "line 2, column 3: the text ends, expected ']'")
    #expect(behind.reason.sentence == "the text ends, expected ']'")
  }
}
