import Engine
import HTTP
import JSON
import Statistics
import Tables
import Testing

@testable import API

struct FailureTests {
  private static let spent = RateStanding(
    policy: RatePolicy(name: "uploads", count: 30, seconds: 60), remaining: 0, resetSeconds: 2)
  private static let onlyMistake: PipelineMistakes = {
    var mistakes = PipelineMistakes()
    mistakes.note(.missing, at: [.name("body"), .name("config")], input: .null)
    return mistakes
  }()
  private static let all: [(Failure, Int)] = [
    (.fault(.malformed(.target)), 400), (.fault(.headTooLarge(limitBytes: 1)), 431),
    (.fault(.overloaded), 503), (.unknownPath("/x"), 404),
    (.methodNotAllowed("PUT", allow: "GET"), 405), (.crossOrigin, 403), (.missingKey, 401),
    (.wrongKey, 401), (.lackingScope(.write), 403), (.tooManyRequests(spent), 429),
    (.unsupportedMediaType("text/plain"), 415), (.notAnObject, 400), (.missingField("state"), 400),
    (.wrongType(field: "state", expected: "a text", found: "null"), 400), (.noSurvey, 404),
    (.question(.stateMissing), 400), (.admission(.closed), 503),
    (.admission(.queueFull(limit: 3)), 503), (.admission(.tooManyCallbacks), 503),
    (.admission(.storageFailing(reason: "no rights")), 503),
    (.incomplete("queued"), 400), (.unknownArtifact, 404), (.pipeline(onlyMistake), 422),
    (.invalidJobID, 404), (.swept(JobID(7)), 410), (.unreadableResult(JobID(7)), 500),
    (.unfinished(JobID(7), retrySeconds: 1), 409),
    (.fruitless(JobID(7), .failed, reason: "it broke"), 409),
    (.fruitless(JobID(7), .cancelled, reason: "cancelled"), 409),
    (.admission(.repeatedDifferently(JobID(7))), 422),
    (.badParameters([Problem.Mistake("a parameter is wrong", at: .parameter("a"))]), 400),
    (.badMembers([Problem.Mistake("a member is wrong", at: .pointer("/a"))]), 400),
    (.badValues([Problem.Mistake("a value is wrong", at: .pointer("/a"))]), 422),
    (.query(.unknownColumn("price", known: [])), 400),
    (.query(.unreadableValue("x", column: "price", .integer)), 422), (.noFile, 400),
    (.unsupportedUpload("application/json"), 415),
    (.games("Invalid input: x"), 400), (.gamesColumn("colour"), 400), (.noGames, 404),
    (.foreignCursor, 400), (.outdatedCursor(version: 1, current: 2), 409),
  ]

  private static let datasets: [(DatasetFailure, Int)] = {
    guard let name = DatasetName("sales") else { return [] }
    return [
      (.unknown(name, known: []), 404), (.exists(name), 409), (.ownFile(name, path: "a.csv"), 409),
      (.contended(name), 503), (.join(name, .otherColumns(missing: ["a"], unknown: [])), 422),
      (.table(.empty), 422), (.table(.unknownColumn("a")), 400), (.badDelimiter("ab"), 400),
      (.badEncoding("x"), 400), (.badType(column: "a", "b", reason: "c"), 400),
      (.changedWhileReading(path: "a.csv"), 503), (.notText(kind: "a picture"), 422),
      (.tooManyWords, 422), (.storageFull, 507), (.storageBroken, 503),
      (.fileGone(path: "a.csv"), 410), (.unusableFile(reason: "a reason"), 500),
    ]
  }()

  @Test func `each failure of a data set has its status, also in the games' shape`() throws {
    #expect(Self.datasets.count == 17)
    for (failure, status) in Self.datasets {
      let account = Failure.dataset(failure).account
      #expect(account.status.code == status, "\(failure)")
      #expect(account.detail == failure.sentence)
      let comesAgain = account.fields.contains { $0.0 == .retryAfter }
      #expect(comesAgain == (status == 503 || status == 507))
      let response = Failure.dataset(failure).response(
        in: .games, requestID: RequestID(random: 0, 0))
      #expect(response.status.code == status)
      #expect(try response.value()["error"] == .string(account.detail))
    }
  }

  @Test func `a name that is taken or gone says what to do`() throws {
    let name = try #require(JobName("may"))
    for (failure, status, slug, hint) in [
      (AdmissionFailure.nameTaken(name), 409, "name-taken", "or send the same body again"),
      (.nameGone(name), 410, "name-gone", "choose another one"),
    ] {
      let account = Failure.admission(failure).account
      #expect(account.status.code == status && account.slug == slug)
      #expect(account.detail.contains("'may'") && account.detail.contains(hint))
      #expect(account.pointer == "/job_id")
      for family in [Family.survey, .general] {
        let response = Failure.admission(failure).response(
          in: family, requestID: RequestID(random: 0, 0))
        #expect(response.status.code == status)
        #expect(response.text.contains(account.detail))
      }
    }
  }

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

  @Test func `in the pipelines' family a failure is a detail`() throws {
    for (failure, status) in Self.all {
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
    for (failure, status) in Self.all where [429, 503].contains(status) {
      let response = failure.response(in: .survey, requestID: RequestID(random: 0, 0))
      #expect(response.fields[.retryAfter].flatMap { Int($0) } ?? 0 >= 1)
    }
  }

  // RFC 6750, section 3.
  @Test(
    arguments: [
      (.missingKey, #"Bearer realm="tally""#),
      (.wrongKey, #"Bearer realm="tally", error="invalid_token""#),
      (
        .lackingScope(.admin),
        #"Bearer realm="tally", error="insufficient_scope", scope="admin""#
      ),
    ] as [(Failure, String)])
  func `whoever lacks a key or a scope is told how to show one`(
    failure: Failure, challenge: String
  ) {
    for family in [Family.survey, .general] {
      let response = failure.response(in: family, requestID: RequestID(random: 0, 0))
      #expect(response.fields[.authenticate] == challenge)
    }
  }

  @Test func `whoever asks too often is told the policy and how long to wait`() {
    for family in [Family.survey, .general] {
      let response = Failure.tooManyRequests(Self.spent).response(
        in: family, requestID: RequestID(random: 0, 0))
      #expect(response.fields[.retryAfter] == "2")
      #expect(response.fields["RateLimit-Policy"] == #""uploads";q=30;w=60"#)
      #expect(response.fields["RateLimit"] == #""uploads";r=0;t=2"#)
    }
  }
}
