import HTTP
import Testing

@testable import API
@testable import Engine

struct PipelinesPageTests {
  @Test func `the form has every stage and every source`() throws {
    let site = try Site(engine: { $0.stages = PipelineSamples.stages })
    try site.put("a\n1\n", as: "it's.csv")
    try site.put("a\n1\n", as: "b.csv")
    let text = try PageRules.check(try site.ask(.get, "/pipelines?data_url=dataset:b"))
    for stage in PipelineSamples.stages { #expect(text.contains("value=\"\(stage.name)\"")) }
    #expect(text.contains("value=\"/data/b.csv\""))
    #expect(text.contains("value=\"dataset:b\" selected"))
    #expect(text.contains("Needs: Time, Latitude, Longitude."))
  }

  @Test func `a name is suggested, and stands in the command`() throws {
    let text = try Site().ask(.get, "/pipelines", atWall: Site.now).text
    #expect(text.ranges(of: "analysis-20260102-030405").count == 2)
  }

  @Test func `a source that is none of those listed is an address`() throws {
    let text = try PageRules.check(
      try Site().ask(.get, "/pipelines?data_url=https://a.example/%22%3E%3Cb%3E.csv"))
    #expect(text.contains("value=\"https://a.example/&quot;&gt;&lt;b&gt;.csv\""))
    #expect(text.contains("There is no data yet"))
  }
}
