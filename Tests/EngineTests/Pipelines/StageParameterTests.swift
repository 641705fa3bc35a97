import JSON
import Testing

@testable import Engine

struct StageParameterTests {
  private func text(_ value: StageValue) -> String {
    var writer = JSONWriter()
    value.write(to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func `values are written as what they are`() {
    #expect(text(.null) == "null")
    #expect(text(.boolean(true)) == "true")
    #expect(text(.integer(-3)) == "-3")
    #expect(text(.number(0.5)) == "0.5")
    #expect(text(.text("a\"")) == #""a\"""#)
    #expect(text(.texts(["a", "b"])) == #"["a","b"]"#)
    #expect(text(.texts([])) == "[]")
    #expect(text(.integers([4, 8])) == "[4,8]")
  }

  @Test func `parameters are echoed in their order, and found by name`() {
    let parameters = StageOrder.sample("tell", [.init(key: "limit", value: .integer(7))]).parameters
    var writer = JSONWriter()
    parameters.write(to: &writer)
    #expect(
      String(decoding: writer.bytes, as: UTF8.self)
        == #"{"limit":7,"words":null,"share":0.5,"kind":"a","weeks":[4],"exact":false,"#
        + #""timestamp_col":null}"#)
    #expect(parameters["limit"] == .integer(7))
    #expect(parameters["none"] == .null)
  }

  @Test func `null may be given where it is the default`() {
    for parameter in SampleStages.tell.parameters {
      #expect(parameter.takesNull == ["words", "timestamp_col"].contains(parameter.name))
    }
  }
}
