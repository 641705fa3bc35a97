import HTTP
import JSON
import Testing

@testable import API
@testable import Engine

struct StageListTests {
  private func schema(_ parameter: StageParameter) throws -> JSONValue? {
    let text = StageList.text(of: [PipelineSamples.stage("s", [parameter], [])])
    return try JSONParser.parse(text)[0]?["parameters"]?["properties"]?[parameter.name]
  }

  @Test(
    arguments: [
      (
        StageParameter("p", .boolean, default: .boolean(true), "x"),
        #"{"description":"x","type":"boolean","default":true}"#
      ),
      (
        StageParameter("p", .integer(1...9), default: .integer(4), "x"),
        #"{"description":"x","type":"integer","minimum":1,"maximum":9,"default":4}"#
      ),
      (
        StageParameter("p", .integer(.min ... .max), default: .null, "x"),
        #"{"description":"x","type":["integer","null"],"default":null}"#
      ),
      (
        StageParameter("p", .number(0...1), default: .number(0.05), "x"),
        #"{"description":"x","type":"number","minimum":0.0,"maximum":1.0,"default":0.05}"#
      ),
      (
        StageParameter("p", .number(0 ... .infinity), default: .number(1), "x"),
        #"{"description":"x","type":"number","minimum":0.0,"default":1.0}"#
      ),
      (
        StageParameter("p", .text, default: .null, "x"),
        #"{"description":"x","type":["string","null"],"default":null}"#
      ),
      (
        StageParameter("p", .word(["a", "b"]), default: .text("a"), "x"),
        #"{"description":"x","type":"string","enum":["a","b"],"default":"a"}"#
      ),
      (
        StageParameter("p", .word(["a", "b"]), default: .null, "x"),
        #"{"description":"x","type":["string","null"],"enum":["a","b",null],"default":null}"#
      ),
      (
        StageParameter("p", .texts, default: .null, "x"),
        #"{"description":"x","type":["array","null"],"items":{"type":["string","integer"]},"default":null}"#
      ),
      (
        StageParameter("p", .words(["a", "b"]), default: .texts(["b"]), "x"),
        #"{"description":"x","type":"array","items":{"type":"string","enum":["a","b"]},"#
          + #""uniqueItems":true,"default":["b"]}"#
      ),
      (
        StageParameter("p", .integers(1...52, count: 1...4), default: .integers([4]), "x"),
        #"{"description":"x","type":"array","items":{"type":"integer","minimum":1,"maximum":52},"#
          + #""minItems":1,"maxItems":4,"default":[4]}"#
      ),
    ] as [(StageParameter, String)])
  func `a parameter is a schema of its kind`(parameter: StageParameter, text: String) throws {
    #expect(try schema(parameter) == JSONParser.parse(Array(text.utf8)))
  }

  @Test func `a stage is told with its purpose and an object of parameters`() throws {
    let list = try JSONParser.parse(StageList.text(of: PipelineSamples.stages))
    #expect(list.elementCount == 3)
    #expect(list[0]?["name"] == .string("cells"))
    #expect(list[0]?["purpose"] == .string("Tests what reads the table"))
    let expected =
      #"{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","#
      + #""properties":{},"additionalProperties":false}"#
    #expect(try list[2]?["parameters"] == JSONParser.parse(Array(expected.utf8)))
  }

  @Test func `every stage is served`() throws {
    let site = try Site(engine: { $0.stages = PipelineSamples.stages })
    let response = try site.ask(.get, "/api/v1/stages")
    #expect(response.status == .ok)
    #expect(try response.content() == StageList.text(of: PipelineSamples.stages))
    #expect(SchemaCheck().mistakes(try response.value(), schema: "StageList").isEmpty)
  }
}
