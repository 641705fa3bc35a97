import Engine
import HTTP
import Testing

@testable import API

struct EndpointTests {
  @Test func `no two endpoints have the same method and pattern`() {
    let keys = Endpoint.all.map { "\($0.method.text) \($0.pattern)" }
    #expect(Set(keys).count == keys.count)
  }

  @Test(arguments: [
    "GET /api/get_results/{job_id}", "GET /api/jobs", "GET /api/num_jobs", "GET /api/questions",
    "GET /api/states", "GET /health", "GET /livez", "GET /metrics", "GET /openapi.json",
    "GET /readyz", "POST /api/best5", "POST /api/diff_from_mean", "POST /api/global_mean",
    "POST /api/graceful_shutdown", "POST /api/mean_by_category", "POST /api/state_diff_from_mean",
    "POST /api/state_mean", "POST /api/state_mean_by_category", "POST /api/states_mean",
    "POST /api/worst5", "GET /data/{path...}", "GET /api/v1/data/list", "POST /api/v1/data/preview",
    "POST /api/v1/data/unique-values", "POST /api/v1/data/upload",
    "GET /api/v1/jobs/{id}/results.zip", "POST /process-request", "GET /process-request",
    "GET /country-stats",
  ])
  func `what clients were promised is served`(route: String) {
    #expect(Endpoint.all.contains { "\($0.method.text) \($0.pattern)" == route })
  }

  @Test func `only what changes something takes a body, and as JSON`() {
    for endpoint in Endpoint.all where endpoint.takesJSON { #expect(endpoint.method == .post) }
    #expect(Endpoint.all.count { $0.takesJSON } == 13)
  }

  @Test func `OpenAPI knows no parameters that catch slashes`() {
    #expect(Endpoint.all.allSatisfy { !$0.template.contains("...") })
    #expect(Endpoint.all.contains { $0.template == "/data/{path}" })
    #expect(Endpoint.all.filter { $0.template != $0.pattern }.count == 1)
  }

  @Test func `what each endpoint demands is decided`() {
    let demands = Dictionary(grouping: Endpoint.all, by: \.demands).mapValues {
      Set($0.map(\.pattern))
    }
    #expect(
      demands[.open]
        == [
          "/health", "/livez", "/readyz", "/openapi.json", "/api/ping", "/docs", "/assets/{name}",
        ])
    #expect(
      demands[.upload]
        == [
          "/api/v1/datasets", "/api/v1/imports", "/api/upload_csv", "/api/import_csv",
          "/api/v1/data/upload",
        ])
    #expect(
      demands[.write]
        == ["/api/v1/datasets/{name}", "/api/v1/jobs/{id}", "/process-request"])
    #expect(demands[.event] == ["/event", "/events"])
    #expect(demands[.admin] == ["/api/graceful_shutdown"])
    #expect(demands[.counted] == nil)
    #expect(Endpoint.all.count { $0.demands == .read } == Endpoint.all.count - 18)
    let further = Endpoint.all.filter { $0.furtherDemand != nil }
    #expect(further.map(\.pattern) == ["/api/v1/jobs", "/api/v1/jobs/{id}/retry", "/sign-in"])
    #expect(further.map(\.furtherDemand) == [.upload, .upload, .write])
  }

  @Test(arguments: [
    ("/api/best5", true), ("/api/best5?x=1", true), ("/api/get_results/7", true),
    ("/api/get_results", true), ("/api/get_results?x", true), ("/api/states", true),
    ("/api/get_resultsx", false), ("/api/best55", false), ("/api/none", false), ("/", false),
    ("/health", false), ("/openapi.json", false),
  ])
  func `a path belongs to the survey's family or to none`(path: String, isSurvey: Bool) throws {
    let target = try #require(Request(.get, path)).target
    #expect((Family(ofPath: target) == .survey) == isSurvey)
  }

  @Test(arguments: [
    ("/event", true), ("/event?x=1", true), ("/event/7", true), ("/events", true),
    ("/statistics", true), ("/statistics/stream", true), ("/statistics/none", true),
    ("/health", true), ("/eventful", false), ("/", false), ("/api/v1/event", false),
  ])
  func `a path belongs to the events' family or to none`(path: String, isEvents: Bool) throws {
    let target = try #require(Request(.get, path)).target
    #expect((Family(ofPath: target) == .events) == isEvents)
  }

  @Test(arguments: [
    ("/api/v1/stages", true), ("/api/v1/stages/x", true), ("/api/v1/data/list", true),
    ("/api/v1/data", true), ("/data/a/b.csv", true), ("/data", true),
    ("/api/v1/jobs/7/status", true), ("/api/v1/jobs/a/results?x", true),
    ("/api/v1/jobs/a/results/b.json", true), ("/api/v1/jobs/a/results/..%2Fx", true),
    ("/api/v1/jobs/a/results.zip", true), ("/api/v1/jobs/a/results.zip/x", true),
    ("/api/v1/jobs", false), ("/api/v1/jobs/status", false), ("/api/v1/jobs/a", false),
    ("/api/v1/jobs//status", false), ("/api/v1/jobs/a/result", false),
    ("/api/v1/jobs/a/statusx", false), ("/api/v1/datasets", false), ("/database", false),
  ])
  func `a path belongs to the pipelines' family or to none`(
    path: String, isPipelines: Bool
  ) throws {
    let target = try #require(Request(.get, path)).target
    #expect((Family(ofPath: target) == .pipelines) == isPipelines)
  }

  @Test(arguments: [
    ("/process-request", true), ("/process-request?date=x", true), ("/process-request/x", true),
    ("/country-stats", true), ("/country-stats/", true), ("/country-statistics", false),
    ("/process-requests", false), ("/api/country-stats", false), ("/", false),
  ])
  func `a path belongs to the collector's family or to none`(
    path: String, isCollector: Bool
  ) throws {
    let target = try #require(Request(.get, path)).target
    #expect((Family(ofPath: target) == .collector) == isCollector)
  }
}
