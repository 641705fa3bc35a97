internal import Posix

/// How a job ended, as a webhook tells it.
package enum WebhookEvent: CaseIterable, Sendable {
  case succeeded, failed, cancelled

  /// The event of a final state; `nil` for one that is none.
  package init?(_ state: JobState) {
    switch state {
    case .queued, .running: return nil
    case .succeeded: self = .succeeded
    case .failed: self = .failed
    case .cancelled: self = .cancelled
    }
  }

  /// `job.succeeded`, `job.failed` or `job.cancelled`.
  package var type: String {
    switch self {
    case .succeeded: "job.succeeded"
    case .failed: "job.failed"
    case .cancelled: "job.cancelled"
    }
  }

  /// What is sent: `{"type":"job.succeeded","timestamp":"2026-01-02T03:04:05.678Z","data":...}`, the same bytes at every attempt.
  ///
  /// - Parameters:
  ///   - wallNanoseconds: when the job ended.
  ///   - data: its description, a JSON value.
  package func body(at wallNanoseconds: Int64, data: [UInt8]) -> [UInt8] {
    var body = Array(#"{"type":"\#(type)","timestamp":""#.utf8)
    Timestamp(wallNanoseconds: wallNanoseconds).append(to: &body)
    body += Array(#"","data":"#.utf8)
    body += data
    body.append(UInt8(ascii: "}"))
    return body
  }

  /// How receivers know that they have seen a webhook already: `msg_job_id_7` at every attempt.
  static func id(of job: JobID) -> String { "msg_\(job)" }
}
