import JSON
import Statistics
import Testing

@testable import API

struct EventMembersTests {
  private func walked(_ text: String, isLine: Bool = false) -> (members: EventMembers?, end: Int) {
    let bytes = Array(text.utf8)
    var place = 0
    let members = EventMembers(walking: bytes.span, from: &place, isLine: isLine)
    return (members, place)
  }

  @Test func `a plain object is walked over, and nothing behind it is looked at`() throws {
    let text = #"{"timestamp":"1970-01-01","value":2,"series":"a"} x"#
    let (members, end) = walked(text)
    let found = try #require(members)
    let bytes = Array(text.utf8)
    #expect(end == 49)
    #expect(try found.event(in: bytes.span) == Event(nanoseconds: 0, value: 2))
    #expect(try found.seriesName(in: bytes.span) == 46..<47)
  }

  @Test func `an object that only the parser can read is not walked over`() {
    for text in [#"{"value":[]}"#, #"{"value":1"#, #"{"value":1,"value":2}"#, "[]", ""] {
      let (members, end) = walked(text)
      #expect(members == nil)
      #expect(end == 0)
    }
  }

  @Test func `an object of several lines is none of one line`() {
    #expect(walked("{\n\"value\":1}").members != nil)
    #expect(walked("{\n\"value\":1}", isLine: true).members == nil)
    #expect(walked("{ \t\r\"value\":1}", isLine: true).members != nil)
  }

  @Test func `what the parser made has its texts apart`() throws {
    let object = try JSONParser.parse(
      Array(#"{"series":"\u0061b","value":-0,"timestamp":"1970-01-01T00:00:01"}"#.utf8))
    var texts = Array("before".utf8)
    let members = try #require(EventMembers(object, texts: &texts))
    let event = try members.event(in: texts.span)
    #expect(event == Event(nanoseconds: 1_000_000_000, value: 0))
    #expect(event.value.sign == .plus)
    let name = try members.seriesName(in: texts.span)
    #expect(String(decoding: texts[name], as: UTF8.self) == "ab")
    #expect(EventMembers(.array([]), texts: &texts) == nil)
  }

  @Test func `an event may be huge for the parser and is bounded in depth`() {
    #expect(EventMembers.limits.allowsInfinity)
    #expect(EventMembers.limits.depth == JSONParser.Limits().depth)
  }
}
