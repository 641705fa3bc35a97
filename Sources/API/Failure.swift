internal import Engine
internal import HTTP
internal import JSON
internal import Statistics
internal import Tables

/// Every way in which a request can fail. A case carries facts; `account` makes status and sentence of them.
enum Failure: Error, Equatable, Sendable {
  /// The message itself is wrong.
  case fault(RequestFault)
  case unknownPath(String)
  case methodNotAllowed(String, allow: String)
  case crossOrigin
  case missingKey
  case wrongKey
  case lackingScope(Scope)
  case tooManyRequests(RateStanding)
  case unsupportedMediaType(String)
  case codedBody(String)
  case malformedJSON(JSONFailure)
  case notAnObject
  case missingField(String)
  case wrongType(field: String, expected: String, found: String)
  case noSurvey
  case question(QuestionFailure)
  case admission(AdmissionFailure)
  case invalidJobID
  case swept(JobID)
  case unreadableResult(JobID)
  /// A job has no result yet.
  case unfinished(JobID, retrySeconds: Int)
  /// As many clients listen to all jobs as may.
  case tooManyListeners(Int)
  /// A job was to be cancelled, and has ended.
  case ended(JobID, JobState)
  /// A job will never have a result.
  case fruitless(JobID, JobState, reason: String?)
  /// A job cannot be asked for once more; why, for people.
  case unrepeatable(JobID, reason: String)
  /// Parameters of the query or of a form make no sense; all that are wrong.
  case badParameters([Problem.Mistake])
  /// Members of a JSON body are missing, unknown or not what they should be; all that are wrong.
  case badMembers([Problem.Mistake])
  /// A JSON body is as it should be, but for values that make no sense.
  case badValues([Problem.Mistake])
  /// The body of a pipeline job makes no sense; all that is wrong with it.
  case pipeline(PipelineMistakes)
  /// The results of a pipeline are asked for before there are all, or after it has failed; how its family calls the job's state.
  case incomplete(String)
  /// A job has no artifact of that name.
  case unknownArtifact
  /// There is no file of the data folder under a path that clients may read.
  case noDataFile
  /// A query makes sense as a text, but not for the table it is put to.
  case query(QueryFailure)
  case aggregate(AggregateFailure)
  case chart(ChartFailure)
  /// An upload is of a type that is no table.
  case unsupportedUpload(String)
  /// An upload brought no file.
  case noFile
  case dataset(DatasetFailure)
  /// What the games service refuses, in its own words.
  case games(String)
  /// A column that the games service gives no statistics of.
  case gamesColumn(String)
  /// There is no game.
  case noGames
  /// An event, or a request that brings events, makes no sense.
  case event(EventMistake)
  case eventRefused(EventRefusal)
  /// None of many events was taken; the refusal of the first that made sense, if one did.
  case noneAccepted(EventRefusal?, count: Int)
  /// No lane is free, and too many requests wait for one.
  case busyLanes
  /// Nothing is served below a path of the events.
  case noEndpoint
  /// What a request says of days to the collector makes no sense.
  case days(DayMistakes)
  case collector(CollectorFailure)
  /// A cursor that this server did not give, or gave for another question.
  case foreignCursor
  /// A cursor of a version that is gone.
  case outdatedCursor(version: Int, current: Int)

  /// What a client is told.
  struct Account {
    let status: Status
    /// The last part of the problem's type.
    let slug: String
    let detail: String
    var fields: [(FieldName, String)] = []
    /// The member of the body that is wrong, as a JSON pointer.
    var pointer: String?
    /// What is wrong, if that is several things or stands in the query.
    var mistakes: [Problem.Mistake] = []
  }

  /// The one place where failures become status codes and sentences.
  var account: Account {
    switch self {
    case .fault(let fault):
      Account(
        status: fault.status, slug: "bad-message", detail: fault.detail,
        fields: fault.status == .serviceUnavailable ? [(.retryAfter, "1")] : [])
    case .unknownPath(let path):
      Account(
        status: .notFound, slug: "unknown-path",
        detail: "Nothing is served at \(path); GET /openapi.json lists every path")
    case .methodNotAllowed(let method, let allow):
      Account(
        status: .methodNotAllowed, slug: "method-not-allowed",
        detail: "\(method) is not allowed here; this path takes \(allow)",
        fields: [(.allow, allow)])
    case .crossOrigin:
      Account(
        status: .forbidden, slug: "cross-origin",
        detail: "A page of another origin may not change anything here; see --cors-origin")
    case .missingKey:
      Account(
        status: .unauthorized, slug: "missing-key",
        detail: "This needs a key; send it with -H 'Authorization: Bearer KEY' "
          + "or -H 'X-API-Key: KEY'",
        fields: [(.authenticate, Self.challenge)])
    case .wrongKey:
      Account(
        status: .unauthorized, slug: "wrong-key", detail: "The key is not one of this server's",
        fields: [(.authenticate, Self.challenge + #", error="invalid_token""#)])
    case .lackingScope(let scope):
      Account(
        status: .forbidden, slug: "lacking-scope",
        detail: "The key does not have the scope \(scope.rawValue)",
        fields: [
          (
            .authenticate,
            Self.challenge + #", error="insufficient_scope", scope="\#(scope.rawValue)""#
          )
        ])
    case .tooManyRequests(let standing):
      Account(
        status: .tooManyRequests, slug: "too-many-requests",
        detail: "The limit '\(standing.policy.name)' allows \(standing.policy.count) in "
          + "\(standing.policy.seconds) s; try again in \(standing.resetSeconds) s",
        fields: [(.retryAfter, "\(standing.resetSeconds)")] + RateFields.pairs([standing]))
    case .unsupportedMediaType(let type):
      Account(
        status: .unsupportedMediaType, slug: "unsupported-media-type",
        detail: "The body has the type \(type); send JSON with -H 'Content-Type: application/json'")
    case .codedBody(let coding):
      Account(
        status: .unsupportedMediaType, slug: "coded-body",
        detail: "The body is coded with \(coding); send it as it is, without Content-Encoding",
        fields: [(.acceptEncoding, "identity")])
    case .malformedJSON(let failure):
      Account(
        status: .badRequest, slug: "malformed-json",
        detail: "The body is not JSON: \(failure.sentence)")
    case .notAnObject:
      Account(
        status: .badRequest, slug: "not-an-object",
        detail: #"The body must be a JSON object such as {"question": "..."}"#)
    case .missingField(let name):
      Account(
        status: .badRequest, slug: "missing-field", detail: "Missing field '\(name)'",
        pointer: "/\(name)")
    case .wrongType(let field, let expected, let found):
      Account(
        status: .badRequest, slug: "wrong-type",
        detail: "Field '\(field)' must be \(expected), found \(found)", pointer: "/\(field)")
    case .noSurvey:
      Account(
        status: .notFound, slug: "no-survey",
        detail: "No survey is loaded; start the server with --csv PATH, or put a survey's CSV file "
          + "into the data folder and name it with --survey NAME")
    case .query(.cancelled), .aggregate(.cancelled), .question(.cancelled):
      Failure.dataset(.cancelled).account
    case .question(let failure):
      Account(status: .badRequest, slug: "bad-question", detail: failure.sentence)
    case .admission(.closed):
      Account(
        status: .serviceUnavailable, slug: "shutting-down", detail: "shutting down",
        fields: [(.retryAfter, "10")])
    case .admission(.queueFull(let limit)):
      Account(
        status: .serviceUnavailable, slug: "queue-full",
        detail: "\(limit) jobs wait already; try again in a moment", fields: [(.retryAfter, "1")])
    case .admission(.tooManyCallbacks):
      Account(
        status: .serviceUnavailable, slug: "too-many-callbacks",
        detail: "Too many callbacks wait to be sent; try again later, or without 'callback_url'",
        fields: [(.retryAfter, "60")])
    case .admission(.storageFailing(let reason)):
      Account(
        status: .serviceUnavailable, slug: "storage-failing",
        detail: "The job could not be noted; try again in a moment. \(reason)",
        fields: [(.retryAfter, "5")])
    case .admission(.storageFull(let reason)):
      Account(
        status: .insufficientStorage, slug: "storage-full",
        detail: "The disk is full, no new job is taken. \(reason)", fields: [(.retryAfter, "5")])
    case .admission(.storageBroken(let reason)):
      Account(
        status: .serviceUnavailable, slug: "storage-broken",
        detail: "The disk failed; no job is taken until the server is started again. \(reason)",
        fields: [(.retryAfter, "60")])
    case .admission(.repeatedDifferently(let id)):
      Account(
        status: .unprocessableContent, slug: "repeated-differently",
        detail: "This Idempotency-Key belongs to \(id), which was asked for something else; "
          + "a new request takes a new key")
    case .admission(.nameTaken(let name)):
      Account(
        status: .conflict, slug: "name-taken",
        detail: "The job_id '\(name)' belongs to a job that was asked for something else; "
          + "choose another job_id, or send the same body again", pointer: "/job_id")
    case .admission(.nameGone(let name)):
      Account(
        status: .gone, slug: "name-gone",
        detail: "The job '\(name)' is gone: somebody removed it, or newer jobs took its place; "
          + "a job_id is given once, so choose another one", pointer: "/job_id")
    case .invalidJobID:
      Account(status: .notFound, slug: "unknown-job", detail: "Invalid job_id")
    case .swept(let id):
      Account(
        status: .gone, slug: "result-gone",
        detail:
          "The result of \(id) is gone: somebody removed it, or newer jobs took its place; "
          + "submit the question again")
    case .unreadableResult(let id):
      Account(
        status: .internalServerError, slug: "unreadable-result",
        detail: "The result of \(id) cannot be read from the results folder; see the server's log")
    case .unfinished(let id, let seconds):
      Account(
        status: .conflict, slug: "no-result", detail: "\(id) is not finished yet",
        fields: [(.retryAfter, "\(seconds)")])
    case .tooManyListeners(let limit):
      Account(
        status: .serviceUnavailable, slug: "too-many-listeners",
        detail: "\(limit) clients listen already; ask for GET /api/v1/jobs from time to time",
        fields: [(.retryAfter, "30")])
    case .ended(let id, let state):
      Account(
        status: .conflict, slug: "job-ended", detail: "\(id) has ended already: \(state.rawValue)")
    case .fruitless(let id, .cancelled, _):
      Account(status: .conflict, slug: "no-result", detail: "\(id) was cancelled")
    case .fruitless(let id, _, let reason):
      Account(
        status: .conflict, slug: "no-result",
        detail: "\(id) failed" + (reason.map { ": \($0)" } ?? ""))
    case .unrepeatable(let id, let reason):
      Account(
        status: .conflict, slug: "not-repeatable", detail: "\(id) cannot be done again: \(reason)")
    case .badParameters(let mistakes):
      Account(
        status: .badRequest, slug: "bad-parameters",
        detail: mistakes.map(\.detail).joined(separator: "; "), mistakes: mistakes)
    case .badMembers(let mistakes):
      Account(
        status: .badRequest, slug: "bad-members",
        detail: mistakes.map(\.detail).joined(separator: "; "), mistakes: mistakes)
    case .badValues(let mistakes):
      Account(
        status: .unprocessableContent, slug: "bad-values",
        detail: mistakes.map(\.detail).joined(separator: "; "), mistakes: mistakes)
    case .pipeline(let mistakes):
      Account(
        status: .unprocessableContent, slug: "bad-pipeline", detail: mistakes.sentence)
    case .incomplete(let state):
      Account(
        status: .badRequest, slug: "incomplete-job",
        detail: "Job is not complete. Current status: \(state)")
    case .unknownArtifact:
      Account(status: .notFound, slug: "unknown-artifact", detail: "Artifact not found")
    case .noDataFile:
      Account(status: .notFound, slug: "unknown-data-file", detail: "Data file not found")
    case .query(let failure):
      Account(
        status: failure.isUnreadableValue ? .unprocessableContent : .badRequest, slug: "bad-query",
        detail: failure.sentence)
    case .games(let sentence):
      Account(status: .badRequest, slug: "bad-games-request", detail: sentence)
    case .gamesColumn(let name):
      Account(
        status: .badRequest, slug: "bad-games-column",
        detail: "Column \(String(name.unicodeScalars.prefix(100))) does not exist or is not allowed"
      )
    case .noGames:
      Account(
        status: .notFound, slug: "no-games",
        detail: "There are no games; upload a CSV file with POST /api/upload_csv")
    case .aggregate(.query(let failure)): Failure.query(failure).account
    case .aggregate(let failure):
      Account(status: .badRequest, slug: "bad-query", detail: failure.sentence)
    case .chart(.aggregate(let failure)): Failure.aggregate(failure).account
    case .chart(let failure):
      Account(status: .badRequest, slug: "bad-query", detail: failure.sentence)
    case .event(let mistake):
      Account(status: .badRequest, slug: "bad-event", detail: mistake.sentence)
    case .eventRefused(let refusal): refusal.account
    case .noneAccepted(let refusal, let count):
      refusal.map { Failure.eventRefused($0).account }
        ?? Account(
          status: .badRequest, slug: "bad-events",
          detail: count == 0
            ? "Request body must be JSON: an array of events or lines of one event each; "
              + "there is none"
            : "None of the \(count) events was accepted")
    case .busyLanes:
      Account(
        status: .serviceUnavailable, slug: "busy",
        detail: "Too many requests wait; try again in a moment", fields: [(.retryAfter, "1")])
    case .noEndpoint:
      Account(status: .notFound, slug: "unknown-path", detail: "Endpoint not found")
    case .unsupportedUpload(let type):
      Account(
        status: .unsupportedMediaType, slug: "unsupported-media-type",
        detail: "The body has the type \(String(type.unicodeScalars.prefix(100))); "
          + "send a file with -H 'Content-Type: text/csv' --data-binary @data.csv, "
          + "or in a form with -F file=@data.csv")
    case .noFile:
      Account(
        status: .badRequest, slug: "no-file",
        detail: "There is no file in the body; send one with -F file=@data.csv, "
          + "or raw with -H 'Content-Type: text/csv' --data-binary @data.csv and ?name=...")
    case .dataset(let failure): failure.account
    case .days(let mistakes):
      Account(
        status: .badRequest, slug: "bad-days", detail: mistakes.sentence,
        mistakes: mistakes.mistakes)
    case .collector(let failure): failure.account
    case .foreignCursor:
      Account(
        status: .badRequest, slug: "foreign-cursor",
        detail: "The _cursor is none that this server gave for this question; "
          + "follow the link rel=\"next\", or start without _cursor",
        mistakes: [Problem.Mistake("not a cursor of this question", at: .parameter("_cursor"))])
    case .outdatedCursor(let version, let current):
      Account(
        status: .conflict, slug: "outdated-cursor",
        detail: "The _cursor belongs to version \(version) of the data set, which is at version "
          + "\(current) now; start again without _cursor")
    }
  }

  /// How a client has to prove itself (RFC 6750, section 3).
  private static let challenge = #"Bearer realm="tally""#
}
