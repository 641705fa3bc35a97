/// Where a job stands. The last three are final; a job that runs waits again where its result finds no place on the disk.
package enum JobState: String, Equatable, Sendable, CaseIterable {
  /// Accepted, waiting for a lane.
  case queued
  /// A lane computes it.
  case running
  /// Its result is a file.
  case succeeded
  /// It has no answer; its file says why.
  case failed
  /// Somebody took it back.
  case cancelled

  /// Whether nothing will change any more.
  package var isFinal: Bool {
    switch self {
    case .queued, .running: false
    case .succeeded, .failed, .cancelled: true
    }
  }
}
