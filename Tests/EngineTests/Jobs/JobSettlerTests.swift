import Foundation
import Posix
import Stores
import Tables
import Testing

@testable import Engine

struct JobSettlerTests {
  private let place: JobPlace
  private let database: SQLiteDatabase
  private let ledger: Guarded<JobLedger>
  private let keeper: StorageKeeper
  private let committer: Committer
  private let runner: JobRunner
  private let settler: JobSettler
  /// How often the lanes were woken.
  private let wakes = Guarded(0)
  /// The jobs that were told to be gone.
  private let gone = Guarded<[JobID]>([])
  /// Keeps ends from being handed to the committer.
  private let isHeld = Guarded(false)
  /// Whether the file of the first job was there at each call to the database.
  private let sightings = Guarded<[Bool]>([])

  init() throws {
    place = try JobPlace()
    var options = SQLiteDatabase.Options()
    let file = place.resultsPath + "/job_id_1.json"
    options.failing = { [place, sightings] in
      sightings.withLock { $0.append(FileManager.default.fileExists(atPath: file)) }
      return place.failing.next()
    }
    database = try place.database(options)
    let results = try place.results
    var ledgerOptions = JobLedger.Options()
    ledgerOptions.retention.count = 3
    ledgerOptions.retention.bytes = 1000
    let ledger = Guarded(JobLedger(ledgerOptions))
    self.ledger = ledger
    keeper = StorageKeeper(
      results: results, state: try place.state, log: place.log, probeMilliseconds: 2)
    let courier = try WebhookCourier(.init(), place.database(), log: place.log)
    let committer = Committer(database, ledger, keeper, courier, place.log) { _ in }
    self.committer = committer
    let folders = try EngineFolders(
      data: Folder(path: place.dataPath, creating: true), state: place.state,
      results: place.resultsFolder)
    let catalog = try Catalog(folders, place.database(), lanes: .single, log: place.log, at: 1)
    let importer = Importer(options: .init(), state: try place.state, waitingLimit: 1)
    runner = JobRunner(
      ledger: ledger, results: results,
      computer: Computer(
        survey: Samples.survey, catalog: catalog, importer: importer,
        pipelines: PipelineRunner(
          reader: SourceReader(
            catalog: catalog, importer: importer, files: DataFiles(folders), state: folders.state,
            lanes: .single),
          artifacts: results.artifacts, lanes: .single, version: "1", name: { _ in nil }),
        collections: try CollectorParts(
          .init(), data: folders.data, state: folders.state, database, log: place.log
        ).runner,
        lanes: .single),
      marks: try RunningMarks(in: place.state), keeper: keeper, log: place.log,
      ended: { [isHeld] jobs in
        while isHeld.withLock({ $0 }) { Posix.Thread.sleep(milliseconds: 1) }
        committer.send(.finish(jobs))
      }, changed: { _ in })
    settler = JobSettler(
      ledger: ledger, results: results, runner: runner, committer: committer,
      keeper: keeper, wake: { [wakes] in wakes.withLock { $0 += 1 } },
      gone: { [gone] ids in gone.withLock { $0 += ids } })
  }

  // Steps of a job's life

  /// Takes a question in; `topic` stands for what is asked, if its answer may be shared.
  private func admit(topic: UInt8? = nil) -> JobID {
    let number = Handback<JobID?>()
    let submission = Submission.question()
    let job = Committer.NewJob(
      submission: submission, work: submission.work.encoded,
      fingerprint: topic.map { Fingerprint(of: [$0]) }, refusal: nil)
    ledger.withLock { try? $0.reserve(for: JobClient("ann")) }
    committer.send(
      .admit(job) { admission in
        if case .admitted(let id) = admission { number.give(id) } else { number.give(nil) }
      })
    return number.wait() ?? JobID(0)
  }

  private func take() -> (id: JobID, work: Work, progress: Tables.Progress)? {
    ledger.withLock { $0.takeNext(.computing, at: .now()) { _ in Progress() } }
  }

  /// Takes a question in and computes it.
  private func done(topic: UInt8? = nil) -> JobID {
    let id = admit(topic: topic)
    if let next = take() { runner.run(next.id, next.work, next.progress) }
    flush()
    return id
  }

  private func flush() {
    let isWritten = Handback<Void>()
    committer.send(.flush { isWritten.give(()) })
    isWritten.wait()
  }

  private func remove(_ id: JobID) -> JobRemoval {
    let removal = Handback<JobRemoval>()
    settler.remove(id) { removal.give($0) }
    return removal.wait()
  }

  private func outcome(_ id: JobID) -> JobLedger.Outcome { ledger.withLock { $0.outcome(of: id) } }

  private func account(_ id: JobID) -> JobAccount? {
    if case .found(let account) = ledger.withLock({ $0.lookUp(id) }) { account } else { nil }
  }

  private func isFinished(_ id: JobID) -> Bool { account(id)?.state.isFinal == true }

  private let answer = #"{"status":"done","data":{"Ohio":2.0,"Guam":4.0}}"#
  private let cancelled = #"{"status":"error","reason":"cancelled"}"#

  // Links

  @Test func `equal answers are one file with several names`() throws {
    let first = done(topic: 1)
    let others = (0..<260).map { _ in admit(topic: 1) }
    #expect(take() == nil)
    settler.link()
    #expect(place.comes { others.allSatisfy(isFinished) })
    for id in others {
      #expect(try place.inode(of: id) == place.inode(of: first))
      #expect(outcome(id) == .finished(.succeeded, answer: Array(answer.utf8)))
    }
    #expect(account(others[0])?.coalescedWith == first)
    #expect(account(others[0])?.resultBytes == answer.utf8.count)
    flush()
    #expect(try place.finishedRows().count == 261)
  }

  @Test(arguments: [Errno.tooManyLinks, .notPermitted, .notSupported])
  func `where a file gets no further name the answer is copied`(failure: Errno) throws {
    let first = done(topic: 1)
    let second = admit(topic: 1)
    place.failingFiles.arm(1, failure)
    settler.link()
    #expect(place.comes { isFinished(second) })
    #expect(try place.file(of: second) == answer)
    #expect(try place.inode(of: second) != place.inode(of: first))
    #expect(outcome(second) == .finished(.succeeded, answer: Array(answer.utf8)))
  }

  @Test func `an answer that nobody has in memory is linked as well`() throws {
    let first = done(topic: 1)
    ledger.withLock { $0.forgetBytes(of: first.number) }
    let second = admit(topic: 1)
    settler.link()
    #expect(place.comes { isFinished(second) })
    #expect(try place.file(of: second) == answer)
    #expect(account(second)?.resultBytes == answer.utf8.count)
  }

  @Test func `an answer whose file is gone is computed again`() throws {
    let first = done(topic: 1)
    try place.results.remove([first])
    let second = admit(topic: 1)
    settler.link()
    #expect(place.comes { wakes.withLock { $0 } > 0 })
    #expect(account(second)?.state == .queued && account(second)?.coalescedWith == nil)
    // Whoever asks now does not wait for the lost one either.
    let third = admit(topic: 1)
    let next = try #require(take())
    #expect(next.id == second)
    runner.run(next.id, next.work, next.progress)
    #expect(take() == nil)
    settler.link()
    #expect(place.comes { isFinished(third) })
    #expect(try place.file(of: third) == answer)
  }

  @Test(arguments: 1...2)
  func `links that a full disk does not take wait, and are made later`(call: Int) throws {
    let first = done(topic: 1)
    let others = [admit(topic: 1), admit(topic: 1)]
    place.failingFiles.arm(call, .noSpace)
    settler.link()
    #expect(place.comes { wakes.withLock { $0 } > 0 })
    #expect(others.allSatisfy { account($0)?.state == .queued })
    #expect(place.comes { keeper.isSound })
    // They come back by the way of all jobs.
    #expect(take() == nil)
    settler.link()
    #expect(place.comes { others.allSatisfy(isFinished) })
    for id in others { #expect(try place.inode(of: id) == place.inode(of: first)) }
  }

  // Taking back

  @Test func `a job that waits is cancelled for good, and its file says so`() throws {
    let id = admit()
    guard case .cancelled(let account) = remove(id) else {
      Issue.record("it was not cancelled")
      return
    }
    #expect(account.state == .cancelled && account.reason == "cancelled")
    #expect(try place.file(of: id) == cancelled)
    #expect(outcome(id) == .finished(.cancelled, answer: Array(cancelled.utf8)))
    #expect(take() == nil)
    flush()
    #expect(try place.finishedRows().map(\.state) == [.cancelled])
  }

  @Test func `a job that runs is told to stop`() throws {
    let id = admit()
    let next = try #require(take())
    guard case .stopping(let account) = remove(id) else {
      Issue.record("it does not stop")
      return
    }
    #expect(account.state == .running)
    #expect(next.progress.isCancelled)
    runner.run(next.id, next.work, next.progress)
    #expect(try place.file(of: id) == cancelled)
    #expect(outcome(id) == .finished(.cancelled, answer: Array(cancelled.utf8)))
  }

  @Test func `who leaves a shared computation is cancelled, and the others get its answer`() throws
  {
    let first = admit(topic: 1)
    let next = try #require(take())
    let second = admit(topic: 1)
    guard case .cancelled = remove(first) else {
      Issue.record("it was not cancelled")
      return
    }
    #expect(!next.progress.isCancelled)
    runner.run(next.id, next.work, next.progress)
    #expect(try place.file(of: first) == cancelled)
    #expect(try place.file(of: second) == answer)
    #expect(outcome(second) == .finished(.succeeded, answer: Array(answer.utf8)))
  }

  @Test(arguments: 1...5)
  func `a cancellation that a full disk does not take is refused, and the job waits on`(
    call: Int
  ) throws {
    let id = admit()
    place.failingFiles.arm(call, .noSpace)
    #expect(
      remove(id)
        == .refused(
          .storageFull(
            reason: "The result could not be stored: No space left on device")))
    #expect(account(id)?.state == .queued)
    #expect(try place.file(of: id) == nil)
    #expect(wakes.withLock { $0 } == 1)
    #expect(place.comes { keeper.isSound })
    guard case .cancelled = remove(id) else {
      Issue.record("it was not cancelled")
      return
    }
  }

  @Test func `on a disk that has lost something nothing is cancelled or removed any more`() throws {
    let finished = done()
    let ids = [admit(), admit()]
    place.failingFiles.arm(1, .inputOutput)
    let refusal = JobRemoval.refused(
      .storageBroken(reason: "The result could not be stored: Input/output error"))
    // The second finds a disk that seems to work.
    for id in ids + ids + [finished] { #expect(remove(id) == refusal) }
    #expect(try place.resultNames() == ["job_id_1.json"])
    #expect(ids.allSatisfy { account($0)?.state == .queued })
    #expect(try place.openRows().count == 2)
  }

  @Test func `a finished job is removed from the table first, then from the folder and memory`()
    throws
  {
    let id = done()
    #expect(id == JobID(1))
    sightings.withLock { $0 = [] }
    #expect(remove(id) == .removed)
    #expect(sightings.withLock { !$0.isEmpty && $0.allSatisfy { $0 } })
    #expect(try place.rows().isEmpty)
    #expect(try place.file(of: id) == nil)
    #expect(outcome(id) == .swept)
    #expect(gone.withLock { $0 } == [id])
    #expect(remove(id) == .swept)
    #expect(remove(JobID(77)) == .unknown)
  }

  @Test func `a finished job whose row cannot be removed stays whole`() throws {
    let id = done()
    place.failing.arm(1)
    #expect(
      remove(id)
        == .refused(.storageFull(reason: "The ledger could not be written: injected")))
    #expect(try place.file(of: id) == answer)
    #expect(outcome(id) == .finished(.succeeded, answer: Array(answer.utf8)))
    #expect(try place.finishedRows().count == 1)
  }

  @Test func `an answer that others are linked to outlasts the job that computed it`() throws {
    let first = done(topic: 1)
    let second = admit(topic: 1)
    settler.link()
    #expect(place.comes { isFinished(second) })
    #expect(remove(first) == .removed)
    #expect(try place.file(of: second) == answer)
  }

  @Test func `an end that is not handed on yet is waited for`() throws {
    let id = admit()
    let next = try #require(take())
    isHeld.withLock { $0 = true }
    try Posix.Thread.start(name: "lane") { [runner] in
      runner.run(next.id, next.work, next.progress)
    }
    #expect(place.comes { isFinished(id) })
    let isOver = Guarded(false)
    try Posix.Thread.start(name: "test") { [runner] in
      runner.waitForEnds()
      isOver.withLock { $0 = true }
    }
    Posix.Thread.sleep(milliseconds: 20)
    #expect(!isOver.withLock { $0 })
    isHeld.withLock { $0 = false }
    #expect(place.comes { isOver.withLock { $0 } })
    flush()
    #expect(try place.finishedRows().map(\.id) == [id])
  }

  // Sweeping

  /// Sweeps until nothing more goes.
  private func sweep(at moment: Moment) {
    settler.sweep(at: moment)
    settler.sweep(at: moment)
    flush()
  }

  @Test func `more finished jobs than may be kept are swept, the first ones at first`() throws {
    let ids = (0..<5).map { _ in done() }
    let open = admit()
    sweep(at: .now())
    #expect(place.comes { outcome(ids[1]) == .swept })
    #expect(outcome(ids[0]) == .swept)
    #expect(
      try place.comes {
        try place.resultNames() == ["job_id_3.json", "job_id_4.json", "job_id_5.json"]
      })
    #expect(try place.finishedRows().map(\.id) == Array(ids[2...]))
    #expect(outcome(open) == .queued)
  }

  @Test func `what is older, or longer together, than may be kept is swept`() throws {
    let first = done()
    var later = Moment.now()
    later.wallNanoseconds += Retention().ageNanoseconds - 60_000_000_000
    sweep(at: later)
    #expect(isFinished(first))
    later.wallNanoseconds += 120_000_000_000
    sweep(at: later)
    #expect(place.comes { outcome(first) == .swept })
    let second = done()
    let large = admit()
    _ = take()
    let text = Array("{\"status\":\"done\",\"data\":\(String(repeating: "1", count: 980))}".utf8)
    try place.results.store(text, of: large)
    let members = ledger.withLock { $0.settle(large) }
    runner.finish(members, .succeeded(text), since: 0)
    sweep(at: .now())
    #expect(place.comes { outcome(second) == .swept })
    #expect(place.comes { outcome(large) == .swept })
    #expect(try place.comes { try place.resultNames() == [] })
  }

  @Test func `a sweep that a full disk does not take is made later, and no job is swept twice`()
    throws
  {
    let ids = (0..<5).map { _ in done() }
    place.failing.arm(1, isLasting: true)
    sweep(at: .now())
    sweep(at: .now())
    #expect(ids.allSatisfy(isFinished))
    #expect(try place.resultNames().count == 5)
    place.failing.disarm()
    flush()
    #expect(place.comes { outcome(ids[1]) == .swept })
    sweep(at: .now())
    #expect(try place.finishedRows().count == 3)
    #expect(try place.resultNames().count == 3)
  }
}
