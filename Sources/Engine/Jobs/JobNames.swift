/// Which job bears which name: the jobs that are kept, and many that were swept, because a name is never given twice.
struct JobNames: Sendable {
  private var numbers: [JobName: Int] = [:]
  /// The names of swept jobs, in the order in which they were swept.
  private var swept = Queue<JobName>()

  /// The number of the job that bears a name; `nil` if none does.
  subscript(name: JobName) -> Int? { numbers[name] }

  /// Notes the name of a job.
  mutating func give(_ name: JobName, to number: Int) { numbers[name] = number }

  /// Notes that the job of a name was swept.
  mutating func sweep(_ name: JobName) { swept.append(name) }

  /// The names of swept jobs that are too many, the one that was swept first at the front.
  ///
  /// - Parameters:
  ///   - limit: how many may stay.
  ///   - most: how many are told at most.
  func overdue(beyond limit: Int, atMost most: Int) -> [JobName] {
    swept.prefix(min(most, max(0, swept.count - limit)))
  }

  /// Forgets the names of swept jobs, in the order in which `overdue` tells them.
  mutating func forget(_ names: [JobName]) {
    for name in names where swept.first == name {
      _ = swept.popFirst()
      numbers[name] = nil
    }
  }
}
