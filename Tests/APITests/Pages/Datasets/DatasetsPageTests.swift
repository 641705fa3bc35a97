import Engine
import HTTP
import Testing

@testable import API

struct DatasetsPageTests {
  @Test func `the state of the server is told in a line`() throws {
    var options = Responder.Options()
    options.version = "1.2.3"
    let text = try PageRules.check(Site(options).ask(.get, "/"))
    #expect(text.contains("Tally 1.2.3"))
    #expect(text.contains("no unfinished job"))
    #expect(text.contains(">sample</a>"))
    #expect(try Site(hasSurvey: false).ask(.get, "/").text.contains("no survey loaded"))
  }

  @Test func `a server that ends says so`() throws {
    let site = try Site()
    _ = site.engine.drain()
    #expect(try site.ask(.get, "/").text.contains(">ending</span>"))
  }
}
