package import Statistics

/// What there is of a day.
package struct DayCoverage: Equatable, Sendable {
  /// How much of it there is.
  package enum State: String, CaseIterable, Sendable {
    /// There are no objects, and nobody has tried to get them.
    case missing
    /// A job that collects it waits or runs.
    case fetching
    /// There are objects, and the last collection has brought every city.
    case stored
    /// There are objects, and the last collection has not brought every city.
    case partial
    /// There are no objects, and the last collection has failed.
    case failed
  }

  package let day: CivilDay
  package let state: State
  /// How many cities the last collection knew; `nil` if there was none, or it did not come that far.
  package let cities: Int?
  /// How many objects of the day are in the store.
  package let stored: Int
  /// How many cities the last collection has not brought.
  package let failed: Int
  /// The job that collects the day, else the one that did so last; `nil` if there was none.
  package let job: JobID?

  package init(
    day: CivilDay, state: State, cities: Int?, stored: Int, failed: Int, job: JobID?
  ) {
    self.day = day
    self.state = state
    self.cities = cities
    self.stored = stored
    self.failed = failed
    self.job = job
  }
}
