internal import Posix

// What the API asks of jobs. None of these calls blocks; what has to wait for the disk answers later, on another thread.

extension TallyEngine {
  /// Takes a job in. The answer comes when it is on the disk, or at once if it is refused.
  package func submit(
    _ submission: Submission,
    _ answer: @escaping @Sendable (Result<JobID, AdmissionFailure>) -> Void
  ) {
    do throws(AdmissionFailure) {
      answer(.success(try submit(submission.work)))
    } catch {
      answer(.failure(error))
    }
  }

  /// All that can be said about a job.
  package func lookUp(_ id: JobID) -> JobLookup {
    switch outcome(of: id) {
    case .unknown: .unknown
    case .swept: .swept
    case .queued: .found(JobAccount(id: id, kind: kind(of: id), state: .queued))
    case .running: .found(JobAccount(id: id, kind: kind(of: id), state: .running))
    case .finished(let state, _): .found(JobAccount(id: id, kind: kind(of: id), state: state))
    }
  }

  /// A page of the jobs, the youngest first.
  ///
  /// - Parameters:
  ///   - bound: only jobs older than this one; `nil` for the first page.
  ///   - limit: how many at most.
  /// - Returns: the jobs, and where the next page begins: after the last one of this page; `nil` if there is none.
  package func jobs(
    _ filter: JobFilter, before bound: JobID?, limit: Int
  ) -> (jobs: [JobAccount], next: JobID?) {
    ([], nil)
  }

  /// Watches a job until the watch is let go.
  ///
  /// - Parameter wake: called, on any thread, each time that `lookUp` may answer something new.
  package func watch(_ id: JobID, _ wake: @escaping @Sendable () -> Void) -> JobWatch {
    JobWatch {}
  }

  /// Calls back once the job is finished or the time is over, whichever comes first; at once if it is finished or unknown.
  package func waitForEnd(
    of id: JobID, milliseconds: Int, _ answer: @escaping @Sendable () -> Void
  ) {
    answer()
  }

  /// Cancels a job that is not finished, or removes one that is, with its result.
  package func remove(_ id: JobID, _ answer: @escaping @Sendable (JobRemoval) -> Void) {
    answer(.unknown)
  }
}

/// Somebody's interest in a job. It ends with the object, or before.
package final class JobWatch: Sendable {
  private let stop: @Sendable () -> Void

  init(_ stop: @escaping @Sendable () -> Void) {
    self.stop = stop
  }

  deinit { stop() }
}
