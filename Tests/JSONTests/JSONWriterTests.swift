import JSON
import Testing

struct JSONWriterTests {
  private func written(_ write: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter(reserving: 64)
    write(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func `commas come by themselves`() {
    let text = written { writer in
      writer.beginObject()
      writer.key("a")
      writer.beginArray()
      writer.integer(1)
      writer.beginArray()
      writer.endArray()
      writer.bool(true)
      writer.null()
      writer.endArray()
      writer.key("b")
      writer.beginObject()
      writer.endObject()
      writer.key("c")
      writer.raw(Array("[0]".utf8))
      writer.endObject()
    }
    #expect(text == #"{"a":[1,[],true,null],"b":{},"c":[0]}"#)
  }

  @Test(arguments: [
    ("plain", #""plain""#), ("", #""""#), ("\"\\/", #""\"\\/""#),
    ("\u{8}\t\n\u{C}\r", #""\b\t\n\f\r""#), ("\0\u{1F}\u{7F}", "\"\\u0000\\u001f\u{7F}\""),
    ("é😀", "\"é😀\""),
  ])
  func `a string is escaped where the grammar wants it`(text: String, expected: String) {
    #expect(written { $0.string(text) } == expected)
  }

  @Test(arguments: [
    (0.0, "0.0"), (-0.0, "-0.0"), (24.9, "24.9"), (1e16, "1e+16"), (0.1, "0.1"),
    (.leastNonzeroMagnitude, "5e-324"),
    (.nan, "null"), (.infinity, "null"), (-.infinity, "null"),
  ])
  func `a double is the shortest text that reads back, or null`(number: Double, expected: String) {
    #expect(written { $0.double(number) } == expected)
  }

  @Test(arguments: [0, -1, 7, 10, 1_234_567_890, Int.max, Int.min])
  func `an integer is its decimal text`(number: Int) {
    #expect(written { $0.integer(number) } == "\(number)")
  }

  @Test(arguments: ["", "plain", "a\"b\\c", "caf\u{E9}", "line\nend", "\u{1F600}"])
  func `a text of bytes is written as the same string`(text: String) {
    let padded = Array("x\(text)y".utf8)
    #expect(
      written { $0.text(padded[1..<padded.count - 1]) } == written { $0.string(text) })
  }

  @Test func `bytes that are no UTF-8 are replaced`() {
    #expect(written { $0.text([0x61, 0xFF, 0x62]) } == "\"a\u{FFFD}b\"")
  }

  @Test func `a key that was escaped before is written as it would be now`() {
    let text = written { writer in
      writer.beginObject()
      writer.key(escaped: JSONWriter.keyText("a\"b"))
      writer.integer(1)
      writer.key(escaped: JSONWriter.keyText("c"))
      writer.integer(2)
      writer.endObject()
    }
    #expect(text == #"{"a\"b":1,"c":2}"#)
  }

  @Test func `what was taken is not written again, and commas go on`() {
    var writer = JSONWriter()
    writer.beginArray()
    writer.integer(1)
    let first = writer.takeBytes()
    writer.integer(2)
    writer.endArray()
    #expect(String(decoding: first + writer.bytes, as: UTF8.self) == "[1,2]")
  }

  @Test func `what is written is read back as the same value`() throws {
    var generator = SplitMix(state: 7)
    for _ in 0..<2000 {
      let value = JSONValue.random(depth: 4, &generator)
      var writer = JSONWriter()
      writer.value(value)
      #expect(try JSONParser.parse(writer.bytes) == value)
    }
  }
}

struct JSONValueTests {
  @Test func `a member is found by the bytes of its key`() {
    let value = JSONValue.object([.init(key: "a", value: .integer(1))])
    #expect(value["a"] == .integer(1))
    #expect(value["A"] == nil)
    #expect(JSONValue.array([])["a"] == nil)
  }

  @Test func `every kind has its words`() {
    let kinds: [JSONValue] = [
      .null, .bool(true), .integer(1), .double(1), .string(""), .array([]), .object([]),
    ]
    #expect(
      kinds.map(\.kind) == [
        "null", "a boolean", "a number", "a number", "a text", "an array", "an object",
      ])
  }
}

extension JSONValue {
  fileprivate static func random(depth: Int, _ generator: inout SplitMix) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
    case 0: return .null
    case 1: return .bool(.random(using: &generator))
    case 2: return .integer(Int64.random(in: .min ... .max, using: &generator))
    case 3:
      let number = Double(bitPattern: generator.next())
      return .double(number.isFinite ? number : 0.25)
    case 4: return .string(randomText(&generator))
    case 5:
      let count = Int.random(in: 0..<5, using: &generator)
      return .array((0..<count).map { _ in random(depth: depth - 1, &generator) })
    default:
      let count = Int.random(in: 0..<12, using: &generator)
      return .object(
        (0..<count).map {
          Member(key: "\($0)" + randomText(&generator), value: random(depth: depth - 1, &generator))
        })
    }
  }

  private static func randomText(_ generator: inout SplitMix) -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0..<8, using: &generator) {
      let ranges: [ClosedRange<UInt32>] = [0...0x7F, 0x80...0xD7FF, 0xE000...0x10FFFF]
      let range = ranges[Int.random(in: 0..<3, using: &generator)]
      if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) {
        text.append(scalar)
      }
    }
    return String(text)
  }
}
