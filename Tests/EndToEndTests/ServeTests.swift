import Harness
import Testing

struct ServeTests {
  @Test func `the server says where it listens and answers there`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    #expect(try server.request("GET", "/livez").status == 200)
    #expect(try server.stop() == 0)
  }
}
