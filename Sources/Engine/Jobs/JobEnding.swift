/// How a job has ended: what its file says.
package struct JobEnding: Equatable, Sendable {
  package let state: JobState
  /// Why it has no result.
  package let reason: String?
  /// The content of its file; `nil` where nobody has it in memory.
  package let answer: [UInt8]?
  /// How long its file is, with the artifacts that belong to it.
  package private(set) var byteCount: Int

  /// - Parameter answer: the content of the file.
  package static func succeeded(_ answer: [UInt8]) -> JobEnding {
    JobEnding(state: .succeeded, reason: nil, answer: answer, byteCount: answer.count)
  }

  /// - Parameter reason: a sentence for people.
  package static func failed(_ reason: String) -> JobEnding {
    let answer = JobAnswer.error(reason)
    return JobEnding(state: .failed, reason: reason, answer: answer, byteCount: answer.count)
  }

  /// It took longer than it may.
  package static func overdue(limitMilliseconds: Int) -> JobEnding {
    .failed("It took longer than \(Double(limitMilliseconds) / 1000) s, and was stopped")
  }

  /// The same ending of a job that has left artifacts.
  func counting(artifactBytes: Int) -> JobEnding {
    var ending = self
    ending.byteCount += artifactBytes
    return ending
  }

  /// Somebody has taken it back.
  package static let cancelled: JobEnding = {
    let answer = JobAnswer.error("cancelled")
    return JobEnding(
      state: .cancelled, reason: "cancelled", answer: answer, byteCount: answer.count)
  }()
}
