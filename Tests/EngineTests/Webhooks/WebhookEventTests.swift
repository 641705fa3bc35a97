import JSON
import Testing

@testable import Engine

struct WebhookEventTests {
  @Test(arguments: [
    (WebhookEvent.succeeded, "job.succeeded"), (.failed, "job.failed"),
    (.cancelled, "job.cancelled"),
  ])
  func `the body tells what happened, when, and to which job`(
    _ event: WebhookEvent, _ type: String
  ) throws {
    let body = event.body(
      at: 1_767_323_045_678_999_999, data: Array(#"{"id":"job_id_7","error":null}"#.utf8))
    let expected =
      #"{"type":"\#(type)","timestamp":"2026-01-02T03:04:05.678Z","#
      + #""data":{"id":"job_id_7","error":null}}"#
    #expect(String(decoding: body, as: UTF8.self) == expected)
    #expect(throws: Never.self) { try JSONParser.parse(body) }
  }

  @Test func `a job's webhook has the same id at every attempt`() {
    #expect(WebhookEvent.id(of: JobID(7)) == "msg_job_id_7")
  }
}
