internal import Statistics
internal import Tables

/// Every job the server knows, as a plain value: what waits, what runs, how each ended.
///
/// Its methods decide and return what to do; the caller computes, writes files and wakes lanes outside of the lock. What it is told has
/// happened on the disk before: an admitted job stands in the table, a finished one has its file.
///
/// Jobs are kept by number in one array. Jobs that ask the same share a computation, of which they are the members.
package struct JobLedger: Sendable {
  /// Bounds of the ledger.
  package struct Options: Equatable, Sendable {
    /// How many jobs may wait for a lane; one more is refused, unless its client has only few of them: those are let in up to twice as many.
    package var waitingLimit = 10_000
    /// How long finished jobs are kept.
    package var retention = Retention()
    /// How many names of swept jobs are kept: of those that were swept last. Others may be given again.
    package var sweptNamesLimit = 100_000
    /// How long a job may run.
    package var limitMilliseconds = 3_600_000
    /// The largest answer that stays in memory; a larger one is read from its file.
    package var rememberedAnswerBytes = 64 << 10
    /// All answers in memory together; the oldest beyond it are read from their files.
    package var rememberedBytes = 64 << 20
    /// How many lanes of each kind there are, for what is told of the time until a job starts.
    package var laneCounts: [JobLane: Int] = [:]

    package init() {}
  }

  /// What can be said about a number.
  package enum Outcome: Equatable, Sendable {
    /// It was never given.
    case unknown
    case queued
    case running
    /// The job is finished; `answer` is the content of its file if that is still in memory.
    case finished(JobState, answer: [UInt8]?)
    /// The job was finished, and its record has been removed since.
    case swept
  }

  /// Why a computation is to stop.
  package enum StopCause: Equatable, Sendable {
    /// Everybody who wanted its answer has taken that back.
    case cancelled
    case timeout(milliseconds: Int)
  }

  /// What has to be done so that a job is cancelled or removed.
  package enum RemovalStep: Equatable, Sendable {
    case unknown
    case swept
    /// It waits no more: write the file that says so, then finish it.
    case settle
    /// It runs, and has been told to stop; or it ends at this moment anyway.
    case stopping
    /// It is finished: remove its file and its row, then forget it.
    case remove
  }

  struct Record: Sendable {
    var state: JobState
    /// It is about to be finished, and can be cancelled no more.
    var isSettling = false
    /// It is on its way out, and counts no more for the bounds.
    var isOverdue = false
    /// It was stopped, and its end has found no place yet.
    var stopCause: StopCause?
    /// How often it was begun.
    var attempts = 0
    /// How often it ran, or was about to be linked: it grows also where an attempt is not counted.
    var era = 0
    var name: JobName?
    var kind: String?
    var createdNanoseconds: Int64
    var startedNanoseconds: Int64?
    var finishedNanoseconds: Int64?
    var reason: String?
    var coalescedWith: Int?
    var fingerprint: Fingerprint?
    var resultBytes = 0
    var answer: [UInt8]?
  }

  struct Deadline: Sendable {
    let nanoseconds: Int64
    let limitMilliseconds: Int
  }

  struct Computation: Sendable {
    var members: [Int]
    /// What others may join it by.
    let fingerprint: Fingerprint?
    let progress: Progress
    var phase = ""
    var phaseCount = 0
    var stopCause: StopCause?
    /// The day that it collects.
    var day: CivilDay?
  }

  /// The bounds that it keeps.
  package let options: Options
  var records = Numbered<Record>()
  var names = JobNames()
  /// The finished jobs that are being taken up, each with the time of its end.
  var restored: [(time: Int64, number: Int)] = []
  /// The number that the next job gets.
  package internal(set) var next: Int

  /// What is known of the jobs that are not finished, beside their records.
  var open: [Int: OpenJob] = [:]
  /// Those of them that collect a day, by their days, ascending.
  var collectors: [CivilDay: [Int]] = [:]
  /// In the order of `JobLane`.
  var queues = JobLane.allCases.map { _ in FairQueue() }
  /// How many submissions are on their way to the disk.
  var reservedCount = 0
  /// The same by client, those without any left out.
  var reserved: [JobClient: Int] = [:]
  /// By the number of the job that began it.
  var computations: [Int: Computation] = [:]
  /// Until when each running job may run.
  var deadlines: [Int: Deadline] = [:]
  /// The computation that a job is a member of.
  var computationOf: [Int: Int] = [:]
  /// Computations that others may join, and jobs that have succeeded, by what was asked.
  var joinable: [Fingerprint: Int] = [:]
  var answered: [Fingerprint: Int] = [:]
  /// How often the answer of a job found no place on the disk.
  var failedStores: [Int: Int] = [:]

  /// Finished jobs, the one that finished first at the front: the order in which they are swept.
  var finishedOrder = Queue<Int>()
  /// Without those that are on their way out.
  var finishedCount = 0
  var finishedBytes = 0
  /// Those of them whose answers are in memory, in the same order.
  var remembered = Queue<Int>()
  var rememberedTotal = 0
  /// How long computations took lately, by lane, in nanoseconds; 0 before the first.
  var meanDurations = JobLane.allCases.map { _ in 0.0 }

  /// How many jobs are in each state, those that were swept left out.
  package internal(set) var counts: [JobState: Int] = [:]
  /// How many jobs shared the computation of another one, since the start.
  package internal(set) var coalescedCount = 0
  /// Whether new jobs are refused.
  package internal(set) var isClosed = false
  /// Whether no job is handed out, because its answer would find no place.
  package var isPaused = false

  /// A ledger without jobs.
  ///
  /// - Parameter next: the number that the next job gets.
  package init(_ options: Options = Options(), next: Int = 1) {
    self.options = options
    self.next = next
  }

  /// How many jobs are accepted, or about to be, and not finished.
  package var unfinishedCount: Int { count(.queued) + count(.running) + reservedCount }

  /// How many jobs are in a state.
  package func count(_ state: JobState) -> Int { counts[state] ?? 0 }

  // Taking up what earlier runs have left, in ascending order of the numbers

  /// Takes up a finished job.
  package mutating func restore(_ job: FinishedJob) {
    place(
      Record(
        state: job.state, attempts: job.attempts, era: job.attempts, name: job.name,
        kind: job.kind,
        createdNanoseconds: job.createdNanoseconds, startedNanoseconds: job.startedNanoseconds,
        finishedNanoseconds: job.finishedNanoseconds, reason: job.reason,
        coalescedWith: job.coalescedWith?.number, fingerprint: job.fingerprint,
        resultBytes: job.resultBytes), at: job.id.number)
    if job.state == .succeeded, let fingerprint = job.fingerprint {
      answered[fingerprint] = job.id.number
    }
    restored.append((job.finishedNanoseconds, job.id.number))
    finishedCount += 1
    finishedBytes += job.resultBytes
  }

  /// Takes up a job that is not finished. It waits again.
  package mutating func restore(_ job: OpenJob) {
    place(
      Record(
        state: .queued, attempts: job.crashes, era: job.crashes, name: job.name,
        kind: job.work.kind,
        createdNanoseconds: job.createdNanoseconds, fingerprint: job.fingerprint),
      at: job.id.number)
    keep(job)
    queues[lane(of: job)].insert(job.id.number, of: job.client)
  }

  /// Takes up the name of a job that was swept.
  package mutating func restore(_ name: JobName, ofSwept id: JobID) {
    names.give(name, to: id.number)
    names.sweep(name)
  }

  /// Ends the taking up.
  ///
  /// - Parameter next: the number that the next job gets; those between are gone.
  package mutating func restoreEnd(next: Int) {
    self.next = max(self.next, next)
    let finished = restored.sorted { $0 < $1 }
    for (_, number) in finished { finishedOrder.append(number) }
    restored = []
  }

  mutating func place(_ record: Record, at number: Int) {
    records[number] = record
    if let name = record.name { names.give(name, to: number) }
    next = max(next, number + 1)
    counts[record.state, default: 0] += 1
  }

  mutating func keep(_ job: OpenJob) {
    open[job.id.number] = job
    if let day = job.work.day { collectors[day, default: []].append(job.id.number) }
  }

  func lane(of job: OpenJob) -> Int { job.work.lane.rawValue }

  // Leaves

  mutating func move(_ number: Int, to state: JobState) {
    guard let old = records[number]?.state else { return }
    counts[old, default: 0] -= 1
    counts[state, default: 0] += 1
    records[number]?.state = state
  }

  mutating func remember(_ answer: [UInt8], of number: Int) {
    guard answer.count <= options.rememberedAnswerBytes else { return }
    records[number]?.answer = answer
    remembered.append(number)
    rememberedTotal += answer.count
    while rememberedTotal > options.rememberedBytes, let oldest = remembered.popFirst() {
      forgetBytes(of: oldest)
    }
  }

  mutating func forgetBytes(of number: Int) {
    if let answer = records[number]?.answer {
      rememberedTotal -= answer.count
      records[number]?.answer = nil
    }
    while let first = remembered.first, records[first]?.answer == nil {
      _ = remembered.popFirst()
    }
  }
}
