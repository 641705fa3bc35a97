import Foundation
import Posix
import Statistics
import Stores
import Tables
import Testing

@testable import Engine

struct JobRecoveryTests {
  private let place: JobPlace
  private let database: SQLiteDatabase
  private let marks: RunningMarks
  private let now = Moment(wallNanoseconds: 9_000, monotonicNanoseconds: 9_000)

  init() throws {
    place = try JobPlace()
    database = try place.database()
    marks = try RunningMarks(in: place.state)
  }

  private func recover(survey: Survey? = Samples.survey) throws -> JobLedger {
    try JobRecovery(
      database: database, results: place.results, state: place.state, marks: marks, survey: survey,
      log: place.log
    ).ledger(JobLedger.Options(), at: now)
  }

  /// Takes a job in as the committer does.
  private func submit(
    _ number: Int, client: String = "ann", work: [UInt8]? = nil,
    _ change: (inout OpenJob) -> Void = { _ in }
  ) throws {
    let question = Work.survey(Samples.question)
    var job = OpenJob(
      id: JobID(number), work: question, client: JobClient(client),
      createdNanoseconds: Int64(number))
    change(&job)
    try JobTable.insert(job, work: work ?? question.encoded, database)
    try JobTable.setNextNumber(number + 1, database)
  }

  private func finish(_ number: Int, _ state: JobState = .succeeded, at time: Int64 = 50) throws {
    try JobTable.finish(
      FinishedJob(
        id: JobID(number), kind: "survey", state: state, createdNanoseconds: Int64(number),
        finishedNanoseconds: time), database)
  }

  private func store(_ ending: JobEnding, _ number: Int) throws {
    try place.results.store(ending, of: JobID(number))
  }

  private func account(_ number: Int, _ ledger: JobLedger) -> JobAccount? {
    if case .found(let account) = ledger.lookUp(JobID(number)) { account } else { nil }
  }

  private func takeAll(_ ledger: inout JobLedger) -> [Int] {
    var taken: [Int] = []
    while let next = ledger.takeNext(.computing, at: now, progress: { _ in Progress() }) {
      taken.append(next.id.number)
    }
    return taken
  }

  private let done = JobEnding.succeeded(Array(#"{"status":"done","data":7}"#.utf8))

  // Jobs that are not finished

  @Test func `a new folder has no jobs, and begins with the first number`() throws {
    let ledger = try recover()
    #expect(ledger.next == 1)
    #expect(ledger.outcome(of: JobID(1)) == .unknown)
    #expect(try JobTable.nextNumber(database) == 1)
  }

  @Test func `unfinished jobs wait again, in their order and with their clients`() throws {
    for number in 1...4 { try submit(number, client: "ann") }
    try submit(5, client: "bob") { job in
      job.limitMilliseconds = 250
      job.callback = "http://a/"
    }
    try finish(2)
    try store(done, 2)
    var ledger = try recover()
    #expect(ledger.unfinishedCount == 4)
    #expect(ledger.next == 6)
    #expect(ledger.open[5]?.client == JobClient("bob"))
    #expect(ledger.open[5]?.limitMilliseconds == 250 && ledger.open[5]?.callback == "http://a/")
    #expect(ledger.open[1]?.work == .survey(Samples.question))
    #expect(account(1, ledger)?.createdNanoseconds == 1)
    // Clients take turns.
    #expect(takeAll(&ledger) == [1, 5, 3, 4])
  }

  @Test func `equal questions of an earlier run are asked once, or not at all`() throws {
    let fingerprint = Fingerprint(of: [1])
    for number in 1...4 {
      try submit(number) { $0.fingerprint = number < 4 ? fingerprint : Fingerprint(of: [2]) }
    }
    try finish(1)
    try store(done, 1)
    var ledger = try recover()
    #expect(takeAll(&ledger) == [4])
    let links = ledger.takeLinks(limit: 9, at: now)
    #expect(links.map(\.id.number) == [2, 3])
    #expect(links.map(\.source.number) == [1, 1])
  }

  @Test(arguments: [JobEnding.failed("it broke"), .cancelled, .succeeded(Array("x".utf8))])
  func `a job whose file is there is finished, and not computed again`(ending: JobEnding) throws {
    let isAnswer = ending.state == .succeeded
    let ending = isAnswer ? done : ending
    try submit(1) { $0.callback = "http://127.0.0.1:1/" }
    try submit(2)
    try store(ending, 1)
    var ledger = try recover()
    #expect(ledger.outcome(of: JobID(1)) == .finished(ending.state, answer: nil))
    let account = try #require(self.account(1, ledger))
    #expect(account.reason == ending.reason && account.resultBytes == ending.byteCount)
    #expect(account.finishedNanoseconds == now.wallNanoseconds)
    #expect(takeAll(&ledger) == [2])
    // The table knows it too, and who wanted to hear of it is told, once.
    #expect(try place.finishedRows().map(\.state) == [ending.state])
    #expect(try WebhookTable.count(database) == 1)
    _ = try recover()
    #expect(try WebhookTable.count(database) == 1)
  }

  @Test func `a file that holds no answer finishes nothing, and is replaced`() throws {
    try submit(1)
    _ = try place.results
    try Data("{\"status\"".utf8).write(
      to: URL(fileURLWithPath: place.resultsPath + "/job_id_1.json"))
    var ledger = try recover()
    #expect(takeAll(&ledger) == [1])
  }

  // Names

  private func name(_ text: String, _ number: Int) throws {
    let name = try #require(JobName(text))
    try JobNameTable.note(.init(name: name, digest: [1]), of: JobID(number), database)
  }

  @Test func `names are known again, of jobs that wait, have ended or were swept`() throws {
    for number in 1...5 { try submit(number) { $0.callback = "http://127.0.0.1:1/" } }
    try name("waits", 1)
    try name("ended", 2)
    try name("ended-unknown-to-the-table", 3)
    try name("swept", 4)
    try finish(2)
    for number in [2, 3] { try store(done, number) }
    try JobTable.erase(JobID(4), database)
    let ledger = try recover()
    for (text, number) in [
      ("waits", 1), ("ended", 2), ("ended-unknown-to-the-table", 3), ("swept", 4),
    ] {
      let name = try #require(JobName(text))
      #expect(ledger.jobID(named: name) == JobID(number))
      #expect(account(number, ledger)?.name == (number == 4 ? nil : name))
    }
    #expect(account(5, ledger) != nil && account(5, ledger)?.name == nil)
    #expect(ledger.lookUp(JobID(4)) == .swept)
    // Who is told of an end that the table did not know is told the name.
    let told = try #require(try WebhookTable.delivery(of: JobID(3), database))
    #expect(String(decoding: told.body, as: UTF8.self).contains("ended-unknown-to-the-table"))
  }

  @Test func `more names of swept jobs than are kept are forgotten from the lowest number on`()
    throws
  {
    for number in 1...5 { try submit(number) }
    for number in [4, 2, 1, 5] {
      try name("n\(number)", number)
      if number < 5 { try JobTable.erase(JobID(number), database) }
    }
    var options = JobLedger.Options()
    options.sweptNamesLimit = 1
    let ledger = try JobRecovery(
      database: database, results: place.results, state: place.state, marks: marks,
      survey: Samples.survey, log: place.log
    ).ledger(options, at: now)
    #expect(ledger.overdueNames(limit: 9).map(\.description) == ["n1", "n2"])
  }

  // Jobs that are to blame

  @Test func `a job that runs at the third end of the process is given up, and says so`() throws {
    try submit(1) { $0.callback = "http://127.0.0.1:1/" }
    try submit(2)
    for crashes in 1...2 {
      marks.set(JobID(1))
      let ledger = try recover()
      #expect(ledger.outcome(of: JobID(1)) == .queued)
      #expect(account(1, ledger)?.attempts == crashes)
      #expect(account(2, ledger)?.attempts == 0)
    }
    // An end at which it did not run does not count.
    #expect(try account(1, recover())?.attempts == 2)
    marks.set(JobID(1))
    var ledger = try recover()
    let reason = "The server was killed 3 times while it ran this job"
    #expect(account(1, ledger)?.state == .failed)
    #expect(account(1, ledger)?.reason == reason)
    #expect(account(1, ledger)?.attempts == 3)
    #expect(
      try place.file(of: JobID(1)) == #"{"status":"error","reason":""# + reason + #""}"#)
    #expect(takeAll(&ledger) == [2])
    #expect(try WebhookTable.count(database) == 1)
    #expect(try account(1, recover())?.reason == reason)
  }

  @Test func `a day that was collected stays collected, however often the process ended`() throws {
    let day = CivilDay(year: 2024, month: 5, day: 1)
    let work = Work.collecting(CollectionOrder(day: day)).encoded
    for (number, reason) in [(1, nil), (2, "1 of 2 cities failed: x")] {
      try submit(number, work: work)
      try JobTable.setCrashes(3, of: JobID(number), database)
      let summary = Publication.Summary(cities: 2, stored: 1, reason: reason)
      try DayTable.note(
        CollectedDay(
          day: CivilDay(daysSince1970: day.daysSince1970 + Int64(number)), round: 1,
          job: JobID(number), summary: summary, endedNanoseconds: 1), database)
    }
    let ledger = try recover()
    #expect(account(1, ledger)?.state == .succeeded)
    #expect(try place.file(of: JobID(1))?.hasPrefix(#"{"status":"done","data":{"date""#) == true)
    #expect(account(2, ledger)?.reason == "1 of 2 cities failed: x")
  }

  @Test func `a mark of a job that is finished, or of none, means nothing`() throws {
    try submit(1)
    try finish(1)
    try store(done, 1)
    for number in [1, 77] { marks.set(JobID(number)) }
    #expect(try recover().outcome(of: JobID(1)) == .finished(.succeeded, answer: nil))
    #expect(try marks.takeAll() == [])
  }

  @Test(arguments: [
    ("nonsense", "What was to be done can no longer be read"),
    (#"{"kind":"dance"}"#, "This release knows no work of the kind 'dance'"),
    (
      #"{"kind":"profile","dataset":""}"#,
      "What was to be done can no longer be read: 'dataset' makes no sense"
    ),
  ])
  func `a job whose work can no longer be read fails with the reason`(
    work: String, reason: String
  ) throws {
    try submit(1, work: Array(work.utf8))
    try submit(2)
    let ledger = try recover()
    #expect(account(1, ledger)?.state == .failed && account(1, ledger)?.reason == reason)
    #expect(try place.results.ending(of: JobID(1))?.reason == reason)
    #expect(try place.finishedRows().map(\.reason) == [reason])
    #expect(ledger.outcome(of: JobID(2)) == .queued)
  }

  @Test func `a question fails when its survey is gone, or does not know it any more`() throws {
    try submit(1)
    let asked = #"{"kind":"survey","statistic":"states_mean","question":"Gone"}"#
    try submit(2, work: Array(asked.utf8))
    var ledger = try recover()
    #expect(account(2, ledger)?.state == .failed)
    #expect(account(2, ledger)?.reason?.isEmpty == false)
    #expect(ledger.outcome(of: JobID(1)) == .queued)
    ledger = try recover(survey: nil)
    #expect(account(1, ledger)?.reason == "No survey is loaded")
  }

  @Test func `a failure that finds no place leaves its job open for the next start`() throws {
    try submit(1, work: [])
    place.failingFiles.arm(1, .noSpace, isLasting: true)
    _ = try recover()
    #expect(try place.openRows().map(\.id.number) == [1])
    place.failingFiles.disarm()
    #expect(try account(1, recover())?.state == .failed)
  }

  // Files without rows, and rows without files

  @Test func `a result whose row is gone is removed, and what is no result stays`() throws {
    for number in 1...3 { try submit(number) }
    try finish(2)
    try store(done, 1)
    try store(done, 2)
    try store(.cancelled, 3)
    try JobTable.erase(JobID(1), database)
    try JobTable.erase(JobID(3), database)
    for name in ["job_id_0.json", "job_id_01.json", "notes.txt"] {
      try Data("{\"status\":\"done\",\"data\":1}".utf8).write(
        to: URL(fileURLWithPath: place.resultsPath + "/" + name))
    }
    try JobTable.setNextNumber(5, database)
    try Data("mine".utf8).write(to: URL(fileURLWithPath: place.resultsPath + "/job_id_4.json"))
    let ledger = try recover()
    #expect(
      try place.resultNames() == [
        "job_id_0.json", "job_id_01.json", "job_id_2.json", "job_id_4.json", "notes.txt",
      ])
    #expect(ledger.outcome(of: JobID(1)) == .swept)
    #expect(ledger.outcome(of: JobID(2)) == .finished(.succeeded, answer: nil))
  }

  @Test func `results younger than a table from a backup are adopted, and numbers go on behind`()
    throws
  {
    for number in 1...3 { try submit(number) }
    try finish(1)
    try store(done, 1)
    try store(done, 3)
    try store(.failed("it broke"), 7)
    try store(done, 9)
    try Data("torn".utf8).write(to: URL(fileURLWithPath: place.resultsPath + "/job_id_11.json"))
    var ledger = try recover()
    #expect(ledger.outcome(of: JobID(3)) == .finished(.succeeded, answer: nil))
    #expect(account(7, ledger)?.state == .failed && account(7, ledger)?.reason == "it broke")
    #expect(account(7, ledger)?.kind == nil)
    #expect(ledger.outcome(of: JobID(9)) == .finished(.succeeded, answer: nil))
    for number in [4, 8, 10, 11] { #expect(ledger.outcome(of: JobID(number)) == .swept) }
    #expect(ledger.next == 12)
    #expect(takeAll(&ledger) == [2])
    #expect(try JobTable.nextNumber(database) == 12)
    // The same at the next start.
    #expect(try recover().outcome(of: JobID(9)) == .finished(.succeeded, answer: nil))
    #expect(try place.resultNames().count == 5)
  }

  @Test func `a name with a number beyond all that can be given is somebody else's`() throws {
    try store(done, 999_999_999_999_999_999)
    try submit(1)
    #expect(try recover().next == 2)
    #expect(try place.resultNames() == ["job_id_999999999999999999.json"])
  }

  @Test func `a finished job whose file is gone stays known`() throws {
    try submit(1)
    try finish(1)
    #expect(try recover().outcome(of: JobID(1)) == .finished(.succeeded, answer: nil))
  }

  @Test func `jobs are swept in the order in which they have ended, also after a restart`() throws {
    for number in 1...4 { try submit(number) }
    for (number, time) in [(1, 40), (2, 10), (3, 30), (4, 20)] {
      try finish(number, at: Int64(time))
    }
    var options = JobLedger.Options()
    options.retention.count = 2
    var ledger = try JobRecovery(
      database: database, results: place.results, state: place.state, marks: marks, survey: nil,
      log: place.log
    ).ledger(options, at: now)
    #expect(ledger.takeOverdue(at: now) == [JobID(2), JobID(4)])
  }

  @Test func `a start that the database stops changes nothing, and the next one succeeds`() throws {
    try submit(1)
    try submit(2, work: [])
    try name("swept", 7)
    try store(done, 1)
    let failing = try place.failingDatabase()
    var count = 0
    while true {
      count += 1
      place.failing.arm(count)
      do {
        _ = try JobRecovery(
          database: failing, results: place.results, state: place.state, marks: marks,
          survey: Samples.survey, log: place.log
        ).ledger(.init(), at: now)
        if !place.failing.isSpent { break }
      } catch let failure as EngineFailure {
        #expect(failure == .state(file: "tally.sqlite", reason: .database("injected")))
      }
    }
    #expect(count > 5)
    place.failing.disarm()
    let ledger = try recover()
    #expect(ledger.outcome(of: JobID(1)) == .finished(.succeeded, answer: nil))
    #expect(ledger.outcome(of: JobID(2)) == .finished(.failed, answer: nil))
  }
}
