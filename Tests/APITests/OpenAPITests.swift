import Engine
import HTTP
import JSON
import Testing

@testable import API

struct OpenAPITests {
  private var guardingEverything: Access.Options {
    var options = Access.Options()
    options.guarding = .everything
    return options
  }

  private func document() throws -> JSONValue {
    try JSONParser.parse(OpenAPI.document(version: "1", guardingEverything))
  }

  private func members(_ value: JSONValue?) -> [JSONValue.Member] {
    if case .object(let members)? = value { members } else { [] }
  }

  @Test func `every route is described, and nothing else`() throws {
    let described = members(try document()["paths"]).flatMap { path in
      members(path.value).map { "\($0.key.uppercased()) \(path.key)" }
    }
    #expect(described.sorted() == Endpoint.all.map { "\($0.method.text) \($0.template)" }.sorted())
  }

  @Test func `operations have ids of their own, a summary and a tag that is declared`() throws {
    let document = try document()
    guard case .array(let declared)? = document["tags"] else {
      Issue.record("no tags are declared")
      return
    }
    let operations = members(document["paths"]).flatMap { members($0.value).map(\.value) }
    let ids = operations.compactMap { $0["operationId"] }
    #expect(ids.count == Endpoint.all.count)
    #expect(ids.allSatisfy { id in ids.count { $0 == id } == 1 })
    for operation in operations {
      guard case .string(let summary)? = operation["summary"],
        case .array(let tags)? = operation["tags"]
      else {
        Issue.record("an operation has no summary or no tags")
        continue
      }
      #expect(!summary.isEmpty)
      #expect(tags.allSatisfy { tag in declared.contains { $0["name"] == tag } })
    }
  }

  @Test func `the parameters of a path are those that it names`() throws {
    for path in members(try document()["paths"]) {
      let named = path.key.split(separator: "/").filter { $0.hasPrefix("{") }
        .map { JSONValue.string(String($0.dropFirst().dropLast())) }
      for operation in members(path.value) {
        var declared: [JSONValue] = []
        if case .array(let list)? = operation.value["parameters"] { declared = list }
        let ofPath = declared.filter { $0["in"] == .string("path") }
        #expect(ofPath.compactMap { $0["name"] } == named)
        #expect(ofPath.allSatisfy { $0["required"] == .bool(true) })
        let others = declared.filter { [.string("query"), .string("header")].contains($0["in"]) }
        #expect(ofPath.count + others.count == declared.count)
        #expect(others.allSatisfy { $0["required"] != nil && $0["schema"] != nil })
        let names = declared.compactMap { $0["name"] }
        #expect(names.allSatisfy { name in names.count { $0 == name } == 1 })
      }
    }
  }

  @Test func `a body is described where one is taken`() throws {
    let document = try document()
    for endpoint in Endpoint.all {
      let operation = document["paths"]?[endpoint.template]?[endpoint.method.text.lowercased()]
      let body = operation?["requestBody"]
      #expect((body != nil) == endpoint.takesBody, "\(endpoint.pattern)")
      let types = members(body?["content"]).map(\.key)
      if endpoint.takesJSON { #expect(types == ["application/json"]) }
      if case .lines? = endpoint.description.body {
        #expect(types == ["application/json", "application/x-ndjson"])
      }
      let mayBeLeftOut = if case .members? = endpoint.description.body { true } else { false }
      #expect(body == nil || body?["required"] == .bool(!mayBeLeftOut))
      if case .file? = endpoint.description.body {
        #expect(types == ["multipart/form-data", "text/csv"])
      }
      if case .form? = endpoint.description.body { #expect(types == ["multipart/form-data"]) }
    }
  }

  @Test func `every reference leads to a schema, and every schema is used`() throws {
    let document = try document()
    let names = ["schemas", "headers"].flatMap { kind in
      members(document["components"]?[kind]).map { "#/components/\(kind)/\($0.key)" }
    }
    #expect(Set(references(in: document)) == Set(names))
  }

  private func references(in value: JSONValue) -> [String] {
    switch value {
    case .object(let members):
      members.flatMap { member -> [String] in
        if member.key == "$ref", case .string(let reference) = member.value { return [reference] }
        return references(in: member.value)
      }
    case .array(let elements): elements.flatMap(references)
    default: []
    }
  }

  @Test func `what pages of other origins are told is described wherever they are refused`() throws
  {
    let site = try Site()
    for endpoint in Endpoint.all {
      let refused = try site.ask(
        endpoint.method, endpoint.pattern, fields: [(.origin, "https://other.example")])
      let isDescribed = endpoint.description.replies.contains { $0.status == 403 }
      #expect(isDescribed == (refused.status == .forbidden), "\(endpoint.pattern)")
    }
  }

  @Test func `what the server answers is what the description says`() throws {
    let site = try Site()
    _ = try site.finish()
    _ = try site.finish("state_mean", #"{"question":"Q","state":"Guam","from_year":2012}"#)
    let asked: [(HTTP.Method, String, String, String?)] = [
      (.post, "/api/best5", "/api/best5", Site.question),
      (.post, "/api/best5", "/api/best5", "{}"),
      (.get, "/api/get_results/{job_id}", "/api/get_results/1", nil),
      (.get, "/api/get_results/{job_id}", "/api/get_results/2", nil),
      (.get, "/api/get_results/{job_id}", "/api/get_results/99", nil),
      (.get, "/api/jobs", "/api/jobs", nil), (.get, "/api/num_jobs", "/api/num_jobs", nil),
      (.get, "/api/questions", "/api/questions", nil), (.get, "/api/states", "/api/states", nil),
      (.get, "/health", "/health", nil), (.get, "/livez", "/livez", nil),
      (.get, "/readyz", "/readyz", nil), (.get, "/openapi.json", "/openapi.json", nil),
      (.post, "/api/graceful_shutdown", "/api/graceful_shutdown", nil),
      (.post, "/api/best5", "/api/best5", Site.question), (.get, "/readyz", "/readyz", nil),
    ]
    for (method, pattern, target, body) in asked {
      try check(site.ask(method, target, body), method, pattern)
    }
  }

  @Test func `what is answered about data sets and games is what the description says`() throws {
    let site = try GameSamples.site()
    let csv = Array("name,price\nA,1.5\nB,x\n".utf8)
    let asked: [(HTTP.Method, String, String, Upload?)] = [
      (.post, "/api/v1/datasets", "?name=d", try site.body(csv)),
      (.post, "/api/v1/datasets", "?name=d", try site.body(csv)),
      (.post, "/api/v1/datasets", "?name=e&_dry_run=1", try site.body(csv)),
      (.post, "/api/v1/datasets", "?name=?", try site.body(csv)),
      (.post, "/api/v1/datasets", "?name=e", try site.body([])),
      (.get, "/api/v1/datasets", "", nil), (.get, "/api/v1/datasets/{name}", "", nil),
      (.get, "/api/v1/datasets/{name}/rows", "?_count=exact", nil),
      (.get, "/api/v1/datasets/{name}/rows", "?_limit=1", nil),
      (.get, "/api/v1/datasets/{name}/rows", "?x=1", nil),
      (.get, "/api/v1/datasets/{name}/chart.svg", "?_kind=bar&_group_by=name", nil),
      (.get, "/api/v1/datasets/{name}/chart.svg", "", nil),
      (.get, "/api/v1/datasets/{name}/similar", "?_like=1", nil),
      (.get, "/api/v1/datasets/{name}/similar", "", nil),
      (.get, "/api/v1/datasets/{name}/file", "?_part=9", nil),
      (.delete, "/api/v1/datasets/{name}", "", nil), (.get, "/api/v1/datasets/{name}", "", nil),
      (.get, "/api/ping", "", nil), (.get, "/api/query", "", nil),
      (.get, "/api/query", "?limit=x", nil), (.get, "/api/stats", "", nil),
      (.get, "/api/stats", "?aggregate=x", nil),
      (.get, "/api/similar_games", "?name=Henosis", nil), (.get, "/api/similar_games", "", nil),
      (.post, "/api/upload_csv", "", try site.body(Array(GameSamples.csv.utf8))),
      (.post, "/api/upload_csv", "", try site.body(csv)), (.post, "/api/import_csv", "", nil),
    ]
    for (method, pattern, query, upload) in asked {
      let target = pattern.replacing("{name}", with: "d").replacing("{id}", with: "9") + query
      try check(site.ask(method, target, upload: upload), method, pattern)
    }
  }

  @Test func `what is answered about jobs is what the description says`() throws {
    let site = try Site()
    let order = #"{"url":"http://127.0.0.1:1/","name":"f"}"#
    let waits: [(FieldName, String)] = [("Prefer", "wait=9")]
    try check(site.ask(.post, "/api/v1/imports", order), .post, "/api/v1/imports")
    try check(site.ask(.post, "/api/v1/imports", order, fields: waits), .post, "/api/v1/imports")
    try check(site.ask(.post, "/api/v1/imports", "{}"), .post, "/api/v1/imports")
    try check(site.ask(.post, "/api/v1/jobs", #"{"type":7}"#), .post, "/api/v1/jobs")
    site.settle()
    _ = try site.finish()
    for query in ["", "?state=failed&_limit=1", "?state=lost"] {
      try check(site.ask(.get, "/api/v1/jobs" + query), .get, "/api/v1/jobs")
    }
    // A failed import, a question that has its answer, and what was never given.
    for id in [1, 3, 9] {
      for tail in ["", "/result", "/events"] {
        try check(
          site.ask(.get, "/api/v1/jobs/\(id)\(tail)"), .get, "/api/v1/jobs/{id}\(tail)")
      }
      try check(site.ask(.delete, "/api/v1/jobs/\(id)"), .delete, "/api/v1/jobs/{id}")
    }
  }

  @Test func `what is answered about pipelines is what the description says`() throws {
    let site = try PipelineSamples.site()
    let order = PipelineSamples.body(config: #""analysis_stages":["writing"]"#)
    let waits: [(FieldName, String)] = [("Prefer", "wait=9")]
    for body in ["{}", "{", order, order + " "] {
      try check(site.ask(.post, "/api/v1/jobs", body), .post, "/api/v1/jobs")
    }
    try check(site.ask(.post, "/api/v1/jobs", order, fields: waits), .post, "/api/v1/jobs")
    try check(
      site.ask(.post, "/api/v1/jobs", order, fields: [("Idempotency-Key", " ")]), .post,
      "/api/v1/jobs")
    for id in ["a", "9"] {
      for tail in ["status", "results"] {
        let pattern = "/api/v1/jobs/{id}/\(tail)"
        try check(site.ask(.get, "/api/v1/jobs/\(id)/\(tail)"), .get, pattern)
      }
      for name in ["writing.json", "writing.html", "plot_a.svg", "none.json"] {
        try check(
          site.ask(.get, "/api/v1/jobs/\(id)/results/\(name)"), .get,
          "/api/v1/jobs/{id}/results/{artifact}")
      }
    }
    try check(site.ask(.get, "/api/v1/stages"), .get, "/api/v1/stages")
    _ = try site.ask(.delete, "/api/v1/jobs/a").status
    for tail in ["status", "results"] {
      try check(
        site.ask(.get, "/api/v1/jobs/a/\(tail)"), .get, "/api/v1/jobs/{id}/\(tail)")
    }
    try check(site.ask(.post, "/api/v1/jobs", order), .post, "/api/v1/jobs")
    _ = site.engine.drain()
    try check(
      site.ask(.post, "/api/v1/jobs", order.replacing(#""a""#, with: #""b""#)), .post,
      "/api/v1/jobs")
  }

  @Test func `what is answered about files of the data folder is what the description says`() throws
  {
    let site = try PipelineSamples.site()
    for target in ["/data/a.csv", "/data/none.csv"] {
      try check(site.ask(.get, target), .get, "/data/{path...}")
    }
    try check(
      site.ask(.get, "/data/a.csv", fields: [("Range", "bytes=0-3")]), .get, "/data/{path...}")
    try check(site.ask(.get, "/api/v1/data/list"), .get, "/api/v1/data/list")
    try site.put("%PDF-", as: "pdf.csv")
    for path in [
      "/data/a.csv", "dataset:a", "/data/none.csv", "dataset:none", "/data/pdf.csv", "x",
    ] {
      for (name, members) in [("preview", ""), ("unique-values", #","column_name":"n""#)] {
        let pattern = "/api/v1/data/\(name)"
        try check(
          site.ask(.post, pattern, #"{"file_path":"\#(path)"\#(members)}"#), .post, pattern)
      }
    }
    let upload = "/api/v1/data/upload"
    for csv in ["a,b\n1,2\n", "a,b\n1\n"] {
      try check(
        site.ask(.post, upload, upload: site.body(Array(csv.utf8), named: "u.csv")), .post, upload)
    }
    try check(
      site.ask(
        .post, upload, upload: site.body([65], fields: [("encoding", "klingon")], named: "u.csv")),
      .post, upload)
    let order = PipelineSamples.body(config: #""analysis_stages":["writing","failing"]"#)
    _ = try site.ask(.post, "/api/v1/jobs", order).status
    _ = try site.ask(
      .post, "/api/v1/jobs",
      PipelineSamples.body(config: #""analysis_stages":["writing"]"#, name: "b")
    ).status
    site.settle()
    for id in ["a", "b", "none"] {
      try check(
        site.ask(.get, "/api/v1/jobs/\(id)/results.zip"), .get, "/api/v1/jobs/{id}/results.zip")
    }
  }

  @Test func `what is answered by the collector is what the description says`() throws {
    let site = try CollectorSamples.site()
    for query in ["", "?date=x", "?date=2024-05-01"] {
      try check(site.ask(.post, "/process-request" + query), .post, "/process-request")
    }
    try CollectorSamples.put(
      CollectorSamples.header + "2024-05-01T06:00:00Z,Coach,31,PT2M,true\n",
      at: "France/2024-05-01/Paris.csv", in: site)
    for path in ["/process-request", "/country-stats"] {
      for query in ["", "?from=1&to=2", "?from=2024-05-01&to=2024-05-03"] {
        try check(site.ask(.get, path + query), .get, path)
      }
    }
    try CollectorSamples.put("?", at: "France/2024-05-02/Paris.csv", in: site)
    try check(
      site.ask(.get, "/country-stats?from=2024-05-01&to=2024-05-03"), .get, "/country-stats")
    _ = site.engine.drain()
    try check(
      site.ask(.post, "/process-request?date=2024-05-01"), .post, "/process-request")
  }

  private func check(_ response: Response, _ method: HTTP.Method, _ pattern: String) throws {
    let endpoint = try #require(
      Endpoint.all.first { $0.method == method && $0.pattern == pattern })
    let type = response.fields[.contentType]
    let reply = try #require(
      OpenAPI.replies(of: endpoint, Access.Options()).first { reply in
        reply.status == response.status.code && type == (reply.schema.isEmpty ? nil : reply.type)
      }, "\(method.text) \(pattern): \(response.status.code) is not described")
    guard !reply.schema.isEmpty else { return #expect(try response.content().isEmpty) }
    guard reply.type.hasSuffix("json") else { return }
    let mistakes = SchemaCheck().mistakes(try response.value(), schema: reply.schema)
    #expect(mistakes.isEmpty, "\(method.text) \(pattern): \(mistakes)")
  }
}
