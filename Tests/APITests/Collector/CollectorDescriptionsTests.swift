import HTTP
import Testing

@testable import API

struct CollectorDescriptionsTests {
  @Test func `what a day is refused for is described`() {
    let statuses = Set(EndpointDescription.collectDay.replies.map(\.status))
    #expect(statuses == [201, 400, 403, 422, 503, 507])
  }

  @Test func `every parameter that is described is taken`() throws {
    let site = try CollectorSamples.site()
    for endpoint in Endpoint.collector {
      let parameters = endpoint.description.parameters.filter { $0.place == .query }
      let query = parameters.map { "\($0.name)=\($0.exampleText)" }.joined(separator: "&")
      let status = try site.ask(endpoint.method, endpoint.pattern + "?" + query).status
      #expect(status == (endpoint.method == .post ? .created : .ok), "\(query)")
    }
  }
}
