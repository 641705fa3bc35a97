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
  private static let noDays: DayMistakes = {
    var mistakes = DayMistakes(DayMistakes.Request(method: .get, path: "/country-stats"))
    mistakes.noteNoDay("May", key: "from_date")
    return mistakes
  }()
  static let all: [(Failure, Int)] = [
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
    (.foreignCursor, 400), (.outdatedCursor(version: 1, current: 2), 409), (.days(noDays), 400),
    (.collector(.tooMany(limit: 32)), 503), (.collector(.storeRests(seconds: 9)), 502),
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

  @Test func `each failure has its status, a slug and a sentence`() throws {
    for (failure, status) in Self.all {
      let account = failure.account
      #expect(account.status.code == status)
      #expect(account.detail.count >= 10)
      let slug = try #require(try Regex("^[a-z]+(-[a-z]+)*$").wholeMatch(in: account.slug))
      #expect(!slug.isEmpty)
    }
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
