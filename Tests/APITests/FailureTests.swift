import Engine
import HTTP
import JSON
import Statistics
import Testing

@testable import API

struct FailureTests {
  private static let all: [(Failure, Int)] = [
    (.fault(.malformed(.target)), 400), (.fault(.headTooLarge(limitBytes: 1)), 431),
    (.fault(.overloaded), 503), (.unknownPath("/x"), 404),
    (.methodNotAllowed("PUT", allow: "GET"), 405), (.crossOrigin, 403),
    (.unsupportedMediaType("text/plain"), 415), (.notAnObject, 400), (.missingField("state"), 400),
    (.wrongType(field: "state", expected: "a text", found: "null"), 400), (.noSurvey, 404),
    (.question(.stateMissing), 400), (.admission(.closed), 503),
    (.admission(.queueFull(limit: 3)), 503), (.admission(.numbersExhausted), 503),
    (.invalidJobID, 404), (.swept(JobID(7)), 410), (.unreadableResult(JobID(7)), 500),
  ]

  @Test func `each failure has its status, a slug and a sentence`() throws {
    for (failure, status) in Self.all {
      let account = failure.account
      #expect(account.status.code == status)
      #expect(account.detail.count >= 10)
      let slug = try #require(try Regex("^[a-z]+(-[a-z]+)*$").wholeMatch(in: account.slug))
      #expect(!slug.isEmpty)
    }
  }

  @Test func `in the survey's family a failure is a reason`() throws {
    for (failure, status) in Self.all {
      let response = failure.response(in: .survey, requestID: RequestID(random: 0, 0))
      #expect(response.status.code == status)
      #expect(response.fields[.contentType] == "application/json")
      let answer = try JSONParser.parse(response.content())
      #expect(SchemaCheck().mistakes(answer, schema: "SurveyError").isEmpty)
      #expect(answer["reason"] == .string(failure.account.detail))
    }
  }

  @Test func `elsewhere it is a problem document with the request's id`() throws {
    for (failure, status) in Self.all {
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

  @Test func `whoever is refused for now is told when to come again`() {
    for (failure, status) in Self.all where status == 503 {
      let response = failure.response(in: .survey, requestID: RequestID(random: 0, 0))
      #expect(response.fields[.retryAfter].flatMap { Int($0) } ?? 0 >= 1)
    }
  }
}
