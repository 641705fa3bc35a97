import HTTP
import Testing

@testable import API

struct EventDescriptionsTests {
  @Test func `what events are refused for is described wherever they are taken`() {
    for endpoint in Endpoint.events where endpoint.takesEvents {
      let statuses = Set(endpoint.description.replies.map(\.status))
      #expect(statuses.isSuperset(of: [400, 403, 413, 415, 429, 503, 507]), "\(endpoint.pattern)")
    }
  }

  @Test func `every parameter that is described is taken`() throws {
    let site = try Site()
    for endpoint in Endpoint.events where endpoint.method == .get {
      for parameter in endpoint.description.parameters {
        let query = "?\(parameter.name)=\(parameter.exampleText)"
        #expect(try site.ask(.get, endpoint.pattern + query).status == .ok, "\(query)")
      }
    }
  }

  @Test func `the statistics that are described are those there are`() throws {
    let described = EndpointDescription.eventStatistics.parameters.first { $0.name == "stats" }
    let text = try #require(described?.text)
    for name in EventStatistic.names { #expect(text.contains(name)) }
  }
}
