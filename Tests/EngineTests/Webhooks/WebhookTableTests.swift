import Stores
import Testing

@testable import Engine

struct WebhookTableTests {
  private let scratch = ScratchFolder()

  private func open() throws -> SQLiteDatabase {
    try SQLiteDatabase(
      path: scratch.path + "/test.sqlite",
      schema: SQLiteSchema(applicationID: 1, steps: [WebhookTable.schema]))
  }

  private func insert(
    _ number: Int, _ host: String, due: Int64, _ database: SQLiteDatabase
  ) throws {
    try WebhookTable.insert(
      JobID(number), url: "http://\(host)/\(number)", body: [1, 0, UInt8(number)], due: due,
      database)
  }

  private func due(_ place: String, by now: Int64, _ database: SQLiteDatabase) throws -> [Int] {
    try WebhookTable.due(at: place, by: now, limit: 100, database).map(\.job.number)
  }

  @Test func `a webhook is kept as it was given, over a restart`() throws {
    var database = try open()
    try insert(7, "H", due: 5, database)
    database.close()
    database = try open()
    #expect(
      try WebhookTable.delivery(of: JobID(7), database)
        == WebhookDelivery(job: JobID(7), url: "http://H/7", body: [1, 0, 7], attempts: 0))
    #expect(try WebhookTable.delivery(of: JobID(8), database) == nil)
    #expect(try WebhookTable.count(database) == 1)
  }

  @Test func `a job has one webhook, the first`() throws {
    let database = try open()
    for (url, isNew) in [("http://a/", true), ("http://b/", false)] {
      #expect(
        try WebhookTable.insert(JobID(1), url: url, body: [], due: 0, database) == isNew)
    }
    #expect(try WebhookTable.delivery(of: JobID(1), database)?.url == "http://a/")
    #expect(try WebhookTable.count(database) == 1)
  }

  @Test func `a webhook of a transaction that fails was never there`() throws {
    let database = try open()
    #expect(throws: SQLiteFailure.closed) {
      try database.transaction { () throws(SQLiteFailure) in
        try WebhookTable.insert(JobID(1), url: "http://a/", body: [], due: 0, database)
        throw .closed
      }
    }
    #expect(try WebhookTable.count(database) == 0)
  }

  @Test func `places come one behind the other`() throws {
    let database = try open()
    for (number, place) in [(1, "b"), (2, "a"), (3, "c"), (4, "b")] {
      try insert(number, place, due: 10, database)
    }
    var found: [String] = []
    while let next = try WebhookTable.place(behind: found.last ?? "", database) {
      found.append(next)
    }
    #expect(found == ["a:80", "b:80", "c:80"])
  }

  @Test func `it is told whether anything is due`() throws {
    let database = try open()
    #expect(try !WebhookTable.isAnythingDue(by: .max, database))
    try insert(1, "h", due: 10, database)
    try insert(2, "g", due: 20, database)
    #expect(try !WebhookTable.isAnythingDue(by: 9, database))
    #expect(try WebhookTable.isAnythingDue(by: 10, database))
  }

  @Test func `what has waited longest comes first, and of the same moment the older job`() throws {
    let database = try open()
    for (number, moment) in [(1, 30), (2, 10), (9, 20), (4, 20), (5, 41)] as [(Int, Int64)] {
      try insert(number, "h", due: moment, database)
    }
    try insert(6, "other", due: 1, database)
    #expect(try due("h:80", by: 40, database) == [2, 4, 9, 1])
    #expect(
      try WebhookTable.due(at: "h:80", by: 40, limit: 2, database).map(\.job.number) == [2, 4])
    #expect(try due("nobody:80", by: 40, database) == [])
  }

  @Test func `the next moment is told of those that are not due`() throws {
    let database = try open()
    #expect(try WebhookTable.nextDue(after: 0, database) == nil)
    for number in [10, 30, 20] { try insert(number, "h", due: Int64(number), database) }
    #expect(try WebhookTable.nextDue(after: 0, database) == 10)
    #expect(try WebhookTable.nextDue(after: 10, database) == 20)
    #expect(try WebhookTable.nextDue(after: 30, database) == nil)
  }

  @Test func `an attempt is noted, and an end is a row less`() throws {
    let database = try open()
    for number in 1...2 { try insert(number, "h", due: 0, database) }
    try WebhookTable.postpone(JobID(1), attempts: 3, due: 50, database)
    #expect(try due("h:80", by: 49, database) == [2])
    #expect(try WebhookTable.delivery(of: JobID(1), database)?.attempts == 3)
    #expect(try WebhookTable.due(at: "h:80", by: 50, limit: 9, database).map(\.attempts) == [0, 3])
    try WebhookTable.remove(JobID(2), database)
    #expect(try due("h:80", by: 50, database) == [1])
    #expect(try WebhookTable.count(database) == 1)
  }

  @Test func `what is due too late is made due`() throws {
    let database = try open()
    try insert(1, "h", due: 100, database)
    #expect(try !WebhookTable.recall(behind: 100, to: 7, database))
    #expect(try due("h:80", by: 99, database) == [])
    try insert(2, "h", due: 101, database)
    #expect(try WebhookTable.recall(behind: 100, to: 7, database))
    #expect(try due("h:80", by: 7, database) == [2])
    #expect(try due("h:80", by: 100, database) == [2, 1])
  }

  @Test(arguments: [
    ("SELECT 1 FROM deliveries WHERE due <= 1 LIMIT 1", "COVERING INDEX deliveries_by_due (due<?)"),
    (
      "SELECT place FROM deliveries WHERE place > '' ORDER BY place LIMIT 1",
      "COVERING INDEX deliveries_by_place (place>?)"
    ),
    (
      "SELECT job, attempts FROM deliveries WHERE place = '' AND due <= 1 ORDER BY due, job LIMIT 1",
      "INDEX deliveries_by_place (place=? AND due<?)"
    ),
    (
      "SELECT due FROM deliveries WHERE due > 1 ORDER BY due LIMIT 1",
      "COVERING INDEX deliveries_by_due (due>?)"
    ),
  ])
  func `no question reads the whole table, nor sorts it`(_ sql: String, _ way: String) throws {
    let plan = try open().rows("EXPLAIN QUERY PLAN " + sql).map { try $0.text(3) }
    #expect(plan == ["SEARCH deliveries USING " + way])
  }
}
