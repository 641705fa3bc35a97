import Statistics
import Stores
import Testing

@testable import Engine

struct DayTableTests {
  private let place: JobPlace
  private let database: SQLiteDatabase

  init() throws {
    place = try JobPlace()
    database = try place.database()
  }

  private func day(_ day: Int64) -> CivilDay { CivilDay(year: 2024, month: 5, day: day) }

  private func collected(
    _ number: Int64, round: Int = 1, job: Int, _ summary: Publication.Summary = .init()
  ) -> CollectedDay {
    CollectedDay(
      day: day(number), round: round, job: JobID(job), summary: summary,
      endedNanoseconds: 1_700_000_000_123_456_789)
  }

  @Test func `a row reads back as it was noted`() throws {
    let full = collected(
      1, round: 7, job: 12,
      .init(
        cities: 30, stored: 28, failed: 2, rows: 90_000, bytes: 5_000_000, countries: 4,
        reason: "2 of 30 cities failed: \"Zürich\""))
    let bare = collected(2, job: 13, .init(reason: "The store is down"))
    try DayTable.note(full, database)
    try DayTable.note(bare, database)
    #expect(try DayTable.row(of: day(1), database) == full)
    #expect(try DayTable.row(of: day(2), database) == bare)
    #expect(try DayTable.row(of: day(3), database) == nil)
    #expect(try DayTable.row(of: JobID(13), database) == bare)
    #expect(try DayTable.row(of: JobID(14), database) == nil)
  }

  @Test func `the newest day is the last of the calendar, not the one noted last`() throws {
    #expect(try DayTable.newestDay(database) == nil)
    for number in [2, 9, 4] as [Int64] { try DayTable.note(collected(number, job: 1), database) }
    #expect(try DayTable.newestDay(database) == day(9))
  }

  @Test func `the last collection of a day takes the place of the one before`() throws {
    try DayTable.note(collected(1, round: 1, job: 1), database)
    try DayTable.note(collected(1, round: 2, job: 5), database)
    #expect(try DayTable.row(of: day(1), database)?.job == JobID(5))
    #expect(try DayTable.row(of: JobID(1), database) == nil)
  }

  @Test func `the days of a range come in their order, both ends with them`() throws {
    for number: Int64 in [9, 3, 31, 1, 10] {
      try DayTable.note(collected(number, job: Int(number)), database)
    }
    let found = try DayTable.days(database, from: day(3), to: day(10))
    #expect(found.map(\.day) == [day(3), day(9), day(10)])
    #expect(try DayTable.days(database, from: day(10), to: day(3)).isEmpty)
  }

  @Test func `a row that makes no sense is a damaged database`() throws {
    try database.execute(
      "INSERT INTO collected_day (day, round, job, summary, ended) VALUES ('2024-05-01', 1, 1, 'x', 1)"
    )
    #expect(throws: SQLiteFailure.unexpectedValue(column: 3, found: .text("x"))) {
      try DayTable.row(of: day(1), database)
    }
  }
}
