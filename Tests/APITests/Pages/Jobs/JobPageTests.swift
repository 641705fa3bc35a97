import HTTP
import Testing

@testable import API
@testable import Engine

struct JobPageTests {
  @Test func `a job that has succeeded shows its result`() throws {
    let site = try Site()
    _ = try site.finish()
    for id in ["1", "job_id_1"] {
      let text = try PageRules.check(try site.ask(.get, "/jobs/\(id)"))
      #expect(text.contains("&quot;Ohio&quot;: 2.0"))
      #expect(text.contains("data-state=\"succeeded\""))
      #expect(text.contains("href=\"/api/v1/jobs/job_id_1/result\""))
    }
  }

  @Test func `a pipeline shows its stages and its artifacts`() throws {
    let site = try Site(engine: { $0.stages = PipelineSamples.workingStages })
    try site.put("a\n1\n", as: "a.csv")
    let body =
      #"{"job_id":"mine","data_url":"/data/a.csv","config":{"analysis_stages":["writing"]}}"#
    #expect(try site.ask(.post, "/api/v1/jobs", body).status == .accepted)
    site.settle()
    let text = try PageRules.check(try site.ask(.get, "/jobs/mine"))
    #expect(text.contains("Job mine"))
    #expect(text.contains("<strong>writing</strong>"))
    #expect(text.contains("<img src=\"/api/v1/jobs/job_id_1/results/plot_a.svg\""))
    #expect(text.contains("href=\"/api/v1/jobs/job_id_1/results/writing.html\""))
    #expect(text.contains("results.zip"))
    #expect(!text.contains("<iframe"))
  }

  @Test func `a job that has failed says why`() throws {
    let site = try Site()
    _ = try site.ask(
      .post, "/api/v1/jobs",
      #"{"type":"import","params":{"url":"http://127.0.0.1:1/%3Cb%3E.csv","name":"a"}}"#)
    site.settle()
    let text = try PageRules.check(try site.ask(.get, "/jobs/1"))
    #expect(text.contains("class=\"problem\"") && text.contains("data-action=\"retry\""))
  }

  @Test func `a job that was never there or is gone is said so`() throws {
    let site = try Site()
    _ = try site.finish()
    _ = try site.ask(.delete, "/api/v1/jobs/1")
    #expect(try site.ask(.get, "/jobs/1").status == .gone)
    #expect(try site.ask(.get, "/jobs/7").status == .notFound)
    #expect(try site.ask(.get, "/jobs/%3Cscript%3E").status == .notFound)
  }
}
