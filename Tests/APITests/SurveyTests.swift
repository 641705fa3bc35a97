import Engine
import Foundation
import HTTP
import JSON
import Posix
import Statistics
import Testing

@testable import API

struct SurveyTests {
  @Test(
    arguments: [
      ("states_mean", Site.question, #"{"Ohio":2.0,"Guam":4.0}"#),
      ("state_mean", #"{"question":"Q","state":"Ohio"}"#, #"{"Ohio":2.0}"#),
      ("best5", Site.question, #"{"Guam":4.0,"Ohio":2.0}"#),
      ("best5", #"{"question":"Q","better":"low"}"#, #"{"Ohio":2.0,"Guam":4.0}"#),
      ("worst5", Site.question, #"{"Ohio":2.0,"Guam":4.0}"#),
      ("global_mean", #"{"question":"Q","to_year":2011}"#, #"{"global_mean":2.75}"#),
      ("diff_from_mean", #"{"question":"Q","from_year":2012}"#, #"{"Ohio":0.0}"#),
      (
        "state_mean_by_category", #"{"question":"Q","state":"Guam","from_year":null}"#,
        #"{"Guam":{"('a', 'b')":4.0}}"#
      ),
    ] as [(String, String, String)])
  func `a question becomes a job whose result is its answer`(
    name: String, body: String, data: String
  ) throws {
    let site = try Site()
    let id = try site.finish(name, body)
    #expect(id == "job_id_1")
    let response = try site.ask(.get, "/api/get_results/\(id)")
    #expect(response.status == .ok)
    #expect(response.text == #"{"status":"done","data":\#(data)}"#)
    #expect(try site.ask(.get, "/api/get_results/1").text == response.text)
  }

  @Test(
    arguments: [
      ("", "The body is not JSON: line 1, column 1: the text ends, expected a value"),
      ("[]", #"The body must be a JSON object such as {"question": "..."}"#),
      ("{}", "Missing field 'question'"), (#"{"question":null}"#, "Missing field 'question'"),
      (#"{"question":7}"#, "Field 'question' must be a text, found a number"),
      (#"{"question":"Q"}"#, "Missing field 'state'"),
      (#"{"question":"Q","state":["Ohio"]}"#, "Field 'state' must be a text, found an array"),
      (#"{"question":"Q","state":"Ohoi"}"#, #"Unknown state "Ohoi"; did you mean "Ohio"?"#),
      (
        #"{"question":"q5","state":"Ohio"}"#,
        #"Unknown question "q5"; did you mean "Q"?"#
      ),
      (#"{"question":"silent","state":"Guam"}"#, "Guam has no value for this question"),
      (
        #"{"question":"Q","state":"Ohio","better":"big"}"#,
        #"Field 'better' must be "low" or "high", found "big""#
      ),
      (
        #"{"question":"Q","state":"Ohio","from_year":"2011"}"#,
        "Field 'from_year' must be a whole number, found a text"
      ),
      (
        #"{"question":"Q","state":"Ohio","from_year":2012,"to_year":2011}"#,
        "'from_year' 2012 lies after 'to_year' 2011"
      ),
    ] as [(String, String)])
  func `a question that makes no sense is refused with what to mend`(
    body: String, reason: String
  ) throws {
    let site = try Site()
    let response = try site.ask(.post, "/api/state_mean", body)
    #expect(response.status == .badRequest)
    let answer = try JSONParser.parse(response.content())
    #expect(answer["status"] == .string("error"))
    #expect(answer["reason"] == .string(reason))
    #expect(site.engine.figures.submittedJobs == 0)
  }

  @Test func `without a survey every question says how to load one`() throws {
    let site = try Site(hasSurvey: false)
    for (method, path, body) in [
      (HTTP.Method.post, "/api/best5", Site.question), (.get, "/api/questions", nil),
      (.get, "/api/states", nil),
    ] as [(HTTP.Method, String, String?)] {
      let response = try site.ask(method, path, body)
      #expect(response.status == .notFound)
      #expect(response.text.contains("No survey is loaded"))
      #expect(response.text.contains("--csv PATH"))
    }
  }

  @Test func `a server that shuts down says so before it looks at the question`() throws {
    let site = try Site()
    _ = try site.finish()
    #expect(try site.ask(.post, "/api/graceful_shutdown").text == #"{"status":"done"}"#)
    let response = try site.ask(.post, "/api/best5", "no JSON")
    #expect(response.status == .serviceUnavailable)
    #expect(response.text == #"{"status":"error","reason":"shutting down"}"#)
    #expect(response.fields[.retryAfter] == "10")
    #expect(try site.ask(.get, "/api/get_results/1").status == .ok)
    #expect(try site.ask(.get, "/api/num_jobs").text == #"{"status":"done","data":0}"#)
  }

  @Test func `with the queue full a question is refused and the shutdown waits`() throws {
    let site = try Site(engine: {
      $0.workers = 1
      $0.ledger.waitingLimit = 1
    })
    // The only lane is kept busy, so that the first job stays in the queue.
    let gate = DispatchSemaphore(value: 0)
    #expect(site.engine.jobPool.offload { gate.wait() })
    #expect(try site.ask(.post, "/api/best5", Site.question).status == .ok)
    let refused = try site.ask(.post, "/api/best5", Site.question)
    #expect(refused.status == .serviceUnavailable)
    #expect(refused.fields[.retryAfter] == "1")
    #expect(refused.text.contains("1 jobs wait already"))
    #expect(try site.ask(.get, "/api/get_results/1").text == #"{"status":"running"}"#)
    #expect(try site.ask(.get, "/api/num_jobs").text == #"{"status":"done","data":1}"#)
    #expect(try site.ask(.post, "/api/graceful_shutdown").text == #"{"status":"running"}"#)
    gate.signal()
    site.settle()
    #expect(try site.ask(.post, "/api/graceful_shutdown").text == #"{"status":"done"}"#)
  }

  @Test(arguments: ["2", "0", "-1", "job_id_", "x", "01", "%39", "99999999999999999999"])
  func `a number that was never given is an invalid job`(id: String) throws {
    let site = try Site()
    _ = try site.finish()
    let response = try site.ask(.get, "/api/get_results/\(id)")
    #expect(response.status == .notFound)
    #expect(response.text == #"{"status":"error","reason":"Invalid job_id"}"#)
  }

  @Test func `a failed job answers with its reason`() throws {
    let site = try Site()
    let id = try site.finish("state_mean", #"{"question":"Q","state":"Guam","from_year":2012}"#)
    let response = try site.ask(.get, "/api/get_results/\(id)")
    #expect(response.status == .ok)
    #expect(
      response.text
        == #"{"status":"error","reason":"Guam has no value for this question from 2012"}"#)
    #expect(
      try site.ask(.get, "/api/jobs").text == #"{"status":"done","data":[{"job_id_1":"error"}]}"#)
  }

  @Test func `a result whose file and memory are gone is gone`() throws {
    let site = try Site(engine: { $0.ledger.rememberedAnswerBytes = 0 })
    let id = try site.finish()
    try FileManager.default.removeItem(atPath: site.folder + "/results/\(id).json")
    let response = try site.ask(.get, "/api/get_results/\(id)")
    #expect(response.status == .gone)
    #expect(response.text.contains("job_id_1 is gone"))
  }

  @Test func `a result that cannot be read is the server's fault`() throws {
    let site = try Site(engine: { $0.ledger.rememberedAnswerBytes = 0 })
    let id = try site.finish()
    try FileManager.default.removeItem(atPath: site.folder + "/results/\(id).json")
    try FileManager.default.createDirectory(
      atPath: site.folder + "/results/\(id).json", withIntermediateDirectories: true)
    let response = try site.ask(.get, "/api/get_results/\(id)")
    #expect(response.status == .internalServerError)
    #expect(response.text.contains("cannot be read"))
  }

  @Test func `a job beyond the kept ones was swept`() throws {
    let site = try Site(engine: {
      $0.ledger.retention.count = 1
      $0.workers = 1
    })
    _ = try site.finish()
    _ = try site.finish()
    for _ in 0..<120_000 where site.engine.outcome(of: JobID(1)) != .swept {
      Posix.Thread.sleep(milliseconds: 1)
    }
    #expect(try site.ask(.get, "/api/get_results/1").status == .gone)
    #expect(try site.ask(.get, "/api/get_results/2").status == .ok)
  }

  @Test func `questions and states are listed with what is known of them`() throws {
    let site = try Site()
    #expect(
      try site.ask(.get, "/api/questions").text
        == #"{"status":"done","data":[{"question":"Q","rows":3,"better":"high"},"#
        + #"{"question":"silent","rows":0,"better":"high"}]}"#)
    #expect(try site.ask(.get, "/api/states").text == #"{"status":"done","data":["Guam","Ohio"]}"#)
  }

  @Test func `the log tells which request brought which job`() throws {
    let site = try Site()
    _ = try site.finish()
    let expected =
      #""message":"job accepted","job_id":"job_id_1","request_id":"00000000-0000-4000-8000-000000000000""#
    var text = ""
    for _ in 0..<120_000 where !text.contains(expected) {
      Posix.Thread.sleep(milliseconds: 1)
      text = try String(contentsOfFile: site.folder + "/log", encoding: .utf8)
    }
    #expect(text.contains(expected))
  }
}
