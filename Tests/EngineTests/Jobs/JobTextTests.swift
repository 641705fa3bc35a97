import JSON
import Testing

@testable import Engine

struct JobTextTests {
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

  @Test func `a name stands behind the number, if there is one`() throws {
    var account = JobAccount(id: JobID(7), kind: "survey", state: .queued)
    #expect(try JSONParser.parse(account.text)["name"] == nil)
    account.name = JobName("may-2024")
    #expect(
      String(decoding: account.text, as: UTF8.self)
        .hasPrefix(#"{"id":"job_id_7","name":"may-2024","type":"survey","#))
  }

  @Test func `a job that runs tells what it does`() throws {
    var account = JobAccount(id: JobID(1), kind: "import", state: .running)
    account.phase = "fetching"
    let value = try JSONParser.parse(account.text)
    #expect(value["phase"] == .string("fetching"))
    #expect(value["queue_position"] == .null && value["expected_wait_seconds"] == .null)
  }

  @Test func `what somebody else has written is one line, and read back as it was`() throws {
    var account = JobAccount(id: JobID(9), kind: "a\nb", state: .failed)
    account.reason = "it \"broke\"\r\n\u{1F4A5}\u{0}"
    #expect(!account.text.contains { $0 < 32 })
    let value = try JSONParser.parse(account.text)
    #expect(value["type"] == .string("a\nb"))
    #expect(value["error"] == account.reason.map { .string($0) })
  }

  @Test func `times are told in UTC, to the microsecond`() {
    var writer = JSONWriter()
    writer.beginArray()
    for nanoseconds in [0, 1_999, created, -1_000] { writer.time(Int64(nanoseconds)) }
    writer.endArray()
    #expect(
      String(decoding: writer.bytes, as: UTF8.self)
        == #"["1970-01-01T00:00:00Z","1970-01-01T00:00:00.000001Z","2026-01-02T03:04:05.25Z","#
        + #""1969-12-31T23:59:59.999999Z"]"#)
  }
}
