import JSON
import Stores
import Testing

@testable import Engine

struct OpenJobTests {
  private let database: SQLiteDatabase
  private let place: JobPlace

  init() throws {
    place = try JobPlace()
    database = try place.database()
  }

  private func job(_ state: JobState, callback: String?) -> FinishedJob {
    var job = FinishedJob(
      id: JobID(4), kind: "survey", state: state, createdNanoseconds: 1_000_000_000,
      finishedNanoseconds: 3_000_000_000)
    job.callback = callback
    job.name = JobName("may-2024")
    job.attempts = 2
    job.coalescedWith = JobID(3)
    job.startedNanoseconds = 2_000_000_000
    job.resultBytes = 9
    return job
  }

  @Test func `a finished job is told of with all that is known of it`() {
    var account = JobAccount(id: JobID(4), kind: "survey", state: .succeeded)
    account.name = JobName("may-2024")
    account.progress = 100
    account.attempts = 2
    account.coalescedWith = JobID(3)
    account.createdNanoseconds = 1_000_000_000
    account.startedNanoseconds = 2_000_000_000
    account.finishedNanoseconds = 3_000_000_000
    account.resultBytes = 9
    #expect(job(.succeeded, callback: nil).account == account)
    #expect(job(.failed, callback: nil).account.progress == 0)
  }

  @Test(arguments: [JobState.succeeded, .failed, .cancelled])
  func `who wants to hear of the end is told once`(state: JobState) throws {
    let job = job(state, callback: "http://127.0.0.1:1/hook")
    #expect(try job.noteDelivery(database))
    #expect(try !job.noteDelivery(database))
    let delivery = try #require(try WebhookTable.delivery(of: job.id, database))
    #expect(delivery.url == "http://127.0.0.1:1/hook")
    let body = try JSONParser.parse(delivery.body)
    #expect(body["type"] == .string("job.\(state.rawValue)"))
    #expect(body["data"]?["id"] == .string("job_id_4"))
    #expect(body["data"]?["name"] == .string("may-2024"))
    #expect(body["data"]?["state"] == .string(state.rawValue))
    #expect(try WebhookTable.nextDue(after: 0, database) == job.finishedNanoseconds)
  }

  @Test func `nobody is told who has not asked for it`() throws {
    #expect(try !job(.succeeded, callback: nil).noteDelivery(database))
    #expect(try WebhookTable.count(database) == 0)
  }
}
