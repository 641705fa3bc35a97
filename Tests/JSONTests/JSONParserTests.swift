import JSON
import Testing

struct JSONParserTests {
  @Test(arguments: [
    ("null", JSONValue.null), ("true", .bool(true)), ("false", .bool(false)),
    ("0", .integer(0)), ("-1", .integer(-1)), ("42", .integer(42)),
    ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
    ("9223372036854775808", .double(9_223_372_036_854_775_808)),
    ("-9223372036854775809", .double(-9_223_372_036_854_775_808)),
    ("0.5", .double(0.5)), ("-0.5", .double(-0.5)), ("1e3", .double(1000)), ("1E3", .double(1000)),
    ("1e+3", .double(1000)), ("1e-3", .double(0.001)), ("1.5e2", .double(150)), ("0e0", .double(0)),
    ("0.1", .double(0.1)),
    ("2.2250738585072011e-308", .double(Double(bitPattern: 0x000F_FFFF_FFFF_FFFF))),
    ("5e-324", .double(.leastNonzeroMagnitude)), ("1e-400", .double(0)),
    ("1.7976931348623157e308", .double(.greatestFiniteMagnitude)),
    ("9007199254740993.0", .double(9_007_199_254_740_992)),
    ("\"\"", .string("")), ("\"a\"", .string("a")), ("\"\u{7F}\"", .string("\u{7F}")),
    ("\"é漢😀\"", .string("é漢😀")), (#""\"""#, .string("\"")), (#""\\""#, .string("\\")),
    (#""\/""#, .string("/")), (#""\b\f\n\r\t""#, .string("\u{8}\u{C}\n\r\t")),
    (#""\u0041""#, .string("A")), (#""\u00e9""#, .string("é")), (#""\u00E9""#, .string("é")),
    (#""\u0000""#, .string("\0")), (#""\ud83d\ude00""#, .string("😀")),
    (#""\uD83D\uDE00""#, .string("😀")), (#""a\u0062c""#, .string("abc")),
    (#""\uFFFF""#, .string("\u{FFFF}")), (#""\uDBFF\uDFFF""#, .string("\u{10FFFF}")),
    ("[]", .array([])), ("[ ]", .array([])), ("[1]", .array([.integer(1)])),
    ("[1,2]", .array([.integer(1), .integer(2)])), ("[[]]", .array([.array([])])),
    ("[1 , 2]", .array([.integer(1), .integer(2)])), ("{}", .object([])), ("{ }", .object([])),
    (#"{"a":1}"#, .object([.init(key: "a", value: .integer(1))])),
    (#"{"":null}"#, .object([.init(key: "", value: .null)])),
    (
      #"{"b":1,"a":[]}"#,
      .object([.init(key: "b", value: .integer(1)), .init(key: "a", value: .array([]))])
    ),
    (" \t\r\n1 \t\r\n", .integer(1)),
    ("{\n\"a\"\t:\r1 }", .object([.init(key: "a", value: .integer(1))])),
  ])
  func `a text of the grammar is read as its value`(text: String, value: JSONValue) throws {
    #expect(try JSONParser.parse(Array(text.utf8)) == value)
  }

  @Test(arguments: [
    "", " ", "nul", "nulll", "True", "NULL", "tru", "truefalse", "undefined", "NaN", "Infinity",
    "-Infinity", "-", "+1", "01", "-01", "00", "1.", ".5", "-.5", "1.e3", "1e", "1e+", "1E-",
    "1.5.2",
    "0x10", "1_000", "1,000", "--1", "1 2", "1a", "e5", "1e1.5", "\"", "\"a", "a\"", "'a'",
    "\"a\" \"b\"", #""\""#, #""\x41""#, #""\a""#, #""\u""#, #""\u12""#, #""\u123""#, #""\u123g""#,
    #""\U0041""#, #""\ud83d""#, #""\ud83dx""#, #""\ud83d\n""#, #""\ude00""#, #""\ude00\ud83d""#,
    #""\ud83d\ud83d""#, #""\ud83d\u0041""#, "\"\n\"", "\"\t\"", "\"\0\"", "\"\u{1F}\"", "[", "]",
    "[1", "[1,", "[1,]", "[,1]", "[,]", "[1 2]", "[1,,2]", "[1}", "{", "}", "{1}", "{a:1}",
    "{'a':1}",
    #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{"a":1 "b":2}"#, #"{"a" 1}"#, #"{"a"::1}"#, #"{,"a":1}"#,
    #"{"a":1"#, #"{"a":1]"#, #"{null:1}"#, #"{"a":1}}"#, "[]]", "{}{}", "[] x", "// c\n1", "/**/1",
    "\u{FEFF}1", "1\0", "\u{A0}1", "\u{2028}1", "1\u{C}", "[1\u{B}]", "1e400", "-1e400",
    "1797693134862315900e291",
  ])
  func `a text outside the grammar is refused with its place`(text: String) {
    let bytes = Array(text.utf8)
    let failure = #expect(throws: JSONFailure.self) { try JSONParser.parse(bytes) }
    #expect((0...bytes.count).contains(failure?.offset ?? -1))
    #expect(failure?.sentence.hasPrefix("line ") == true)
  }

  @Test(
    arguments: [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
      [0xED, 0xBF, 0xBF],
      [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xC3],
      [0xE2, 0x82], [0xC3, 0x28],
    ] as [[UInt8]])
  func `a string that is no UTF-8 is refused`(inside: [UInt8]) {
    let quoted = [0x22] + inside + [0x22]
    let escaped = [0x22, 0x5C, 0x6E] + inside + [0x22]
    for bytes in [quoted, escaped] {
      let failure = #expect(throws: JSONFailure.self) { try JSONParser.parse(bytes) }
      #expect(failure?.reason == .invalidUTF8)
    }
  }

  @Test func `a key that stands twice is refused, also among many`() {
    let failure = #expect(throws: JSONFailure.self) {
      try JSONParser.parse(Array(#"{"a":1,"b":2,"a":3}"#.utf8))
    }
    #expect(failure?.reason == .repeatedKey("a"))
    #expect(failure?.column == 14)
    let many = (0..<50).map { "\"k\($0)\":0" }.joined(separator: ",")
    #expect(throws: Never.self) { try JSONParser.parse(Array("{\(many)}".utf8)) }
    #expect(throws: JSONFailure.self) { try JSONParser.parse(Array("{\(many),\"k7\":1}".utf8)) }
  }

  @Test func `keys that only Unicode holds equal are two keys`() throws {
    let value = try JSONParser.parse(Array("{\"\u{E9}\":1,\"e\u{301}\":2}".utf8))
    #expect(value["\u{E9}"] == .integer(1))
    #expect(value["e\u{301}"] == .integer(2))
  }

  @Test func `depth is bounded and a million brackets are refused without harm`() throws {
    let fits = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    #expect(throws: Never.self) { try JSONParser.parse(Array(fits.utf8)) }
    let failure = #expect(throws: JSONFailure.self) {
      try JSONParser.parse(Array(repeating: UInt8(ascii: "["), count: 1_000_000))
    }
    #expect(failure?.reason == .tooDeep(limit: 64))
    var limits = JSONParser.Limits()
    limits.depth = 1
    #expect(throws: JSONFailure.self) {
      try JSONParser.parse(Array(#"{"a":{}}"#.utf8), limits: limits)
    }
  }

  @Test func `a text that is cut anywhere is refused or means the same`() throws {
    let whole = Array(#"{"a":[1,-2.5e3,"x\u00e9\ud83d\ude00"],"b":{"c":null,"d":true}}"#.utf8)
    for length in 0..<whole.count {
      #expect(throws: JSONFailure.self) { try JSONParser.parse(Array(whole[..<length])) }
    }
  }

  @Test func `a number beyond the doubles passes where that is allowed`() throws {
    var limits = JSONParser.Limits()
    limits.allowsInfinity = true
    let text = Array("[1e999,-1e400,1]".utf8)
    #expect(
      try JSONParser.parse(text, limits: limits)
        == .array([.double(.infinity), .double(-.infinity), .integer(1)]))
    let failure = #expect(throws: JSONFailure.self) { try JSONParser.parse(text) }
    #expect(failure?.reason == .numberTooLarge)
    #expect(failure?.offset == 1)
  }

  @Test func `one value after the other is parsed from a longer text`() throws {
    let text = Array(#" {"a":1} [2]x"#.utf8)
    var place = 0
    #expect(
      try JSONParser.parse(text, from: &place) == .object([.init(key: "a", value: .integer(1))]))
    #expect(place == 8)
    #expect(try JSONParser.parse(text, from: &place) == .array([.integer(2)]))
    #expect(place == 12)
    let failure = #expect(throws: JSONFailure.self) {
      try JSONParser.parse(text, from: &place)
    }
    #expect(failure?.offset == 12)
    #expect(place == 12)
  }
}
