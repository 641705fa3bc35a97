/// Every job the server knows, as a plain value: what waits, what runs, how each ended.
///
/// Its methods decide and return what to do; the caller computes, writes files and wakes lanes outside of the lock.
///
/// Numbers are given from a reservation that is on disk before it is used (`JobNumbers`), so that none is given twice, whatever
/// happens to the process. Jobs are kept by number in one array; where a crash left a gap in the numbers, the places stay empty.
package struct JobLedger: Sendable {
  /// Bounds of the ledger.
  package struct Options: Equatable, Sendable {
    /// How many jobs may wait for a lane; one more is refused.
    package var waitingLimit = 10_000
    /// How many finished jobs are kept; the oldest beyond it are swept, their files removed.
    package var finishedLimit = 100_000
    /// The largest answer that stays in memory; a larger one is read from its file.
    package var rememberedAnswerBytes = 64 << 10
    /// All answers in memory together; the oldest beyond it are read from their files.
    package var rememberedBytes = 64 << 20

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

  private struct Record: Sendable {
    var state: JobState
    var work: Work?
    /// What kind of work it was; `nil` for a job of an earlier run.
    var kind: String?
    var answer: [UInt8]?
  }

  /// How many numbers may be missing between the jobs that are taken up; older jobs count as swept.
  private static let gapLimit = 1 << 18

  /// The bounds that it keeps.
  package let options: Options
  /// The number of the first place in `records`.
  private var base: Int
  private var records: ContiguousArray<Record?> = []
  private var waiting = Queue<Int>()
  /// Finished jobs, the one that finished first at the front: the order in which they are swept.
  private var finishedOrder = Queue<Int>()
  /// Those of them whose answers are in memory, in the same order.
  private var remembered = Queue<Int>()
  private var rememberedTotal = 0
  /// Numbers below this one were given, or lost in a crash.
  private var next: Int
  private var reservedEnd: Int
  /// How many places at the front of `records` are empty.
  private var emptyFront = 0

  /// How many jobs are in each state, those that were swept left out.
  package private(set) var counts: [JobState: Int] = [:]
  /// Whether new jobs are refused.
  package private(set) var isClosed = false

  /// A ledger that goes on after the jobs of earlier runs.
  ///
  /// - Parameters:
  ///   - numbers: which numbers may be given now.
  ///   - finished: the jobs whose files were found, ascending, each with how it ended.
  package init(
    _ options: Options = Options(), numbers: JobNumbers, finished: [(JobID, JobState)] = []
  ) {
    self.options = options
    next = numbers.next
    reservedEnd = numbers.reservedEnd
    // Numbers that are missing cost a place each, so only so many are looked back.
    let earliest = numbers.next - Self.gapLimit - options.finishedLimit
    base = max(finished.first?.0.number ?? numbers.next, earliest)
    for (id, state) in finished where (base..<next).contains(id.number) {
      fillGap(to: id.number)
      records.append(Record(state: state, work: nil, kind: nil, answer: nil))
      counts[state, default: 0] += 1
      finishedOrder.append(id.number)
    }
    fillGap(to: next)
  }

  /// How many jobs are accepted and not finished.
  package var unfinishedCount: Int { count(.queued) + count(.running) }

  /// How many jobs are in a state.
  package func count(_ state: JobState) -> Int { counts[state] ?? 0 }

  // A job's way

  /// Takes a job in.
  ///
  /// - Throws: `AdmissionFailure`, and nothing has changed then.
  package mutating func admit(_ work: Work) throws(AdmissionFailure) -> JobID {
    if isClosed { throw .closed }
    if count(.queued) >= options.waitingLimit { throw .queueFull(limit: options.waitingLimit) }
    if next >= reservedEnd { throw .numbersExhausted }
    let number = next
    next += 1
    records.append(Record(state: .queued, work: work, kind: work.kind, answer: nil))
    counts[.queued, default: 0] += 1
    waiting.append(number)
    return JobID(number)
  }

  /// Hands out the job that has waited longest.
  package mutating func takeNext() -> (id: JobID, work: Work)? {
    while let number = waiting.popFirst() {
      let place = number - base
      guard let work = records[place]?.work, records[place]?.state == .queued else { continue }
      move(place, to: .running)
      return (JobID(number), work)
    }
    return nil
  }

  /// Notes how a running job ended. Its file is in place by now.
  ///
  /// - Returns: the jobs that were swept to make room; their files are to be removed.
  package mutating func finish(_ id: JobID, as state: JobState, answer: [UInt8]) -> [JobID] {
    precondition(state.isFinal, "a job is finished with a final state")
    let place = id.number - base
    guard records.indices.contains(place), records[place]?.state == .running else { return [] }
    move(place, to: state)
    records[place]?.work = nil
    finishedOrder.append(id.number)
    remember(answer, at: place)
    return sweep()
  }

  /// Refuses jobs from now on; those accepted go on.
  package mutating func close() { isClosed = true }

  /// Adds numbers that were written to disk as reserved.
  package mutating func extendNumbers(to end: Int) { reservedEnd = max(reservedEnd, end) }

  /// The numbers as they stand: what is given and what is reserved.
  package var numbers: JobNumbers { JobNumbers(next: next, reservedEnd: reservedEnd) }

  // Questions

  /// What can be said about a job.
  package func outcome(of id: JobID) -> Outcome {
    let place = id.number - base
    if place < 0 { return .swept }
    guard id.number < next else { return .unknown }
    guard let record = records[place] else { return .swept }
    return switch record.state {
    case .queued: .queued
    case .running: .running
    case .succeeded, .failed, .cancelled: .finished(record.state, answer: record.answer)
    }
  }

  /// What kind of work a job is; `nil` for a job of an earlier run or none at all.
  package func kind(of id: JobID) -> String? {
    let place = id.number - base
    return records.indices.contains(place) ? records[place]?.kind : nil
  }

  /// A stretch of the jobs in the order of their submission.
  ///
  /// - Parameters:
  ///   - first: the least number wanted.
  ///   - limit: how many places are looked at, the empty ones too.
  /// - Returns: the jobs, and the number to go on with; `nil` after the last.
  package func page(from first: Int, limit: Int) -> (jobs: [(JobID, JobState)], next: Int?) {
    let start = max(first, base)
    let end = min(start + limit, next)
    guard start < end else { return ([], nil) }
    let jobs = (start..<end).compactMap { number in
      records[number - base].map { (JobID(number), $0.state) }
    }
    return (jobs, end < next ? end : nil)
  }

  // Leaves

  private mutating func fillGap(to number: Int) {
    while base + records.count < number { records.append(nil) }
  }

  private mutating func move(_ place: Int, to state: JobState) {
    guard let old = records[place]?.state else { return }
    counts[old, default: 0] -= 1
    counts[state, default: 0] += 1
    records[place]?.state = state
  }

  private mutating func remember(_ answer: [UInt8], at place: Int) {
    guard answer.count <= options.rememberedAnswerBytes else { return }
    records[place]?.answer = answer
    remembered.append(base + place)
    rememberedTotal += answer.count
    while rememberedTotal > options.rememberedBytes, let oldest = remembered.popFirst() {
      forget(oldest)
    }
  }

  private mutating func forget(_ number: Int) {
    let place = number - base
    guard place >= 0, let answer = records[place]?.answer else { return }
    rememberedTotal -= answer.count
    records[place]?.answer = nil
  }

  /// Removes the jobs beyond the limit that finished first.
  private mutating func sweep() -> [JobID] {
    var swept: [JobID] = []
    while finishedOrder.count > options.finishedLimit, let number = finishedOrder.popFirst() {
      if remembered.first == number { _ = remembered.popFirst() }
      forget(number)
      if let state = records[number - base]?.state { counts[state, default: 0] -= 1 }
      records[number - base] = nil
      swept.append(JobID(number))
    }
    compact()
    return swept
  }

  /// Gives the empty places at the front back once they are half of all.
  private mutating func compact() {
    while emptyFront < records.count, records[emptyFront] == nil { emptyFront += 1 }
    guard emptyFront > 1024, emptyFront > records.count / 2 else { return }
    records.removeSubrange(..<emptyFront)
    base += emptyFront
    emptyFront = 0
  }
}

/// Why a job was not taken in.
package enum AdmissionFailure: Error, Equatable, Sendable {
  /// The server is shutting down.
  case closed
  /// As many jobs wait as may.
  case queueFull(limit: Int)
  /// The numbers on disk are used up and the next ones are not there yet.
  case numbersExhausted
  /// There is no room on the disk for another result.
  case storageFull(reason: String)
  /// The disk lost something; nothing is promised until the next start.
  case storageBroken(reason: String)
}
