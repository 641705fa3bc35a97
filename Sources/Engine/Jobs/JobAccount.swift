/// All that clients are told of a job.
package struct JobAccount: Equatable, Sendable {
  package let id: JobID
  /// What its client has called it.
  package var name: JobName?
  /// What clients call its kind of work; `nil` for a result that an older release has left.
  package var kind: String?
  package var state: JobState
  /// What is done, from 0 to 100; it never gets less within an attempt. 100 once it has succeeded.
  package var progress = 0
  /// What it does at the moment, in a word or two; `nil` unless it runs.
  package var phase: String?
  /// How many jobs start before it and itself; `nil` unless it waits.
  package var queuePosition: Int?
  /// When it will start, by how long jobs took lately; `nil` unless it waits and some have ended.
  package var expectedWaitSeconds: Double?
  /// How often it was begun since the start, and how often before it was running when the process was killed.
  package var attempts = 0
  /// The job whose computation it shares.
  package var coalescedWith: JobID?
  /// By the clock on the wall, in nanoseconds since 1970.
  package var createdNanoseconds: Int64?
  package var startedNanoseconds: Int64?
  package var finishedNanoseconds: Int64?
  /// Why it has no result, once it has failed or was cancelled.
  package var reason: String?
  /// How long its result's file is.
  package var resultBytes: Int?
  /// Grows with each change of state, percent or phase.
  package var revision = 0

  package init(id: JobID, kind: String?, state: JobState) {
    self.id = id
    self.kind = kind
    self.state = state
  }
}

/// What can be said about a number.
package enum JobLookup: Equatable, Sendable {
  /// It was never given.
  case unknown
  /// The job was finished, and its record has been removed since.
  case swept
  case found(JobAccount)
}

/// Which jobs are listed.
package struct JobFilter: Equatable, Sendable {
  /// Only those in one of these states; empty for all.
  package var states: [JobState] = []
  /// Only those of this kind.
  package var kind: String?

  package init() {}
}

/// What became of the wish to take a job back.
package enum JobRemoval: Equatable, Sendable {
  case unknown
  /// It is gone already.
  case swept
  /// It waited, and is cancelled for good.
  case cancelled(JobAccount)
  /// It runs, and stops in a moment.
  case stopping(JobAccount)
  /// It was finished, and is gone now, with its result.
  case removed
  /// It was finished, and only what is not was to be cancelled: nothing has changed.
  case spared(JobAccount)
  /// Nothing has changed, because the disk takes nothing.
  case refused(AdmissionFailure)
}
