import Engine
import HTTP
import JSON
import Testing

@testable import API

struct FailureShapeTests {
  @Test(arguments: [
    (Failure.missingKey, "message", "Invalid or missing API Key"),
    (.wrongKey, "message", "Invalid or missing API Key"),
    (.methodNotAllowed("PUT", allow: "GET"), "message", "PUT is not allowed here"),
    (.fault(.bodyTooLarge(limitBytes: 5)), "error", "The body is longer than the 5 bytes"),
    (.noGames, "error", "There are no games"), (.crossOrigin, "error", "A page of another origin"),
    (.lackingScope(.write), "error", "The key does not have the scope"),
  ])
  func `in the games' family what stands before an endpoint is a message, the rest an error`(
    failure: Failure, member: String, text: String
  ) throws {
    let value = try failure.response(in: .games, requestID: RequestID(random: 0, 0)).value()
    guard case .object(let members) = value, case .string(let told)? = value[member] else {
      Issue.record("another shape")
      return
    }
    #expect(members.count == 1)
    #expect(told.hasPrefix(text))
  }

  @Test func `in the survey's family a failure is a reason`() throws {
    for (failure, status) in FailureTests.all {
      let response = failure.response(in: .survey, requestID: RequestID(random: 0, 0))
      #expect(response.status.code == status)
      #expect(response.fields[.contentType] == "application/json")
      let answer = try JSONParser.parse(response.content())
      #expect(SchemaCheck().mistakes(answer, schema: "SurveyError").isEmpty)
      #expect(answer["reason"] == .string(failure.account.detail))
    }
  }

  @Test func `in the pipelines' family a failure is a detail`() throws {
    for (failure, status) in FailureTests.all {
      let response = failure.response(in: .pipelines, requestID: RequestID(random: 0, 0))
      #expect(response.status.code == status)
      #expect(response.fields[.contentType] == "application/json")
      let answer = try response.value()
      guard case .object(let members) = answer else { return #expect(Bool(false)) }
      #expect(members.map(\.key) == ["detail"])
      let isJob = failure == .invalidJobID
      if failure.account.slug != "bad-pipeline" {
        let words = isJob ? "Job not found" : failure.account.detail
        #expect(answer["detail"] == .string(words))
      }
    }
  }

  @Test func `elsewhere it is a problem document with the request's id`() throws {
    for (failure, status) in FailureTests.all {
      let response = failure.response(in: .general, requestID: RequestID(random: 0, 0))
      #expect(response.fields[.contentType] == "application/problem+json")
      let problem = try JSONParser.parse(response.content())
      #expect(problem["status"] == .integer(Int64(status)))
      #expect(problem["type"] == .string("/problems/\(failure.account.slug)"))
      #expect(problem["title"] == .string(Status(status).reason))
      #expect(problem["detail"] == .string(failure.account.detail))
      #expect(problem["instance"] == .string("urn:uuid:00000000-0000-4000-8000-000000000000"))
    }
  }

  @Test func `what is wrong with one field points at it`() throws {
    let response = Failure.missingField("state").response(
      in: .general, requestID: RequestID(random: 0, 0))
    guard case .array(let mistakes)? = try JSONParser.parse(response.content())["errors"] else {
      Issue.record("no mistakes are listed")
      return
    }
    #expect(mistakes.map { $0["pointer"] } == [.string("/state")])
  }

  @Test func `in the collector's family a failure is a status and a detail`() throws {
    for (failure, status) in FailureTests.all {
      let response = failure.response(in: .collector, requestID: RequestID(random: 0, 0))
      #expect(response.status.code == status)
      #expect(response.fields[.contentType] == "application/json")
      let answer = try response.value()
      guard case .object(let members) = answer else { return #expect(Bool(false)) }
      let mistakes = failure.account.mistakes
      #expect(
        members.map(\.key) == ["status_code", "detail"] + (mistakes.isEmpty ? [] : ["extra"]))
      #expect(answer["status_code"] == .integer(Int64(status)))
      #expect(answer["detail"] == .string(failure.account.detail))
      #expect(SchemaCheck().mistakes(answer, schema: "CollectorError").isEmpty)
    }
  }

  @Test(
    arguments: [
      (.parameter("from_date"), "from_date", "query"),
      (.header("Idempotency-Key"), "Idempotency-Key", "header"), (.pointer("/a"), "/a", "body"),
    ] as [(Problem.Mistake.Place, String, String)])
  func `there a mistake names its key and where that stands`(
    place: Problem.Mistake.Place, key: String, source: String
  ) throws {
    let failure = Failure.badParameters([Problem.Mistake("it is wrong", at: place)])
    #expect(
      failure.response(in: .collector, requestID: RequestID(random: 0, 0)).text
        == #"{"status_code":400,"detail":"it is wrong","extra":[{"message":"it is wrong","#
        + #""key":"\#(key)","source":"\#(source)"}]}"#)
  }
}
