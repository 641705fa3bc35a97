import Engine
import JSON
import Testing

@testable import API

struct PipelineSchemasTests {
  private func members(_ value: JSONValue?) -> [String] {
    if case .object(let members)? = value { members.map(\.key) } else { [] }
  }

  @Test func `every stage has a type that bears its name and has its parameters`() {
    #expect(PipelineSchemas.stageParameters.count == Stage.all.count)
    for (stage, (name, schema)) in zip(Stage.all, PipelineSchemas.stageParameters) {
      #expect(name.hasSuffix("Parameters") && !name.contains("_"))
      #expect(members(schema["properties"]) == stage.parameters.map(\.name), "\(stage.name)")
      #expect(schema["$schema"] == nil)
    }
    #expect(members(PipelineSchemas.parameters["properties"]) == Stage.all.map(\.name))
    #expect(PipelineSchemas.stageParameters.contains { $0.0 == "Stage4ExplainParameters" })
  }
}
