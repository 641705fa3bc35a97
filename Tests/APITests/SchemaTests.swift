import JSON
import Testing

@testable import API

struct SchemaTests {
  @Test func `what may be null is so in its type and among its words`() {
    #expect(
      Schema.orNull(Schema.words(["a"]))
        == object([
          ("type", .array([.string("string"), .string("null")])),
          ("enum", .array([.string("a"), .null])),
        ]))
    #expect(Schema.textOrNull["type"] == .array([.string("string"), .string("null")]))
  }

  @Test func `what has no type of its own may be null beside what it is`() {
    let schema = Schema.orNull(Schema.reference("Row"))
    #expect(
      schema == Schema.anyOf([Schema.reference("Row"), object([("type", .string("null"))])]))
  }

  @Test func `a record needs its members but for the optional ones, and may have no others`() {
    let record = Schema.record(
      [("a", Schema.count)], optional: [("b", Schema.text)], isClosed: true)
    #expect(record["required"] == .array([.string("a")]))
    #expect(record["properties"]?["b"] == Schema.text)
    #expect(record["additionalProperties"] == .bool(false))
    #expect(Schema.record([], optional: [("b", Schema.text)])["required"] == nil)
    #expect(Schema.record([])["additionalProperties"] == nil)
  }

  @Test(arguments: [
    ("a", true), ("a,b", true), ("b,a,b", true), ("", false), ("a,", false), ("c", false),
  ])
  func `a list of words is a text with commas`(text: String, fits: Bool) throws {
    guard case .string(let pattern)? = Schema.list(ofWords: ["a", "b"])["pattern"] else {
      Issue.record("there is no pattern")
      return
    }
    #expect((try Regex(pattern).firstMatch(in: text) != nil) == fits)
  }

  @Test func `a number has the bounds that it is given`() {
    #expect(Schema.integer(1...9)["maximum"] == .integer(9))
    #expect(Schema.integer(1...)["minimum"] == .integer(1))
    #expect(Schema.integer(1...)["maximum"] == nil)
  }

  @Test func `a sentence stands before the rest of a schema`() {
    #expect(Schema.described("x", Schema.text)["description"] == .string("x"))
    #expect(Schema.described("x", Schema.text)["type"] == .string("string"))
    #expect(Schema.list(Schema.text, 1...2)["maxItems"] == .integer(2))
  }
}
