import Testing

@testable import HTTP

struct RoutesTests {
  private static let routes = Routes<String>([
    (.get, "/", "root"), (.get, "/api/jobs", "jobs"), (.post, "/api/jobs", "submit"),
    (.get, "/api/jobs/{id}", "job"), (.delete, "/api/jobs/{id}", "cancel"),
    (.get, "/api/jobs/mine", "mine"), (.get, "/api/jobs/{id}/files/{name...}", "file"),
    (.get, "/api/{kind}/{id}/log", "log"), (.head, "/special", "own head"),
    (.get, "/special", "special"),
  ])

  private func match(_ method: HTTP.Method, _ path: String) -> String {
    switch Self.routes.match(method, path) {
    case .found(let endpoint, let parameters):
      let caught = ["id", "kind", "name"].compactMap { name in
        parameters[name].map { "\(name)=\($0)" }
      }
      return ([endpoint] + caught).joined(separator: " ")
    case .methodNotAllowed(let allow): return "405 \(allow)"
    case .unknown: return "404"
    }
  }

  @Test(arguments: [
    ("/", "root"), ("/api/jobs", "jobs"), ("/api/jobs/7", "job id=7"), ("/api/jobs/mine", "mine"),
    ("/api/jobs/mine/log", "log id=mine kind=jobs"), ("/api/sets/x/log", "log id=x kind=sets"),
    ("/api/jobs/7/files/a", "file id=7 name=a"),
    ("/api/jobs/7/files/a/b.txt", "file id=7 name=a/b.txt"),
    ("/api/%6Aobs", "jobs"), ("/api/jobs/a%20b", "job id=a b"), ("/api/jobs/%C3%A4", "job id=ä"),
    ("/api/jobs/...", "job id=..."),
  ])
  func `a path finds its endpoint, a literal segment before a parameter`(
    path: String, endpoint: String
  ) {
    #expect(match(.get, path) == endpoint)
  }

  @Test(arguments: [
    "/api", "/api/", "/api/jobs/", "/api/jobs/7/", "/api/jobs//files/a", "/api/jobs/7/files",
    "/api/jobs/7/files/",
    "/api/jobs/.", "/api/jobs/..", "/api/jobs/%2e%2E", "/api/jobs/a%2Fb", "/api/jobs/a%00",
    "/api/jobs/7/files/a/../b", "/api/jobs/7/files/a//b", "/API/jobs", "/nowhere", "//", "api/jobs",
  ])
  func `a path that is not there, or not a name, is unknown`(path: String) {
    #expect(match(.get, path) == "404")
  }

  @Test func `a known path answers other methods with those it allows`() {
    #expect(match(.put, "/api/jobs") == "405 GET, HEAD, POST, OPTIONS")
    #expect(match(.post, "/api/jobs/7") == "405 GET, HEAD, DELETE, OPTIONS")
    #expect(match(.options, "/special") == "405 GET, HEAD, OPTIONS")
    // Two patterns fit; what either allows counts.
    #expect(match(.delete, "/api/jobs/mine") == "cancel id=mine")
    #expect(match(.patch, "/api/jobs/mine") == "405 GET, HEAD, DELETE, OPTIONS")
  }

  @Test func `HEAD is answered as GET, unless it has its own endpoint`() {
    #expect(match(.head, "/api/jobs") == "jobs")
    #expect(match(.head, "/special") == "own head")
  }

  @Test func `a request's head is routed by its path alone`() throws {
    let request = try #require(Request(.get, "/api/jobs/7?id=8&x=/api"))
    guard case .found(let endpoint, let parameters) = Self.routes.match(request.head) else {
      Issue.record("the path is not found")
      return
    }
    #expect(endpoint == "job" && parameters["id"] == "7" && parameters.count == 1)
    #expect(parameters["name"] == nil && parameters.raw(0).elementsEqual("7".utf8))
    guard case .unknown = Self.routes.match(try #require(Request(.options, "*")).head) else {
      Issue.record("the asterisk is no path")
      return
    }
    let post = try #require(Request(.patch, "/api/jobs")).head
    guard case .methodNotAllowed("GET, HEAD, POST, OPTIONS") = Self.routes.match(post) else {
      Issue.record("the method is allowed")
      return
    }
  }

  @Test func `a thousand routes are told apart`() {
    let many = Routes<Int>((0..<1000).map { (.get, "/set\($0)/{x}/part\($0 % 7)", $0) })
    for number in 0..<1000 {
      guard
        case .found(number, let parameters) = many.match(.get, "/set\(number)/v/part\(number % 7)")
      else {
        Issue.record("route \(number) is not found")
        return
      }
      #expect(parameters["x"] == "v")
      guard case .unknown = many.match(.get, "/set\(number)/v/part\(number % 7 + 1)") else {
        Issue.record("route \(number) is found where it is not")
        return
      }
    }
  }

  @Test func `parameters can be made for tests`() {
    let parameters = Parameters(["id": "7", "name": "a%20b"])
    #expect(parameters["id"] == "7" && parameters["name"] == "a b" && parameters.count == 2)
  }
}
