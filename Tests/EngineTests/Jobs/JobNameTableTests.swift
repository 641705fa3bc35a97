import Stores
import Testing

@testable import Engine

struct JobNameTableTests {
  private let place: JobPlace
  private let database: SQLiteDatabase

  init() throws {
    place = try JobPlace()
    database = try place.database()
  }

  private func naming(_ text: String, _ digest: [UInt8] = [1]) throws -> Submission.Naming {
    Submission.Naming(name: try #require(JobName(text)), digest: digest)
  }

  private func bearer(_ text: String) throws -> JobNameTable.Bearer? {
    try JobNameTable.bearer(of: naming(text).name, database)
  }

  private func insert(_ number: Int) throws {
    try JobTable.insert(
      OpenJob(
        id: JobID(number), work: .survey(Samples.question), client: JobClient("ann"),
        createdNanoseconds: 1), work: [], database)
  }

  @Test func `a name tells its job, what was asked, and whether the job is still there`() throws {
    try insert(3)
    try JobNameTable.note(naming("may", [4, 5]), of: JobID(3), database)
    #expect(try bearer("may") == .init(job: JobID(3), digest: [4, 5], isSwept: false))
    #expect(try bearer("June") == nil)
    // Names are told apart by every letter.
    #expect(try bearer("MAY") == nil)
    try JobTable.erase(JobID(3), database)
    #expect(try bearer("may") == .init(job: JobID(3), digest: [4, 5], isSwept: true))
    try JobNameTable.forget(naming("may").name, database)
    #expect(try bearer("may") == nil)
    // One that is not there is no failure.
    try JobNameTable.forget(naming("may").name, database)
  }

  @Test func `no two jobs bear one name`() throws {
    try JobNameTable.note(naming("may"), of: JobID(1), database)
    #expect(throws: SQLiteFailure.self) {
      try JobNameTable.note(naming("may"), of: JobID(2), database)
    }
    #expect(try bearer("may")?.job == JobID(1))
  }

  @Test func `all names come in the order of their jobs`() throws {
    for (name, number) in [("a", 30), ("b", 4), ("c", 12)] {
      try JobNameTable.note(naming(name), of: JobID(number), database)
    }
    let all = try JobNameTable.all(database)
    #expect(all.map(\.name.description) == ["b", "c", "a"])
    #expect(all.map(\.job.number) == [4, 12, 30])
  }

  @Test func `a name that no release has written is not taken for one`() throws {
    try database.execute("INSERT INTO job_name (name, job, digest) VALUES ('../x', 1, x'00')")
    #expect(throws: SQLiteFailure.unexpectedValue(column: 0, found: .text("../x"))) {
      try JobNameTable.all(database)
    }
  }
}
