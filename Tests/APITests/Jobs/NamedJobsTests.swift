import Dispatch
import Engine
import HTTP
import JSON
import Statistics
import Testing

@testable import API

/// A job that bears a name is found by it wherever it is found by its number.
struct NamedJobsTests {
  private let site: Site
  private let name: JobName

  init() throws {
    site = try Site(engine: { $0.workers = 1 })
    name = try #require(JobName("may-2024"))
  }

  private func submit() throws -> JobID {
    let survey = try #require(site.engine.survey)
    return try site.engine.submitAndWait(
      Submission(
        .survey(survey.question(SurveyInquiry(.statesMean, question: "Q"))),
        client: JobClient("ann"), naming: .init(name, body: [])))
  }

  @Test(arguments: ["may-2024", "may%2D2024", "%6Day-2024"])
  func `every path of jobs takes the name`(text: String) throws {
    let id = try submit()
    site.settle()
    let job = try site.ask(.get, "/api/v1/jobs/\(text)")
    #expect(job.status == .ok)
    #expect(try job.value()["id"] == .string(id.description))
    #expect(try job.value()["name"] == .string("may-2024"))
    #expect(SchemaCheck().mistakes(try job.value(), schema: "Job").isEmpty)
    for (named, numbered) in [
      ("/api/v1/jobs/\(text)", "/api/v1/jobs/\(id)"),
      ("/api/v1/jobs/\(text)/result", "/api/v1/jobs/\(id)/result"),
      ("/api/v1/jobs/\(text)/events", "/api/v1/jobs/\(id)/events"),
      ("/api/get_results/\(text)", "/api/get_results/\(id)"),
    ] {
      let answer = try site.ask(.get, named)
      #expect(answer.status == .ok, "\(named)")
      #expect(try answer.text == site.ask(.get, numbered).text)
    }
    #expect(
      try site.ask(.get, "/api/v1/jobs/\(text)/events").text.contains(#""name":"may-2024""#))
    #expect(try site.ask(.get, "/api/get_results/\(text)").text.hasPrefix(#"{"status":"done""#))
  }

  @Test func `a list names the jobs that have names, and no others`() throws {
    _ = try site.finish()
    _ = try submit()
    site.settle()
    let page = try site.json(.get, "/api/v1/jobs")
    #expect(page["data"]?[0]?["name"] == .string("may-2024"))
    #expect(page["data"]?[1]?["id"] == .string("job_id_1"))
    #expect(page["data"]?[1]?["name"] == nil)
    #expect(SchemaCheck().mistakes(page, schema: "JobPage").isEmpty)
  }

  @Test func `a job that waits is cancelled by its name`() throws {
    let gate = site.holdLane()
    let id = try submit()
    #expect(
      try site.ask(.get, "/api/get_results/may-2024").text == #"{"status":"running"}"#)
    let answer = try site.ask(.delete, "/api/v1/jobs/may-2024")
    #expect(answer.status == .ok)
    #expect(try answer.value()["id"] == .string(id.description))
    #expect(try answer.value()["state"] == .string("cancelled"))
    gate.signal()
  }

  @Test func `the name of a job that was removed is gone everywhere`() throws {
    _ = try submit()
    site.settle()
    #expect(try site.ask(.delete, "/api/v1/jobs/may-2024").status == .noContent)
    for path in ["may-2024", "may-2024/result", "may-2024/events", "job_id_1"] {
      #expect(try site.ask(.get, "/api/v1/jobs/\(path)").status == .gone)
    }
    #expect(try site.ask(.get, "/api/get_results/may-2024").status == .gone)
    #expect(try site.ask(.delete, "/api/v1/jobs/may-2024").status == .gone)
  }

  @Test(arguments: [
    "may-2023", "MAY-2024", "may-2024x", "..%2Fmay-2024", ".may", "may%00", "may%FF",
    String(repeating: "x", count: 200),
  ])
  func `a name that nobody has given is unknown`(text: String) throws {
    _ = try submit()
    for path in ["/api/v1/jobs/\(text)", "/api/v1/jobs/\(text)/result", "/api/get_results/\(text)"]
    {
      #expect(try site.ask(.get, path).status == .notFound, "\(path)")
    }
    site.settle()
  }
}
