import Testing

@testable import JSON

struct JSONMembersTests {
  /// What a walk over an object has seen.
  struct Walk {
    var members: [JSONValue.Member] = []
    var step: JSONMembers.Step
    var place: Int
    var spansLines: Bool
  }

  /// Walks, and makes the values that the parser would.
  private func walk(_ bytes: [UInt8], from start: Int = 0) -> Walk {
    let text = bytes.span
    func string(_ range: Range<Int>) -> String {
      String(decoding: bytes[range], as: UTF8.self)
    }
    var walked = JSONMembers(at: start)
    var members: [JSONValue.Member] = []
    while true {
      let step = walked.next(in: text)
      guard step == .member else {
        return Walk(
          members: members, step: step, place: walked.place, spansLines: walked.spansLines)
      }
      let value: JSONValue =
        switch walked.kind {
        case .null: .null
        case .boolean: .bool(string(walked.value) == "true")
        case .text: .string(string(walked.value))
        case .number: .double(walked.number)
        }
      members.append(JSONValue.Member(key: string(walked.key), value: value))
    }
  }

  private func walk(_ text: String) -> Walk { walk(Array(text.utf8)) }

  @Test(arguments: [
    "{}", "{ }", #"{"a":1}"#, #"{"a":"b"}"#, #"{"":""}"#, #"{ "a" : true , "b" : false }"#,
    #"{"a":null,"b":-1.5e3,"c":"d"}"#, "{\n\t\"a\"\r:\n0\n}", #"{"é":"漢😀"}"#, #"{"ab":1,"ac":2}"#,
    #"{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8}"#, #"{"a":1e999}"#,
  ])
  func `a flat object is walked over member by member`(text: String) throws {
    var limits = JSONParser.Limits()
    limits.allowsInfinity = true
    let walk = walk(text)
    #expect(walk.step == .end)
    #expect(walk.place == text.utf8.count)
    #expect(walk.spansLines == text.contains { $0.isNewline })
    #expect(
      try asDoubles(.object(walk.members))
        == asDoubles(
          JSONParser.parse(Array(text.utf8), limits: limits)))
  }

  @Test(arguments: [
    "", "[]", "1", "{", #"{"a"#, #"{"a""#, #"{"a":"#, #"{"a":1"#, #"{"a":1,"#, #"{"a":1,}"#,
    #"{,}"#, #"{"a" 1}"#, #"{"a":1 "b":2}"#, #"{a:1}"#, #"{1:1}"#, #"{"a":tru}"#, #"{"a":nulls}"#,
    #"{"a":01}"#, #"{"a":1.}"#, #"{"a":+1}"#, #"{"a":-}"#, #"{"a":1e}"#, #"{"a":NaN}"#,
    #"{"a":'b'}"#,
    "{\"a\":\"\n\"}", "{\"a\n\":1}", "{\"a\":\u{A0}1}",
  ])
  func `what is no object is left to the parser, which refuses it`(text: String) {
    #expect(walk(text).step == .unknown)
    let value = try? JSONParser.parse(Array(text.utf8))
    #expect(value?.kind != "an object")
  }

  @Test(arguments: [
    #"{"a":[]}"#, #"{"a":{}}"#, #"{"\u0061":1}"#, #"{"a":"\n"}"#,
    #"{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9}"#,
  ])
  func `what is unusual is left to the parser, which reads it`(text: String) {
    #expect(walk(text).step == .unknown)
    #expect(throws: Never.self) { try JSONParser.parse(Array(text.utf8)) }
  }

  @Test func `a key that stands twice is left to the parser, which refuses it`() {
    for text in [#"{"a":1,"a":2}"#, #"{"":1,"":2}"#, #"{"ab":1,"c":1,"ab":2}"#] {
      #expect(walk(text).step == .unknown)
      #expect(throws: JSONFailure.self) { try JSONParser.parse(Array(text.utf8)) }
    }
  }

  @Test(
    arguments: [[0x80], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF]] as [[UInt8]])
  func `a text that is no UTF-8 is left to the parser`(inside: [UInt8]) {
    #expect(walk(Array(#"{"a":""#.utf8) + inside + Array(#""}"#.utf8)).step == .unknown)
    #expect(walk(Array(#"{""#.utf8) + inside + Array(#"":1}"#.utf8)).step == .unknown)
  }

  @Test func `a walk begins at any place and ends behind the object`() {
    let walk = walk(Array(#"[{"a":1} , {"b":2}]"#.utf8), from: 11)
    #expect(walk.members == [.init(key: "b", value: .double(2))])
    #expect(walk.step == .end)
    #expect(walk.place == 18)
  }

  @Test func `a cut object is never walked to its end`() {
    let whole = Array(#"{"timestamp":"é","value":-12.5e1,"c":true,"d":null}"#.utf8)
    for length in 0..<whole.count { #expect(walk(Array(whole[..<length])).step == .unknown) }
    #expect(walk(whole).step == .end)
  }

  @Test func `whatever is walked to its end, the parser reads as the same members`() throws {
    var limits = JSONParser.Limits()
    limits.allowsInfinity = true
    var random = SplitMix(state: 5)
    let samples = [
      #"{"timestamp":"2025-06-26T14:30:00Z","value":12.34}"#, #"{ "a": null, "é": -0.0e-1, "b":1}"#,
      #"{"a":"x\ny","b":[1,{"c":2}],"d":false}"#,
    ].map { Array($0.utf8) }
    let bytes = Array(#"{}[]",:.-+eE019atrufnlsbé\ "#.utf8) + [0x0A, 0x1F, 0x80, 0xFF]
    var ends = 0
    for round in 0..<60_000 {
      var text = samples[round % samples.count]
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0..<text.count, using: &random)
        let byte = bytes.randomElement(using: &random) ?? 0
        switch round % 3 {
        case 0: text[place] = byte
        case 1: text.insert(byte, at: place)
        default: text.remove(at: place)
        }
      }
      let walk = walk(text)
      let parsed = try? JSONParser.parse(text, limits: limits)
      if walk.step == .end, walk.place == text.count {
        ends += 1
        let value = try #require(parsed, "\(String(decoding: text, as: UTF8.self))")
        #expect(asDoubles(.object(walk.members)) == asDoubles(value))
      }
    }
    #expect(ends > 1000)
  }

  /// A walk knows numbers as doubles only.
  private func asDoubles(_ value: JSONValue) -> JSONValue {
    guard case .object(let members) = value else { return value }
    return .object(
      members.map { member in
        guard case .integer(let integer) = member.value else { return member }
        return .init(key: member.key, value: .double(Double(integer)))
      })
  }
}
