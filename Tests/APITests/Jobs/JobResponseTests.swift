import Engine
import HTTP
import JSON
import Testing

@testable import API

struct JobResponseTests {
  private let second: Int64 = 1_000_000_000
  private let created: Int64 = 1_767_323_045_250_000_000

  @Test func `a job that waits tells its place and for how long`() {
    var account = JobAccount(id: JobID(7), kind: "aggregate", state: .queued)
    account.queuePosition = 3
    account.expectedWaitSeconds = 1.23456
    account.createdNanoseconds = created
    #expect(
      String(decoding: account.text, as: UTF8.self)
        == #"{"id":"job_id_7","type":"aggregate","state":"queued","progress":0,"phase":null,"#
        + #""queue_position":3,"expected_wait_seconds":1.235,"attempts":0,"coalesced":null,"#
        + #""created":"2026-01-02T03:04:05.25Z","started":null,"finished":null,"error":null,"#
        + #""links":{"self":"/api/v1/jobs/job_id_7","result":"/api/v1/jobs/job_id_7/result","#
        + #""events":"/api/v1/jobs/job_id_7/events"}}"#)
  }

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

  @Test func `a job that runs tells what it does`() throws {
    var account = JobAccount(id: JobID(1), kind: "import", state: .running)
    account.phase = "fetching"
    let value = try JSONParser.parse(account.text)
    #expect(value["phase"] == .string("fetching"))
    #expect(value["queue_position"] == .null && value["expected_wait_seconds"] == .null)
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
