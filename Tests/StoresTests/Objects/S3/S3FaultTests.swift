import Testing

@testable import Posix
@testable import Stores

struct S3FaultTests {
  private let settings = S3Settings(bucket: "tally")

  @Test(arguments: [
    OutboundFailure.unresolved(host: "h"), .unreachable(host: "h", port: 1),
    .timedOut(.connecting, seconds: 1), .timedOut(.stalled, seconds: 1), .brokenOff("x"),
  ])
  func `an answer that did not come may come the next time`(_ failure: OutboundFailure) {
    let fault = S3Fault.outbound(failure, sending: nil)
    #expect(fault.isPassing)
    #expect(fault.failure(settings) == .outbound(failure))
    #expect(fault.retryAfterSeconds == nil)
  }

  @Test func `other faults stay`() {
    let faults: [(S3Fault, ObjectFailure)] = [
      (.outbound(.cancelled, sending: nil), .cancelled),
      (.outbound(.sinkFailed, sending: nil), .sinkFailed),
      (.outbound(.tls("x"), sending: nil), .outbound(.tls("x"))),
      (.outbound(.tooLarge(limitBytes: 1), sending: nil), .outbound(.tooLarge(limitBytes: 1))),
      (.changed, .changed), (.noCredentials, .noCredentials),
    ]
    for (fault, failure) in faults {
      #expect(!fault.isPassing)
      #expect(fault.failure(settings) == failure)
    }
  }

  @Test func `a file that cannot be read is one of this machine`() throws {
    let scratch = ScratchFolder()
    let file = try openFile([1], in: scratch)
    let fault = S3Fault.outbound(.sourceFailed(.inputOutput), sending: FileStretch(of: file))
    #expect(!fault.isPassing)
    #expect(fault.failure(settings) == .disk(.inputOutput, path: file.path))
  }

  @Test func `nonsense may be sense the next time, and is told as nonsense at the end`() {
    #expect(S3Fault.malformed("ETag").isPassing)
    #expect(S3Fault.malformed("ETag").failure(settings) == .malformedAnswer("ETag"))
  }

  @Test func `a refusal says whether and when to come again`() {
    let response = OutboundResponse(
      status: 503, fields: [], finalURL: "", byteCount: 0, retryAfterSeconds: 7)
    let fault = S3Fault.refused(S3Refusal(response, body: [], at: 0))
    #expect(fault.isPassing && fault.retryAfterSeconds == 7)
  }
}
