import Posix
import Stores
import Testing

@testable import Engine

struct JobTableTests {
  private let place: JobPlace
  private let database: SQLiteDatabase

  init() throws {
    place = try JobPlace()
    database = try place.database()
  }

  private func open(_ number: Int) -> OpenJob {
    OpenJob(
      id: JobID(number), work: .survey(Samples.question), client: JobClient("ann"),
      createdNanoseconds: Int64(number))
  }

  private func finished(_ number: Int, _ state: JobState = .succeeded) -> FinishedJob {
    FinishedJob(
      id: JobID(number), kind: "survey", state: state, createdNanoseconds: Int64(number),
      finishedNanoseconds: 9)
  }

  private func numbers() throws -> [Int] { try JobTable.numbers(database).sorted() }

  @Test func `the next number is none at first, then what was noted last`() throws {
    #expect(try JobTable.nextNumber(database) == nil)
    for next in [1, 7, 900_000_000_000_000] {
      try JobTable.setNextNumber(next, database)
      #expect(try JobTable.nextNumber(place.database()) == next)
    }
  }

  @Test func `a job that is not finished is read back with all that it was asked`() throws {
    var job = open(3)
    job.fingerprint = Fingerprint(of: [1])
    job.callback = "http://a/b"
    job.limitMilliseconds = 250
    try JobTable.insert(job, work: [1, 2, 3], database)
    try JobTable.insert(open(2), work: [], database)
    try JobTable.setCrashes(2, of: JobID(3), database)
    let rows = try place.openRows()
    #expect(rows.map(\.id.number) == [2, 3])
    #expect(rows[0].fingerprint == nil && rows[0].callback == nil)
    #expect(rows[0].limitMilliseconds == nil && rows[0].crashes == 0)
    let row = rows[1]
    #expect(row.kind == "survey" && row.work == [1, 2, 3] && row.client == JobClient("ann"))
    #expect(row.fingerprint == job.fingerprint && row.callback == "http://a/b")
    #expect(row.limitMilliseconds == 250 && row.crashes == 2 && row.createdNanoseconds == 3)
  }

  @Test(arguments: [JobState.succeeded, .failed, .cancelled])
  func `a finished job is read back with how it has ended`(state: JobState) throws {
    var job = finished(3, state)
    job.fingerprint = Fingerprint(of: [1])
    job.coalescedWith = JobID(2)
    job.attempts = 2
    job.startedNanoseconds = 5
    job.reason = state == .succeeded ? nil : "it \"broke\""
    job.resultBytes = 77
    var asked = open(3)
    asked.fingerprint = job.fingerprint
    try JobTable.insert(asked, work: [1], database)
    try JobTable.finish(job, database)
    #expect(try place.finishedRows() == [job])
    // What it was asked is kept if it may be asked again; who asked it is not.
    let kept = try JobTable.order(of: JobID(3), database)
    let order = JobTable.OrderRow(
      work: [1], callback: asked.callback, limitMilliseconds: asked.limitMilliseconds)
    #expect(kept == (state == .succeeded ? nil : order))
    #expect(try database.rows("SELECT client FROM job") == [SQLiteRow([.null])])
  }

  @Test func `what a job was asked is kept up to a bound`() throws {
    let longest = [UInt8](repeating: 1, count: JobTable.keptOrderBytes)
    for (number, work) in [(1, longest), (2, longest + [1])] {
      try JobTable.insert(open(number), work: work, database)
      #expect(try JobTable.order(of: JobID(number), database)?.work == work)
      try JobTable.finish(finished(number, .failed), database)
    }
    #expect(try JobTable.order(of: JobID(1), database)?.work == longest)
    #expect(try JobTable.order(of: JobID(2), database)?.work == [])
  }

  @Test func `an end brings back no row that was erased, and what is adopted gets one`() throws {
    try JobTable.finish(finished(3), database)
    #expect(try place.rows().isEmpty)
    var job = FinishedJob(
      id: JobID(4), kind: nil, state: .failed, createdNanoseconds: 5, finishedNanoseconds: 6)
    job.reason = "x"
    job.resultBytes = 7
    try JobTable.adopt(job, database)
    #expect(try place.finishedRows() == [job])
    #expect(try JobTable.order(of: JobID(4), database) == nil)
  }

  @Test func `a row that is erased is gone, and one that is not there is no failure`() throws {
    try JobTable.insert(open(1), work: [], database)
    try JobTable.insert(open(2), work: [], database)
    try JobTable.erase(JobID(1), database)
    try JobTable.erase(JobID(1), database)
    #expect(try numbers() == [2])
  }

  @Test func `a key belongs to its client, and to the last who used it`() throws {
    func note(_ client: String, _ key: String, _ job: Int, at created: Int64) throws {
      try JobTable.note(
        Submission.Repetition(key: key, digest: [UInt8(job)]), of: JobClient(client),
        job: JobID(job), at: created, database)
    }
    func known(_ client: String, _ key: String, since earliest: Int64 = 0) throws -> Int? {
      let found = try JobTable.submission(
        of: JobClient(client), key: key, since: earliest, database)
      if let found { #expect(found.digest == [UInt8(found.job.number)]) }
      return found?.job.number
    }
    try note("ann", "k", 1, at: 100)
    try note("bob", "k", 2, at: 200)
    try note("ann", "K", 3, at: 300)
    #expect(try known("ann", "k") == 1)
    #expect(try known("bob", "k") == 2)
    #expect(try known("ann", "K") == 3)
    #expect(try known("eve", "k") == nil)
    #expect(try known("ann", "k", since: 100) == 1)
    #expect(try known("ann", "k", since: 101) == nil)
    try note("ann", "k", 4, at: 400)
    #expect(try known("ann", "k") == 4)
    try JobTable.forgetKeys(before: 300, database)
    #expect(try known("bob", "k") == nil)
    #expect(try known("ann", "K") == 3)
  }

  @Test func `a state that no release has written is not taken for one`() throws {
    try database.execute(
      "INSERT INTO job (number, state, attempts, created) VALUES (1, 'done', 0, 0)")
    #expect(throws: SQLiteFailure.unexpectedValue(column: 1, found: .text("done"))) {
      try place.rows()
    }
  }
}
