import JSON
import Testing

struct JSONIndentationTests {
  private func lines(_ text: String) -> String {
    String(decoding: JSONIndentation.lines(of: Array(text.utf8)), as: UTF8.self)
  }

  @Test func `values stand in lines as Python lays them out`() {
    // json.dumps(value, indent=4, ensure_ascii=False)
    #expect(
      lines(#"{"a":1,"b":[1.5,"x",null,[]],"c":{},"d":{"e":[{"f":true}]}}"#) == """
        {
            "a": 1,
            "b": [
                1.5,
                "x",
                null,
                []
            ],
            "c": {},
            "d": {
                "e": [
                    {
                        "f": true
                    }
                ]
            }
        }
        """)
  }

  @Test(arguments: ["1", "\"a\"", "null", "[]", "{}", "-1.5e-7", ""])
  func `what has no parts stays as it is`(text: String) {
    #expect(lines(text) == text)
  }

  @Test(arguments: [
    #"{"a,b:[]{}":"c,d:{}[]"}"#, #"{"\"":"\\"}"#, #"{"a":"\\\",[]"}"#, "{\"é 👩‍👩‍👧\":\"  x  \"}",
    #"{"":""}"#,
  ])
  func `a string is not touched, whatever is in it`(text: String) throws {
    let laidOut = lines(text)
    #expect(laidOut.split(separator: "\n").count == 3)
    let parsed = try JSONParser.parse(Array(laidOut.utf8))
    #expect(parsed == (try JSONParser.parse(Array(text.utf8))))
    // But for the blank behind the colon and the indentation, byte by byte.
    let body = laidOut.split(separator: "\n")[1].dropFirst(4)
    #expect("{" + body.replacing("\": \"", with: "\":\"") + "}" == text)
  }

  @Test func `an empty list with blanks in it is still empty`() {
    #expect(lines("{ \"a\" : [ ] , \"b\" : {\n} }") == "{\n    \"a\": [],\n    \"b\": {}\n}")
  }

  @Test(arguments: ["{", "]", "}}}}", "\"a", "\"a\\", "{\"a\":[", ",,", "[[[[\"", ":"])
  func `what is no JSON does no harm`(text: String) {
    _ = lines(text)
  }

  @Test(arguments: 0..<50)
  func `the values are the same, and a second time changes nothing`(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let value = Self.value(&random, depth: 0)
    var writer = JSONWriter()
    writer.value(value)
    let once = JSONIndentation.lines(of: writer.bytes)
    #expect(try JSONParser.parse(once) == JSONParser.parse(writer.bytes))
    #expect(JSONIndentation.lines(of: once) == once)
    #expect(String(decoding: once, as: UTF8.self) == Self.oracle(value, indent: ""))
  }

  /// The layout written down the slow way.
  private static func oracle(_ value: JSONValue, indent: String) -> String {
    let inner = indent + "    "
    switch value {
    case .array(let elements) where !elements.isEmpty:
      let lines = elements.map { inner + oracle($0, indent: inner) }
      return "[\n" + lines.joined(separator: ",\n") + "\n" + indent + "]"
    case .object(let members) where !members.isEmpty:
      let lines = members.map {
        inner + oracle(.string($0.key), indent: "") + ": " + oracle($0.value, indent: inner)
      }
      return "{\n" + lines.joined(separator: ",\n") + "\n" + indent + "}"
    default:
      var writer = JSONWriter()
      writer.value(value)
      return String(decoding: writer.bytes, as: UTF8.self)
    }
  }

  private static func value(_ random: inout SplitMix, depth: Int) -> JSONValue {
    let texts = ["", "a", "\"", "\\", "{[,:]}", "\n", "é"]
    switch Int.random(in: depth > 4 ? 0...3 : 0...7, using: &random) {
    case 0: return .null
    case 1: return .bool(.random(using: &random))
    case 2: return .integer(.random(in: -999...999, using: &random))
    case 3: return .string(texts.randomElement(using: &random) ?? "")
    case 4, 5:
      return .array(
        (0..<Int.random(in: 0...4, using: &random)).map { _ in value(&random, depth: depth + 1) })
    default:
      return .object(
        (0..<Int.random(in: 0...4, using: &random)).map { number in
          .init(
            key: "\(number)" + (texts.randomElement(using: &random) ?? ""),
            value: value(&random, depth: depth + 1))
        })
    }
  }
}
