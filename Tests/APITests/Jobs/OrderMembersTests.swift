import HTTP
import JSON
import Testing

@testable import API

struct OrderMembersTests {
  private enum Word: String, CaseIterable { case abort, skip }

  private func members(_ text: String, at path: String = "/params") throws -> OrderMembers {
    guard case .object(let members) = try JSONParser.parse(Array(text.utf8)) else {
      throw Failure.notAnObject
    }
    return OrderMembers(members, at: path)
  }

  private func places(_ mistakes: OrderMistakes) -> [Problem.Mistake.Place?] {
    mistakes.all.map(\.place)
  }

  @Test func `members are read by their types, and null is none`() throws {
    let object = try members(
      #"{"t":"x","i":7,"d":2015.0,"w":"skip","n":null,"o":{"a":1}}"#)
    var mistakes = OrderMistakes()
    #expect(object.text("t", expected: "", &mistakes) == "x")
    #expect(object.optionalInteger("i", &mistakes) == 7)
    #expect(object.optionalInteger("d", &mistakes) == 2015)
    #expect(object.word("w", of: Word.self, &mistakes) == .skip)
    #expect(object.optionalText("n", &mistakes) == nil && object["n"] == nil)
    #expect(object.object("o", &mistakes)["a"] == .integer(1))
    #expect(object.object("n", &mistakes).members.isEmpty)
    #expect(mistakes.isEmpty)
    #expect(throws: Never.self) { try mistakes.finish() }
  }

  @Test func `a member of another type is told with its place`() throws {
    let object = try members(#"{"t":7,"i":"7","f":1.5,"big":1e300,"w":true,"o":[]}"#)
    var mistakes = OrderMistakes()
    #expect(object.optionalText("t", &mistakes) == nil)
    for name in ["i", "f", "big"] { #expect(object.optionalInteger(name, &mistakes) == nil) }
    #expect(object.optionalWord("w", of: Word.self, &mistakes) == nil)
    #expect(object.object("o", &mistakes).members.isEmpty)
    #expect(
      places(mistakes)
        == ["t", "i", "f", "big", "w", "o"].map { .pointer("/params/" + $0) })
    #expect(mistakes.all[0].detail == "'t' must be a text, found a number")
    #expect(mistakes.all.allSatisfy { $0.expected != nil })
  }

  @Test func `what is missing, unknown or no such word is told with what there is`() throws {
    let object = try members(#"{"w":"skp","colour":1}"#)
    var mistakes = OrderMistakes()
    object.refuseOthers(than: ["w", "color"], &mistakes)
    _ = object.text("url", expected: "an address", &mistakes)
    _ = object.word("v", of: Word.self, &mistakes)
    _ = object.word("w", of: Word.self, &mistakes)
    #expect(
      mistakes.all == [
        .init(
          "There is no member 'colour'; did you mean 'color'?", at: .pointer("/params/colour"),
          expected: "w, color"),
        .init("'url' is missing", at: .pointer("/params/url"), expected: "an address"),
        .init("'v' is missing", at: .pointer("/params/v"), expected: "abort, skip"),
        .init(
          "'w' cannot be 'skp'; did you mean 'skip'?", at: .pointer("/params/w"), value: "skp",
          expected: "abort, skip"),
      ])
  }

  @Test func `a pointer escapes what pointers are made of`() throws {
    let object = try members(#"{"a/b~c":1}"#, at: "")
    #expect(object.pointer(to: "a/b~c") == "/a~1b~0c")
    #expect(object.object("x~").path == "/x~0")
  }

  @Test func `names that only Unicode holds equal are two members`() throws {
    var mistakes = OrderMistakes()
    try members("{\"caf\u{E9}\":1}").refuseOthers(than: ["cafe\u{301}"], &mistakes)
    #expect(mistakes.all.count == 1)
  }

  @Test func `values alone are 422, and with anything else 400`() {
    var mistakes = OrderMistakes()
    mistakes.noteValue("late", at: "/timeout", value: "-1")
    var failure = #expect(throws: Failure.self) { try mistakes.finish() }
    #expect(failure == .badValues(mistakes.all))
    mistakes.note("unknown", at: "/x")
    failure = #expect(throws: Failure.self) { try mistakes.finish() }
    #expect(failure == .badMembers(mistakes.all))
  }

  @Test func `beyond twenty mistakes none is looked for, and long texts are cut`() throws {
    let many = (0..<5000).map { "\"m\($0)\":1" }.joined(separator: ",")
    var mistakes = OrderMistakes()
    let object = try members("{\(many)}")
    object.refuseOthers(than: [], &mistakes)
    #expect(mistakes.all.count == OrderMistakes.limit && mistakes.isFull)
    let long = String(repeating: "\u{FC}", count: 5000)
    mistakes = OrderMistakes()
    mistakes.note("x", at: "/x", value: long)
    #expect(mistakes.all[0].value?.count == 200)
  }
}

extension OrderMembers {
  fileprivate func object(_ name: String) -> OrderMembers {
    var mistakes = OrderMistakes()
    return object(name, &mistakes)
  }
}
