import Engine
import Statistics
import Testing

@testable import API

struct StageFieldsTests {
  private func text(_ name: String) throws -> String {
    let stage = try #require(PipelineSamples.stages.first { $0.name == name })
    var page = MarkupWriter()
    page.fields(of: stage)
    return String(decoding: page.bytes, as: UTF8.self)
  }

  @Test func `each kind of parameter has a field that fits it`() throws {
    let text = try text("cells")
    for (name, kind) in [
      ("limit", "integer"), ("share", "number"), ("loud", "boolean"), ("title", "text"),
      ("plots", "text"), ("values", "texts"), ("features", "words"), ("weeks", "integers"),
    ] {
      #expect(
        text.contains("data-path=\"config.parameters.cells.\(name)\" data-kind=\"\(kind)\""))
    }
    #expect(text.contains("step=\"1\" min=\"1\" max=\"9\""))
    #expect(text.contains("step=\"any\" min=\"0.0\" max=\"1.0\""))
    #expect(text.contains("<option value=\"\">default: both</option>"))
    #expect(text.contains("<input type=\"checkbox\" value=\"hour\"/>"))
    #expect(text.contains("<textarea"))
  }

  @Test func `defaults and purposes are told`() throws {
    let text = try text("cells")
    for part in ["default: 4", "default: false", "How many.", "With none chosen: day."] {
      #expect(text.contains(part))
    }
  }

  @Test func `a parameter that names a column can be chosen`() throws {
    #expect(try text("years").contains("data-column"))
    #expect(try !text("cells").contains("data-column"))
  }
}
