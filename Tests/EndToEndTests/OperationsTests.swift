import Foundation
import Harness
import Testing

/// What an operator, a browser and a proxy see.
struct OperationsTests {
  private let question = "Percent of adults aged 18 years and older who have obesity"

  @Test func `a standard descriptor that was closed is never a file or socket of the server`()
    throws
  {
    let server = try TallyServer(
      survey: Fixtures.realSurvey(), arguments: ["--log-level", "debug"],
      wrapper: ["sh", "-c", #"exec "$0" "$@" 0<&- 2>&-"#])
    for number in [0, 2] {
      let path = "/proc/\(server.processID)/fd/\(number)"
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == "/dev/null")
    }
    #expect(try server.request("GET", "/livez").status == 200)
    #expect(try server.stop() == 0)
  }

  @Test func `health, liveness and readiness are told apart`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let client = try server.connect()
    #expect(try client.request("GET", "/health").text == #"{"status":"healthy"}"#)
    #expect(try client.request("GET", "/livez").text == #"{"status":"alive"}"#)
    let ready = try client.request("GET", "/readyz")
    #expect(ready.status == 200)
    let body = try ready.object()
    #expect(body["status"] as? String == "ready")
    #expect(body["survey"] as? String == "survey")
    let checks = try #require(body["checks"] as? [[String: String]])
    #expect(checks.allSatisfy { $0["status"] == "pass" } && !checks.isEmpty)
  }

  @Test func `every answer says who made it, when, and for which request`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let client = try server.connect()
    var ids: Set<String> = []
    for (method, path) in [
      ("GET", "/livez"), ("GET", "/nowhere"), ("DELETE", "/livez"), ("POST", "/api/states_mean"),
      ("GET", "/api/get_results/7"), ("OPTIONS", "/livez"), ("HEAD", "/openapi.json"),
    ] {
      let answer = try client.request(method, path, body: method == "POST" ? "{}" : nil)
      #expect(answer["server"] == "tally", "\(method) \(path)")
      #expect(answer["date"]?.hasSuffix(" GMT") == true, "\(method) \(path)")
      #expect(ids.insert(try #require(answer["x-request-id"])).inserted)
    }
  }

  @Test func `the description is JSON and lists every route, each of which is served`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let client = try server.connect()
    let answer = try client.request("GET", "/openapi.json")
    #expect(answer["content-type"]?.hasPrefix("application/json") == true)
    let document = try answer.object()
    #expect((document["openapi"] as? String)?.hasPrefix("3.1.") == true)
    let paths = try #require(document["paths"] as? [String: [String: Any]])
    let statistics = [
      "states_mean", "state_mean", "best5", "worst5", "global_mean", "diff_from_mean",
      "state_diff_from_mean", "mean_by_category", "state_mean_by_category",
    ]
    let posts =
      statistics.map { "/api/\($0)" } + [
        "/api/graceful_shutdown", "/api/upload_csv", "/api/import_csv", "/api/v1/datasets",
        "/api/v1/imports", "/api/v1/jobs", "/event", "/events", "/api/v1/data/preview",
        "/api/v1/data/unique-values", "/api/v1/data/upload", "/process-request",
        "/api/v1/jobs/{id}/retry",
      ]
    let gets = [
      "/api/get_results/{job_id}", "/api/jobs", "/api/num_jobs", "/api/questions", "/api/states",
      "/health", "/livez", "/readyz", "/metrics", "/openapi.json",
      "/api/ping", "/api/query", "/api/stats", "/api/similar_games",
      "/api/v1/datasets", "/api/v1/datasets/{name}", "/api/v1/datasets/{name}/file",
      "/api/v1/datasets/{name}/rows", "/api/v1/datasets/{name}/aggregate",
      "/api/v1/datasets/{name}/profile", "/api/v1/datasets/{name}/similar",
      "/api/v1/datasets/{name}/chart.svg",
      "/api/v1/jobs", "/api/v1/jobs/{id}", "/api/v1/jobs/{id}/result",
      "/api/v1/jobs/{id}/events", "/api/v1/jobs/{id}/status", "/api/v1/jobs/{id}/results",
      "/api/v1/jobs/{id}/results/{artifact}", "/api/v1/jobs/{id}/results.zip", "/api/v1/stages",
      "/api/v1/data/list", "/data/{path}", "/statistics", "/statistics/stream", "/process-request",
      "/country-stats", "/api/v1/job-events", "/docs", "/sign-in", "/assets/{name}", "/",
      "/explore/{name}", "/survey", "/survey/ranking.svg", "/jobs", "/jobs/{id}", "/pipelines",
      "/collector", "/collector/chart.svg", "/live",
    ]
    #expect(Set(paths.keys) == Set(posts + gets))
    #expect(posts.allSatisfy { paths[$0]?["post"] != nil })
    #expect(gets.allSatisfy { paths[$0]?["get"] != nil })
    let components = document["components"] as? [String: [String: Any]]
    let schemas = Set(components?["schemas"]?.keys.map(\.self) ?? [])
    let references = answer.text.matches(of: /"\$ref":"#\/components\/schemas\/([^"]+)"/)
      .map { String($0.1) }
    #expect(!references.isEmpty && schemas.isSuperset(of: references))
    for pattern in paths.keys {
      let path = pattern.replacing(/\{[a-z_]+\}/, with: "1")
      let allowed = Set(
        try #require(try client.request("OPTIONS", path)["allow"]).split(separator: ", ")
          .map { $0.lowercased() })
      // HEAD goes with GET, and OPTIONS with everything.
      #expect(
        allowed.subtracting(["head", "options"]) == Set(paths[pattern].map { Array($0.keys) } ?? [])
      )
    }
  }

  @Test func `a wrong method gets 405 with what is allowed, in the shape of its family`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let client = try server.connect()
    for (method, path, allow) in [
      ("GET", "/api/states_mean", "OPTIONS, POST"),
      ("DELETE", "/api/get_results/1", "GET, HEAD, OPTIONS"),
      ("PUT", "/api/jobs", "GET, HEAD, OPTIONS"),
      ("GET", "/api/graceful_shutdown", "OPTIONS, POST"),
    ] {
      let answer = try client.request(method, path)
      #expect(answer.status == 405, "\(method) \(path)")
      #expect(members(answer["allow"]) == members(allow), "\(method) \(path)")
      let body = try answer.object()
      #expect(body["status"] as? String == "error" && body["reason"] is String)
    }
    let general = try client.request("POST", "/livez", body: "{}")
    #expect(general.status == 405)
    #expect(general["content-type"]?.hasPrefix("application/problem+json") == true)
    #expect(try general.object()["status"] as? Int == 405)
    #expect(server.isRunning)
  }

  @Test func `an unknown path is a problem document, inside the family an invalid job`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let client = try server.connect()
    for path in ["/none", "/api", "/api/nothing", "/LIVEZ", "/livez/", "/a%20b", "/api/v9"] {
      let answer = try client.request("GET", path)
      #expect(answer.status == 404, "\(path)")
      #expect(answer["content-type"]?.hasPrefix("application/problem+json") == true, "\(path)")
      let body = try answer.object()
      #expect(body["status"] as? Int == 404)
      #expect((body["type"] as? String)?.hasPrefix("/problems/") == true)
      #expect((body["instance"] as? String)?.hasPrefix("urn:uuid:") == true)
      #expect(body["title"] is String && body["detail"] is String)
    }
    let result = try client.request("GET", "/api/get_results")
    #expect(result.status == 404)
    #expect(result.text == #"{"status":"error","reason":"Invalid job_id"}"#)
  }

  @Test func `HEAD has the fields of GET and no body, OPTIONS says what is allowed`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let client = try server.connect()
    _ = try client.ask("global_mean", ["question": question])
    for path in [
      "/livez", "/health", "/readyz", "/openapi.json", "/api/num_jobs", "/api/questions",
      "/api/states", "/api/get_results/1", "/api/get_results/9",
    ] {
      let got = try client.request("GET", path)
      let asked = try client.request("HEAD", path)
      #expect(asked.status == got.status, "\(path)")
      #expect(asked.body.isEmpty)
      #expect(asked["content-type"] == got["content-type"], "\(path)")
      #expect(asked["content-length"] == got["content-length"], "\(path)")
      let options = try client.request("OPTIONS", path)
      #expect(options.status == 204)
      #expect(members(options["allow"]) == members("GET, HEAD, OPTIONS"))
    }
    let options = try client.request("OPTIONS", "/api/best5")
    #expect(members(options["allow"]) == members("OPTIONS, POST"))
    #expect(try client.request("OPTIONS", "*").status < 500)
  }

  @Test func `long answers are compressed for those who take it, from memory and from files`()
    throws
  {
    let folder = ScratchFolder()
    let server = try TallyServer(survey: Fixtures.realSurvey(), folder: folder)
    let client = try server.connect()
    let plain = try client.ask("mean_by_category", ["question": question])
    #expect(plain.body.count > 1024)
    #expect(plain["content-encoding"] == nil)
    func check(_ client: HTTPConnection, _ path: String) throws {
      let identity = try client.request("GET", path)
      #expect(identity["vary"]?.contains("Accept-Encoding") == true)
      let coded = try client.request("GET", path, fields: ["Accept-Encoding": "gzip"])
      #expect(coded["content-encoding"] == "gzip")
      #expect(coded["vary"]?.contains("Accept-Encoding") == true)
      #expect(coded.body.count < identity.body.count)
      #expect(try unzipped(coded.body) == identity.text)
      for unwanted in ["gzip;q=0", "identity", "br"] {
        let answer = try client.request("GET", path, fields: ["Accept-Encoding": unwanted])
        #expect(answer["content-encoding"] == nil && answer.body == identity.body)
      }
    }
    try check(client, "/api/get_results/1")
    try check(client, "/openapi.json")
    // Short answers are left alone.
    let short = try client.request("GET", "/livez", fields: ["Accept-Encoding": "gzip"])
    #expect(short["content-encoding"] == nil)
    try server.stop()
    let next = try TallyServer(folder: folder)
    try check(next.connect(), "/api/get_results/1")
  }

  @Test func `a list of jobs is streamed, compressed or not, and closed for older clients`() throws
  {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let client = try server.connect()
    for _ in 0..<150 { _ = try client.submit("global_mean", ["question": question]) }
    _ = try client.result(of: 150)
    #expect(try waitUntil { try client.unfinishedJobs() == 0 })
    let plain = try client.request("GET", "/api/jobs")
    #expect(plain["transfer-encoding"] == "chunked")
    let coded = try client.request("GET", "/api/jobs", fields: ["Accept-Encoding": "gzip"])
    #expect(coded["content-encoding"] == "gzip")
    #expect(try unzipped(coded.body) == plain.text)
    let older = try server.connect()
    try older.send("GET /api/jobs HTTP/1.0\r\n\r\n")
    let answer = try older.answer()
    #expect(answer["transfer-encoding"] == nil)
    #expect(answer.text == plain.text)
    #expect(older.isClosed())
  }

  @Test func `pages of other origins read what they are allowed to and change nothing`() throws {
    let body = #"{"question":"\#(question)"}"#
    let strict = try TallyServer(survey: Fixtures.realSurvey())
    let closed = try strict.connect()
    let plain = try closed.request("GET", "/livez", fields: ["Origin": "https://a.example"])
    #expect(plain.status == 200)
    #expect(plain["access-control-allow-origin"] == nil)
    let foreign = [
      ["Origin": "https://a.example"], ["Origin": "null"], ["Sec-Fetch-Site": "cross-site"],
      ["Sec-Fetch-Site": "same-site"],
    ]
    for fields in foreign {
      let answer = try closed.request("POST", "/api/global_mean", body: body, fields: fields)
      #expect(answer.status == 403, "\(fields)")
      #expect(try answer.object()["status"] as? String == "error")
    }
    for fields in [["Origin": "http://localhost"], ["Sec-Fetch-Site": "same-origin"]] {
      #expect(
        try closed.request("POST", "/api/global_mean", body: body, fields: fields).status == 200)
    }

    let server = try TallyServer(
      survey: Fixtures.realSurvey(), arguments: ["--cors-origin", "https://a.example"])
    let open = try server.connect()
    let read = try open.request("GET", "/livez", fields: ["Origin": "https://a.example"])
    #expect(read["access-control-allow-origin"] == "https://a.example")
    #expect(read["vary"]?.contains("Origin") == true)
    let other = try open.request("GET", "/livez", fields: ["Origin": "https://b.example"])
    #expect(other["access-control-allow-origin"] == nil)
    #expect(other["vary"]?.contains("Origin") == true)
    let preflight = try open.request(
      "OPTIONS", "/api/global_mean",
      fields: ["Origin": "https://a.example", "Access-Control-Request-Method": "POST"])
    #expect(preflight.status == 204)
    #expect(preflight["access-control-allow-origin"] == "https://a.example")
    #expect(preflight["access-control-allow-methods"]?.contains("POST") == true)
    let posted = try open.request(
      "POST", "/api/global_mean", body: body,
      fields: ["Origin": "https://a.example", "Sec-Fetch-Site": "cross-site"])
    #expect(posted.status == 200)
  }

  @Test func `figures count requests, jobs, connections and rows`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey(), arguments: ["--workers", "3"])
    let client = try server.connect()
    for _ in 0..<7 { _ = try client.request("GET", "/livez") }
    for _ in 0..<3 { _ = try client.request("GET", "/nowhere") }
    _ = try client.request("POST", "/api/global_mean", body: "{}")
    for _ in 0..<5 { _ = try client.ask("global_mean", ["question": question]) }
    _ = try client.ask("state_mean", ["question": question, "state": "Ohio", "to_year": 1900])
    // A job is counted a moment after its result can be read.
    #expect(
      try waitUntil {
        try client.request("GET", "/metrics").text.contains("tally_job_duration_seconds_count 6\n")
      })
    let answer = try client.request("GET", "/metrics")
    #expect(answer["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
    let lines = Set(answer.text.split(separator: "\n").map(String.init))
    for line in [
      #"tally_http_requests_total{endpoint="/livez",status="200"} 7"#,
      #"tally_http_requests_total{endpoint="unmatched",status="404"} 3"#,
      #"tally_http_requests_total{endpoint="/api/global_mean",status="200"} 5"#,
      #"tally_http_requests_total{endpoint="/api/global_mean",status="400"} 1"#,
      #"tally_jobs{state="succeeded"} 5"#, #"tally_jobs{state="failed"} 1"#,
      #"tally_jobs{state="queued"} 0"#, #"tally_jobs{state="running"} 0"#,
      "tally_jobs_submitted_total 6", "tally_pool_lanes 3", "tally_connections 1",
      "tally_storage_failing 0", #"tally_dataset_rows{dataset="survey"} 159"#,
      #"tally_http_request_duration_seconds_count{endpoint="/livez"} 7"#,
    ] {
      #expect(lines.contains(line), "\(line)")
    }
    // Each line is a comment or a sample with a number, and no sample stands twice.
    let samples = answer.text.split(separator: "\n").filter { !$0.hasPrefix("# ") }
    #expect(samples.allSatisfy { Double($0.split(separator: " ").last ?? "") != nil })
    let names = samples.map { $0.prefix(upTo: $0.lastIndex(of: " ") ?? $0.startIndex) }
    #expect(Set(names).count == names.count)
  }

  // Leaves

  private func members(_ list: String?) -> Set<String> {
    Set((list ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
  }

  /// What gzip makes of the bytes.
  private func unzipped(_ bytes: [UInt8]) throws -> String {
    let folder = ScratchFolder()
    let path = folder.path + "/answer.gz"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let program = try Program(["gzip", "-dc", path])
    #expect(try program.waitForExit() == 0)
    return program.output
  }
}
