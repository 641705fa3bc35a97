import Testing

@testable import JSON

struct JSONElementsTests {
  /// What was found in a text that came in pieces.
  private struct Outcome: Equatable {
    var elements: [JSONValue] = []
    var failure: JSONElementsFailure?

    init(_ text: [UInt8], cutAt cuts: [Int], limitBytes: Int = 1000) {
      var reader = JSONElements(limitBytes: limitBytes)
      var start = 0
      do throws(JSONElementsFailure) {
        for end in cuts + [text.count] {
          reader.append(Array(text[start..<end]))
          start = end
          while let range = try reader.next() { elements.append(try reader.value(in: range)) }
          #expect(reader.count == elements.count)
        }
        try reader.finish()
      } catch {
        failure = error
      }
    }
  }

  /// The outcome in one piece, which must be that of every two pieces and of single bytes.
  private func outcome(_ text: String, limitBytes: Int = 1000) -> Outcome {
    let bytes = Array(text.utf8)
    let whole = Outcome(bytes, cutAt: [], limitBytes: limitBytes)
    for cut in bytes.indices {
      #expect(Outcome(bytes, cutAt: [cut], limitBytes: limitBytes) == whole, "cut at \(cut)")
    }
    #expect(Outcome(bytes, cutAt: Array(bytes.indices), limitBytes: limitBytes) == whole)
    return whole
  }

  @Test(arguments: [
    "[]", " [ ] ", "[1]", "[1,2]", "[ 1 , 2 ]", "[\"a,]b\"]", "[\"\\\"]\", \"\\\\\"]",
    "[{\"a\":[1,{\"b\":\"]}\"}]},[[],[[]]],null,true,-1.5e3]\n", "[[1,2],[3]]", "[\"\"]",
    "[\n{\"a\" : 1}\t,\r{}\n]", "[0,\"é😀\",false]",
  ])
  func `the elements are those that the parser finds`(_ text: String) throws {
    let outcome = outcome(text)
    #expect(outcome.failure == nil)
    #expect(try .array(outcome.elements) == JSONParser.parse(Array(text.utf8)))
  }

  @Test(arguments: [
    ("", 0, "'['"), ("  ", 2, "'['"), ("[", 1, "a value or ']'"), ("[ ", 2, "a value or ']'"),
    ("[1", 2, "the rest of a value"), ("[1 ", 3, "',' or ']'"), ("[1,", 3, "a value"),
    ("[{\"a\":1}", 8, "',' or ']'"), ("[\"a", 3, "the rest of a value"),
    ("[[1]", 4, "',' or ']'"), ("[[1", 3, "the rest of a value"),
  ])
  func `an array that breaks off says what is missing`(
    _ text: String, _ offset: Int, _ expected: String
  ) {
    let failure = JSONElementsFailure.malformed(.endOfText(expected: expected), offset: offset)
    #expect(outcome(text).failure == failure)
  }

  @Test(arguments: [
    ("{}", 0, "'['"), ("1", 0, "'['"), ("\u{FEFF}[]", 0, "'['"), ("[,]", 1, "a value"),
    ("[1,]", 3, "a value"), ("[1 2]", 3, "',' or ']'"), ("[\"a\"\"b\"]", 4, "',' or ']'"),
    ("[{}{}]", 3, "',' or ']'"), ("[]]", 2, "the end of the text"),
    ("[1]\n,", 4, "the end of the text"), ("[}", 1, "a value"), ("[1}", 2, "',' or ']'"),
    ("[12ab]", 3, "',' or ']'"), ("[x]", 1, "a value"), ("[tru]", 4, "true"),
    ("[{\"a\":1]]", 7, "',' or '}'"), ("[[1}]", 3, "',' or ']'"), ("[1:2]", 2, "',' or ']'"),
    ("[1\"a\"]", 2, "',' or ']'"),
  ])
  func `something else says where it stands and what belongs there`(
    _ text: String, _ offset: Int, _ expected: String
  ) {
    let byte = Array(text.utf8)[offset]
    let failure = JSONElementsFailure.malformed(
      .unexpected(byte, expected: expected), offset: offset)
    #expect(outcome(text).failure == failure)
  }

  @Test func `elements before a mistake are found`() {
    #expect(outcome("[1, \"b\", {\"a\" 1}]").elements == [.integer(1), .string("b")])
  }

  @Test func `an element may be as long as the limit and no longer`() {
    #expect(outcome("[1, \"abcdef\" ,2]", limitBytes: 8).failure == nil)
    #expect(outcome("[12345678]", limitBytes: 8).failure == nil)
    let tooLong = JSONElementsFailure.elementTooLong(element: 2, limitBytes: 8)
    #expect(outcome("[1, \"abcdefg\" ,2]", limitBytes: 8).failure == tooLong)
    #expect(outcome("[1,123456789", limitBytes: 8).failure == tooLong)
    #expect(tooLong.sentence == "element 2 is longer than 8 bytes")
  }

  @Test func `what was read is not kept`() throws {
    var reader = JSONElements(limitBytes: 100)
    reader.append(Array("[".utf8))
    for number in 0..<10_000 {
      reader.append(Array("{\"a\":\(number)},".utf8))
      #expect(try reader.next() != nil)
      #expect(try reader.next() == nil)
      #expect(reader.bytes.count < 100)
    }
    #expect(throws: JSONElementsFailure.self) { try reader.finish() }
  }

  @Test func `of random texts it takes those that the parser takes`() {
    let words = [
      "[", "]", "{", "}", ",", ":", "\"a\"", "\"", "\\", "1", "-", "true", " ", "é", "0",
    ]
    var random = SystemRandomNumberGenerator()
    var taken = 0
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...6, using: &random)
      let inner = (0..<count).map { _ in words.randomElement(using: &random) ?? "" }.joined()
      let bytes = Array("[\(inner)]".utf8)
      let cuts = bytes.indices.filter { _ in Bool.random(using: &random) }
      let outcome = Outcome(bytes, cutAt: cuts)
      let parsed = try? JSONParser.parse(bytes)
      #expect((outcome.failure == nil) == (parsed != nil), "\(inner)")
      if let parsed {
        taken += 1
        #expect(parsed == .array(outcome.elements), "\(inner)")
      }
    }
    #expect(taken > 100)
  }

  @Test func `a failure tells the place`() {
    let failure = outcome("[1;2]").failure
    #expect(failure?.sentence == "behind 2 bytes: found ';', expected ',' or ']'")
  }
}
