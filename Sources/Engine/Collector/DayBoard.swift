internal import Statistics

/// Who collects, replaces and reads which day. It decides; others wait and work.
///
/// The objects of a day are replaced one after the other, so for a while there are some of the old day and some of the new one. Nobody who reads
/// meanwhile uses what they have read: they compare stamps. Who was overtaken often enough holds the day until they have read it.
struct DayBoard: Sendable {
  /// What a reader does next.
  enum ReadingTurn: Equatable, Sendable {
    /// Read; a day that changes from now on is read anew.
    case read(stamp: Int)
    /// What a job has begun to replace is to be replaced wholly before. It is the asker's turn to do so.
    case complete(CivilDay, JobID)
    /// Another one is replacing the objects of a day.
    case wait(CivilDay)
  }

  private struct Entry: Sendable {
    /// Whose turn it is to collect.
    var collector: JobID?
    /// Objects are being replaced.
    var isStoring = false
    /// The job of whose objects some may be in place, and some not.
    var unfinished: JobID?
    /// When its objects were last begun to be replaced, as the board counts.
    var changed = 0
    /// Readers that nobody may overtake.
    var holders = 0

    var isIdle: Bool { collector == nil && !isStoring && unfinished == nil && holders == 0 }
  }

  private var entries: [CivilDay: Entry] = [:]
  /// How often objects of any day were begun to be replaced.
  private var changes = 0
  private var readings = 0

  // Collecting

  /// Gives a job its turn to collect a day.
  ///
  /// - Returns: `false` if another one has it.
  mutating func beginCollecting(_ day: CivilDay, _ job: JobID) -> Bool {
    if let collector = entries[day]?.collector { return collector == job }
    entries[day, default: Entry()].collector = job
    return true
  }

  mutating func endCollecting(_ day: CivilDay, _ job: JobID) {
    guard entries[day]?.collector == job else { return }
    entries[day]?.collector = nil
    forgetIdle()
  }

  // Replacing

  /// Notes that some of the objects of a job may be in place: an earlier run has left it so.
  mutating func noteUnfinished(_ day: CivilDay, _ job: JobID) {
    entries[day, default: Entry()].unfinished = job
  }

  /// The job that a day waits for; `nil` if it is whole.
  func unfinished(_ day: CivilDay) -> JobID? { entries[day]?.unfinished }

  /// Whether a day has objects of two collections, or may have.
  func isMixed(_ day: CivilDay) -> Bool {
    entries[day].map { $0.isStoring || $0.unfinished != nil } ?? false
  }

  /// Gives a job its turn to replace the objects of a day.
  ///
  /// - Returns: `false` if the day is held, or being replaced already.
  mutating func beginStoring(_ day: CivilDay, _ job: JobID) -> Bool {
    var entry = entries[day] ?? Entry()
    guard !entry.isStoring, entry.holders == 0 else { return false }
    precondition(
      entry.unfinished == nil || entry.unfinished == job,
      "a day is replaced by one job after the other")
    changes += 1
    entry.changed = changes
    entry.isStoring = true
    entry.unfinished = job
    entries[day] = entry
    return true
  }

  /// - Parameter isComplete: whether all objects are in place. If not, the next who needs the day completes it.
  mutating func endStoring(_ day: CivilDay, isComplete: Bool) {
    entries[day]?.isStoring = false
    if isComplete { entries[day]?.unfinished = nil }
    forgetIdle()
  }

  // Reading

  /// Begins to read some days, unless one of them is to be completed before.
  ///
  /// - Parameter isHolding: whether nobody replaces objects of these days until the reading ends.
  mutating func beginReading(
    _ days: some Collection<CivilDay>, holding isHolding: Bool = false
  ) -> ReadingTurn {
    if let turn = hindrance(days) { return turn }
    readings += 1
    if isHolding {
      for day in days { entries[day, default: Entry()].holders += 1 }
    }
    return .read(stamp: changes)
  }

  /// The first of some days that is to be completed and that nobody completes. It is the asker's turn to do so.
  mutating func takeUnfinished(_ days: some Collection<CivilDay>) -> (day: CivilDay, job: JobID)? {
    for day in days {
      if let job = entries[day]?.unfinished, beginStoring(day, job) { return (day, job) }
    }
    return nil
  }

  /// What must be done before some days can be read; `nil` if nothing.
  ///
  /// An unfinished day that it tells of is being stored from now on.
  private mutating func hindrance(_ days: some Collection<CivilDay>) -> ReadingTurn? {
    for day in days {
      guard let entry = entries[day] else { continue }
      if entry.isStoring { return .wait(day) }
      if let job = entry.unfinished {
        return beginStoring(day, job) ? .complete(day, job) : .wait(day)
      }
    }
    return nil
  }

  /// Those of some days whose objects were begun to be replaced after a stamp was given.
  func changed(_ days: some Collection<CivilDay>, since stamp: Int) -> Set<CivilDay> {
    Set(days.filter { (entries[$0]?.changed ?? 0) > stamp })
  }

  /// Ends what `beginReading` began, with the same days.
  mutating func endReading(_ days: some Collection<CivilDay>, holding isHolding: Bool = false) {
    readings -= 1
    if isHolding {
      for day in days { entries[day]?.holders -= 1 }
    }
    forgetIdle()
  }

  /// How many days are remembered.
  var count: Int { entries.count }

  /// Without readers nobody asks when a day was last changed.
  private mutating func forgetIdle() {
    if readings == 0 { entries = entries.filter { !$0.value.isIdle } }
  }
}
