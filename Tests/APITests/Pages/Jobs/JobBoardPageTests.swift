import Engine
import Foundation
import HTTP
import Testing

@testable import API

struct JobBoardPageTests {
  @Test func `a board without jobs says how to begin`() throws {
    let text = try PageRules.check(try Site().ask(.get, "/jobs"))
    #expect(text.contains("There are no jobs yet"))
    #expect(text.contains("/pipelines"))
  }

  @Test func `jobs are rows with their state and what can be done`() throws {
    let site = try Site(engine: { $0.workers = 1 })
    let gate = site.holdLane()
    _ = try site.ask(.post, "/api/best5", Site.question)
    let waiting = try PageRules.check(try site.ask(.get, "/jobs"))
    #expect(waiting.contains("id=\"job_id_1\" data-state=\"queued\""))
    #expect(waiting.contains("data-action=\"cancel\"") && waiting.contains("place 1"))
    gate.signal()
    site.settle()
    let done = try PageRules.check(try site.ask(.get, "/jobs?state=succeeded"))
    #expect(done.contains("data-action=\"remove\"") && !done.contains("data-action=\"cancel\""))
    #expect(try site.ask(.get, "/jobs?state=failed").text.contains("No job is like that"))
  }

  @Test func `a parameter that makes no sense is told on a page`() throws {
    let response = try Site().ask(.get, "/jobs?state=runing")
    #expect(response.status == .badRequest)
    #expect(response.text.contains("did you mean &#39;running&#39;"))
  }

  @Test func `what is searched for stays text`() throws {
    let text = try PageRules.check(
      try Site().ask(.get, "/jobs?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"))
    #expect(!text.contains("<script>"))
  }
}
