import JSON
import Testing

@testable import API
@testable import Engine

struct PipelineRequestTests {
  private let site: Site
  private let own = OwnURLs(publicURL: nil, host: "localhost:8080")

  init() throws { site = try Site(engine: { $0.stages = PipelineSamples.stages }) }

  private func request(_ body: String) throws -> PipelineRequest {
    try PipelineRequest(Array(body.utf8), own, engine: site.engine)
  }

  /// What a body is refused with, without echoes and parts: `type loc: msg`.
  private func refusals(_ body: String) throws -> [String] {
    let failure = try #require(throws: Failure.self) { _ = try request(body) }
    guard case .pipeline(let mistakes) = failure else { return ["another failure"] }
    return mistakes.all.map { mistake in
      let steps = mistake.location.dropFirst().map { step in
        switch step {
        case .name(let name): name
        case .index(let index): "\(index)"
        }
      }
      return "\(mistake.kind.name) \(steps.joined(separator: ".")): \(mistake.message)"
    }
  }

  private func file(_ path: String = "a.csv") throws -> PipelineSource.Place {
    .file(try #require(DataPath(path)))
  }

  // What can be ordered

  @Test func `the smallest job reads a source and leaves nothing`() throws {
    let request = try request(PipelineSamples.body(config: #""analysis_stages":[]"#))
    #expect(request.name.description == "a")
    #expect(request.order == PipelineOrder(sources: [.init(try file())], stages: []))
    #expect(request.callback == nil && request.limitMilliseconds == nil)
  }

  @Test func `null is as good as nothing`() throws {
    let request = try request(
      #"{"job_id":"a","data_url":"/data/a.csv","data_sources":null,"callback_url":null,"#
        + #""timeout":null,"config":{"timestamp_col":null,"lat_col":null,"lon_col":null,"#
        + #""secondary_group_col":null,"analysis_stages":["profile"],"#
        + #""parameters":{"profile":null,"years":null}}}"#)
    #expect(request.order.stages.map(\.name) == ["profile"])
    #expect(request.order.sources.map(\.columns) == [.init()])
  }

  @Test func `the whole of a job`() throws {
    let request = try request(
      #"{"job_id":"x.Y_z-7","data_sources":[{"data_url":"dataset:games"},"#
        + #"{"data_url":"https://example.org/a.csv","timestamp_col":"at","lat_col":"y"},"#
        + #"{"data_url":"http://localhost:8080/data/b/c.csv","secondary_group_col":"k"}],"#
        + #""config":{"timestamp_col":"t","lat_col":"la","lon_col":"lo","#
        + #""analysis_stages":["profile","cells"],"#
        + #""parameters":{"cells":{"limit":7,"weeks":[1,2]},"years":{"timestamp_col":"w"}}},"#
        + #""callback_url":"https://example.org/hook","timeout":"5m"}"#)
    #expect(request.name.description == "x.Y_z-7")
    #expect(request.callback == "https://example.org/hook")
    #expect(request.limitMilliseconds == 300_000)
    let games = try #require(DatasetName("games"))
    let usual = PipelineSource.ColumnNames(timestamp: "t", latitude: "la", longitude: "lo")
    var (second, third) = (usual, usual)
    second.timestamp = "at"
    second.latitude = "y"
    third.secondaryGroup = "k"
    #expect(
      request.order.sources == [
        PipelineSource(.dataset(games), columns: usual),
        PipelineSource(.address("https://example.org/a.csv"), columns: second),
        PipelineSource(try file("b/c.csv"), columns: third),
      ])
    #expect(request.order.stages.map(\.name) == ["profile", "cells"])
    let parameters = request.order.stages[1].parameters
    #expect(parameters["limit"] == .integer(7) && parameters["weeks"] == .integers([1, 2]))
    #expect(parameters["plots"] == .text("both"))
  }

  @Test(
    arguments: [
      (#""analysis_stages":["years"],"timestamp_col":"t""#, "t"),
      (#""analysis_stages":["years"],"parameters":{"years":{"timestamp_col":"w"}}"#, nil),
    ] as [(String, String?)])
  func `a column may be named by the config or by the stage's parameter`(
    config: String, timestamp: String?
  ) throws {
    let order = try request(PipelineSamples.body(config: config)).order
    #expect(order.sources.map(\.columns.timestamp) == [timestamp])
  }

  @Test(
    arguments: [
      ("{}", true), ("", true), ("[]", true), ("{", true), (#"{"type":null}"#, false),
      (#"{"type":"aggregate","job_id":"a"}"#, false), (#"{"config":{"type":"x"}}"#, true),
    ])
  func `a body without a type is meant to be a pipeline`(body: String, isMeant: Bool) {
    #expect(PipelineRequest.isMeant(by: Array(body.utf8)) == isMeant)
  }

  // What is wrong

  @Test(
    arguments: [
      ("", ["missing : Field required"]),
      (
        "[]",
        [
          "model_attributes_type : "
            + "Input should be a valid dictionary or object to extract fields from"
        ]
      ),
      ("{]", ["json_invalid 1: JSON decode error"]),
      (#"{"job_id":1,"job_id":2}"#, ["json_invalid 12: JSON decode error"]),
      (
        "{}",
        [
          "missing job_id: Field required", "missing data_url: Field required",
          "missing config: Field required",
        ]
      ),
      (
        #"{"job_id":7,"data_url":7,"config":7,"callback_url":7,"timeout":true,"typ":1}"#,
        [
          "string_type job_id: Input should be a valid string",
          "url_type data_url: URL input should be a string or URL",
          "model_attributes_type config: "
            + "Input should be a valid dictionary or object to extract fields from",
          "url_type callback_url: URL input should be a string or URL",
          "value_error timeout: Value error, a time is \(JobTimeout.expectation)",
          "extra_forbidden typ: Extra inputs are not permitted; did you mean 'type'?",
        ]
      ),
      (
        #"{"job_id":null,"data_url":null,"config":null}"#,
        [
          "string_type job_id: Input should be a valid string",
          "url_type data_url: URL input should be a string or URL",
          "model_attributes_type config: "
            + "Input should be a valid dictionary or object to extract fields from",
        ]
      ),
      (
        #"{"job_id":"a","data_url":"ftp://h/a.csv","config":{},"callback_url":"ftp://h/"}"#,
        [
          "url_scheme data_url: URL scheme should be 'http' or 'https'; "
            + "files of this server are /data/..., data sets are dataset:...",
          "missing config.analysis_stages: Field required",
          "url_parsing callback_url: Input should be a valid URL, "
            + "only http and https are called, not ftp",
        ]
      ),
      (
        #"{"job_id":"a","data_url":"/data/a.csv","data_sources":[],"#
          + #""config":{"analysis_stages":{}}}"#,
        [
          "value_error data_sources: Value error, "
            + "sources come as data_url or as data_sources, not as both",
          "too_short data_sources: List should have at least 1 item after validation, not 0",
          "list_type config.analysis_stages: Input should be a valid list",
        ]
      ),
      (
        #"{"job_id":"a","data_sources":{},"config":{"analysis_stages":[]}}"#,
        ["list_type data_sources: Input should be a valid list"]
      ),
      (
        #"{"job_id":"a","data_sources":[7,{},{"data_url":"/data/a.csv","lat_col":"","#
          + #""lon_cl":"x"}],"config":{"analysis_stages":[]}}"#,
        [
          "model_attributes_type data_sources.0: "
            + "Input should be a valid dictionary or object to extract fields from",
          "missing data_sources.1.data_url: Field required",
          "string_too_short data_sources.2.lat_col: String should have at least 1 character",
          "extra_forbidden data_sources.2.lon_cl: Extra inputs are not permitted; "
            + "did you mean 'lon_col'?",
        ]
      ),
      (
        #"{"job_id":"a","data_sources":[{"data_url":"/data/a.csv","lat_col":"y","lon_col":"x"},"#
          + #"{"data_url":"/data/b.csv","lat_col":"y"}],"#
          + #""config":{"timestamp_col":"t","analysis_stages":["cells","years"]}}"#,
        ["missing data_sources.1.lon_col: Field required; cells needs it"]
      ),
    ] as [(String, [String])])
  func `all that is wrong with a body is told at once`(body: String, expected: [String]) throws {
    #expect(try refusals(body) == expected)
  }

  @Test(
    arguments: [
      (
        #""analysis_stages":["cels","profile","profile",7]"#,
        [
          "literal_error config.analysis_stages.0: Input should be 'cells', 'years' or 'profile'; "
            + "did you mean 'cells'?",
          "value_error config.analysis_stages.2: Value error, each stage runs once",
          "literal_error config.analysis_stages.3: Input should be 'cells', 'years' or 'profile'",
        ]
      ),
      (
        #""analysis_stages":["cells"]"#,
        [
          "missing config.timestamp_col: Field required; cells needs it",
          "missing config.lat_col: Field required; cells needs it",
          "missing config.lon_col: Field required; cells needs it",
        ]
      ),
      (
        #""analysis_stages":["years"],"timestamp_col":7,"parameters":{"years":{}}"#,
        ["string_type config.timestamp_col: Input should be a valid string"]
      ),
      (
        #""analysis_stages":["years"],"timestamp_cl":"t""#,
        [
          "missing config.timestamp_col: Field required; years needs it",
          "extra_forbidden config.timestamp_cl: Extra inputs are not permitted; "
            + "did you mean 'timestamp_col'?",
        ]
      ),
      (
        #""analysis_stages":[],"parameters":[]"#,
        ["dict_type config.parameters: Input should be a valid dictionary"]
      ),
      (
        #""analysis_stages":["profile"],"parameters":{"profile":[],"cels":{},"cells":{"limit":0}}"#,
        [
          "dict_type config.parameters.profile: Input should be a valid dictionary",
          "extra_forbidden config.parameters.cels: Extra inputs are not permitted; "
            + "did you mean 'cells'?",
          "greater_than_equal config.parameters.cells.limit: "
            + "Input should be greater than or equal to 1",
        ]
      ),
      (
        #""analysis_stages":["profile"],"parameters":{"profile":{"x":1}}"#,
        ["extra_forbidden config.parameters.profile.x: Extra inputs are not permitted"]
      ),
    ] as [(String, [String])])
  func `all that is wrong with the stages is told at once`(
    config: String, expected: [String]
  ) throws {
    #expect(try refusals(PipelineSamples.body(config: config)) == expected)
  }

  @Test(arguments: [
    "", ".", "..", "../x", "a/b", "a\\u0000", ".hidden", "a b", "\u{e4}",
    String(repeating: "a", count: 129),
  ])
  func `a name that is none is told what names are like`(name: String) throws {
    #expect(
      try refusals(PipelineSamples.body(config: #""analysis_stages":[]"#, name: name)) == [
        "string_pattern_mismatch job_id: String should match pattern '\(JobName.pattern)'"
      ])
  }

  @Test(arguments: ["7", "007", "job_id_7", "job_id_0"])
  func `a name that reads as a number is the server's`(name: String) throws {
    #expect(
      try refusals(PipelineSamples.body(config: #""analysis_stages":[]"#, name: name)) == [
        "value_error job_id: Value error, "
          + "names like this one are numbers that the server gives; add a letter"
      ])
  }

  @Test func `a job has no more sources than can be kept in mind`() throws {
    let sources = { (count: Int) in
      #"{"job_id":"a","data_sources":["#
        + Array(repeating: #"{"data_url":"/data/a.csv"}"#, count: count).joined(separator: ",")
        + #"],"config":{"analysis_stages":[]}}"#
    }
    #expect(try request(sources(32)).order.sources.count == 32)
    #expect(
      try refusals(sources(33)) == [
        "too_long data_sources: List should have at most 32 items after validation, not 33"
      ])
  }

  @Test func `no number of mistakes makes a long answer`() throws {
    let members = (0..<5000).map { #""x\#($0)":0"# }.joined(separator: ",")
    #expect(try refusals("{\(members)}").count == 100)
    let stages = Array(repeating: #""x""#, count: 5000).joined(separator: ",")
    #expect(
      try refusals(PipelineSamples.body(config: #""analysis_stages":[\#(stages)]"#)).count == 100)
    for words in [#""days""#, #""day""#, "7"] {
      let list = Array(repeating: words, count: 100_000).joined(separator: ",")
      let config =
        #""analysis_stages":[],"parameters":{"cells":{"features":[\#(list)],"x":1},"years":{"y":1}}"#
      #expect(try refusals(PipelineSamples.body(config: config)).count == 100)
    }
  }
}
