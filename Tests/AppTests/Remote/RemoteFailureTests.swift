import Engine
import Posix
import Stores
import Testing

@testable import App

struct RemoteFailureTests {
  private static let url = "http://h:1"

  @Test(
    arguments: [
      (
        .unanswered(url: url, .unreachable(host: "h", port: 1)), 1,
        "no server answers at http://h:1; start one with tally serve, or name it with --server"
      ),
      (
        .unanswered(url: url, .unresolved(host: "h")), 1,
        "there is no address for h; name the server with --server"
      ),
      (
        .unanswered(url: url, .badURL(url, .userInfo)), 2,
        "http://h:1 is no URL of a server; name it with --server"
      ),
      (
        .unanswered(url: url, .timedOut(.stalled, seconds: 30)), 1,
        "the server at http://h:1 does not answer in time"
      ),
      (
        .unanswered(url: url, .tls("self-signed")), 1,
        "no secure connection to http://h:1: self-signed"
      ),
      (
        .unanswered(url: url, .tooLarge(limitBytes: 5)), 1,
        "the answer of http://h:1 is longer than 5 bytes"
      ),
      (
        .unanswered(url: url, .brokenOff("Empty\u{1B} reply")), 1,
        "the connection to http://h:1 broke: Empty\\u{1b} reply"
      ),
      (
        .unanswered(url: url, .encoded("br")), 1,
        "the server at http://h:1 gave no answer that can be used"
      ),
      (
        .unreadable(url: url, path: "/x"), 1,
        "what http://h:1/x answers is not of a Tally server; is another one listening there?"
      ),
      (
        .unfinished(JobID(7), .running, milliseconds: 90_000), 3,
        "job_id_7 is still running after 1m 30s"
      ),
      (
        .away(url: url, JobID(7), milliseconds: 500), 3,
        "no server answered at http://h:1 within 500ms; what became of job_id_7 is not known"
      ),
      (.finished(JobID(7), .succeeded), 1, "job_id_7 has succeeded already"),
      (.finished(JobID(7), .failed), 1, "job_id_7 has failed already"),
      (.finished(JobID(7), .cancelled), 1, "job_id_7 has been cancelled already"),
      (
        .removed(JobID(7)), 1,
        "job_id_7 ended just before it could be cancelled, and is gone with its result"
      ),
      (.unwritten(.noSpace), 1, "standard output: No space left on device"),
    ] as [(RemoteFailure, Int32, String)])
  func `a failure is a sentence and an exit code`(
    failure: RemoteFailure, exitCode: Int32, sentence: String
  ) {
    #expect(failure.exitCode == exitCode)
    #expect(failure.sentences == [sentence])
  }

  @Test func `a submission in doubt tells the key that resolves it`() {
    let failure = RemoteFailure.doubtful(url: Self.url, key: "k1", .brokenOff("reset"))
    #expect(failure.exitCode == 1)
    #expect(failure.sentences.count == 2)
    #expect(failure.sentences[1].hasSuffix("add --key-once k1"))
  }

  @Test func `who stops reading has read enough`() {
    #expect(RemoteFailure.unwritten(.brokenPipe).exitCode == 0)
    #expect(RemoteFailure.unwritten(.brokenPipe).sentences == [])
  }

  @Test func `what may pass is asked again, what is said for good is not`() {
    let refused = { (status: Int) in RemoteFailure.refused(Refusal(status, [], [], hasKey: true)) }
    for status in [429, 502, 503, 504] { #expect(refused(status).isPassing) }
    for status in [400, 401, 404, 410, 422, 500, 507] { #expect(!refused(status).isPassing) }
    for failure in [
      OutboundFailure.unreachable(host: "h", port: 1), .brokenOff(""), .unresolved(host: "h"),
      .timedOut(.connecting, seconds: 1), .failed(code: 1, ""),
    ] {
      #expect(RemoteFailure.unanswered(url: "", failure).isPassing)
    }
    for failure in [OutboundFailure.tls(""), .badURL("", .noHost), .tooLarge(limitBytes: 1)] {
      #expect(!RemoteFailure.unanswered(url: "", failure).isPassing)
    }
    #expect(!RemoteFailure.unreadable(url: "", path: "").isPassing)
  }

  @Test func `a request that found nobody leaves no doubt`() {
    #expect(OutboundFailure.brokenOff("").leavesDoubt)
    #expect(OutboundFailure.timedOut(.stalled, seconds: 1).leavesDoubt)
    #expect(!OutboundFailure.timedOut(.connecting, seconds: 1).leavesDoubt)
    #expect(!OutboundFailure.unreachable(host: "h", port: 1).leavesDoubt)
  }
}
