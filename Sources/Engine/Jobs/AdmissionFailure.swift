/// Why a job was not taken in.
package enum AdmissionFailure: Error, Equatable, Sendable {
  /// The server is shutting down.
  case closed
  /// As many jobs wait as may.
  case queueFull(limit: Int)
  /// As many callers wait to be told of their jobs as may.
  case tooManyCallbacks
  /// Something else was submitted under the same key before; its job.
  case repeatedDifferently(JobID)
  /// Another job, of which something else was asked, bears the name.
  case nameTaken(JobName)
  /// The job that bears the name was swept.
  case nameGone(JobName)
  /// There is no room on the disk for another result.
  case storageFull(reason: String)
  /// The disk lost something; nothing is promised until the next start.
  case storageBroken(reason: String)
  /// The job could not be noted, for a reason that may pass.
  case storageFailing(reason: String)
}
