import Engine
import HTTP
import JSON
import Testing

@testable import API

struct JobResponseTests {
  private let second: Int64 = 1_000_000_000
  private let created: Int64 = 1_767_323_045_250_000_000

  @Test func `a job that failed tells when, how often it was begun, and why`() throws {
    var account = JobAccount(id: JobID(8), kind: nil, state: .failed)
    account.progress = 41
    account.attempts = 3
    account.coalescedWith = JobID(7)
    account.createdNanoseconds = created
    account.startedNanoseconds = created + second
    account.finishedNanoseconds = created + 2 * second
    account.reason = "it \"broke\"\nin two"
    #expect(!account.text.contains(UInt8(ascii: "\n")))
    let value = try JSONParser.parse(account.text)
    #expect(value["type"] == .null)
    #expect(value["progress"] == .integer(41) && value["attempts"] == .integer(3))
    #expect(value["coalesced"] == .string("job_id_7"))
    #expect(value["started"] == .string("2026-01-02T03:04:06.25Z"))
    #expect(value["finished"] == .string("2026-01-02T03:04:07.25Z"))
    #expect(value["error"] == account.reason.map { .string($0) })
    #expect(SchemaCheck().mistakes(value, schema: "Job").isEmpty)
  }

  @Test(
    arguments: [
      (nil, 1), (0, 1), (0.2, 1), (1, 1), (1.01, 2), (59.5, 60), (60, 60), (1e300, 60),
      (.infinity, 60), (.nan, 60), (-5, 1),
    ] as [(Double?, Int)])
  func `it is worth while to come again after the expected wait, within a minute`(
    expected: Double?, seconds: Int
  ) {
    var account = JobAccount(id: JobID(1), kind: "import", state: .queued)
    account.expectedWaitSeconds = expected
    #expect(account.retrySeconds == seconds)
  }

  @Test(arguments: JobState.allCases)
  func `an answer about a job is not kept, and says when to ask again`(state: JobState) {
    let response = JobAccount(id: JobID(1), kind: nil, state: state).response()
    #expect(response.status == .ok)
    #expect(response.fields[.cacheControl] == "no-store")
    #expect(response.fields[.retryAfter] == (state.isFinal ? nil : "1"))
  }
}
