/// What kind of lane does a job. Each kind has a queue of its own, so that what waits for the network keeps nobody else waiting.
package enum JobLane: Int, CaseIterable, Sendable {
  /// It computes.
  case computing
  /// It waits for somebody else's server.
  case fetching
  /// It collects a day, which others may have to wait for: of one day there is one at a time.
  case collecting
  /// The answer is there already, as the result of another job.
  case linking
}
