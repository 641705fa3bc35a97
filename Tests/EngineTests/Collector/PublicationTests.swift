import JSON
import Statistics
import Stores
import Testing

@testable import Engine

struct PublicationTests {
  private let day = CivilDay(year: 2024, month: 5, day: 1)

  private func key(_ text: String) throws -> ObjectKey { try #require(ObjectKey(text)) }

  private func sample() throws -> Publication {
    var publication = Publication(day: day, round: 3)
    publication.puts = [
      .init(file: "ab.1.csv", key: try key("France/2024-05-01/Paris.csv")),
      .init(file: "cd.0.csv", key: try key("C%C3%B4te/2024-05-01/A~7.csv")),
    ]
    publication.removals = [try key("France/2024-05-01/Lyon.csv")]
    publication.summary = .init(
      cities: 4, stored: 2, failed: 2, rows: 1, bytes: 90, countries: 2,
      reason: "2 of 4 cities failed: \"x\"; y\n")
    return publication
  }

  @Test func `it reads back as it was written`() throws {
    let full = try sample()
    #expect(Publication(decoding: full.encoded) == full)
    let empty = Publication(day: day, round: 1)
    #expect(Publication(decoding: empty.encoded) == empty)
    #expect(full.stepCount == 3 && empty.stepCount == 0)
  }

  @Test func `a text that was cut anywhere is none`() throws {
    let text = try sample().encoded
    for count in 0..<text.count {
      #expect(Publication(decoding: Array(text.prefix(count))) == nil)
    }
  }

  @Test func `a key that would lead elsewhere makes it unreadable`() throws {
    let text = String(decoding: try sample().encoded, as: UTF8.self)
    for bad in ["../../etc/passwd", "/etc", "", "a/.b"] {
      let changed = text.replacing("France/2024-05-01/Lyon.csv", with: bad)
      #expect(changed != text && Publication(decoding: Array(changed.utf8)) == nil)
    }
  }

  @Test func `what came of it is the answer of its job, or the reason of its failure`() throws {
    var summary = Publication.Summary(
      cities: 3, stored: 3, failed: 0, rows: 10, bytes: 900, countries: 2)
    #expect(
      String(decoding: try summary.answer(of: day), as: UTF8.self)
        == #"{"status":"done","data":{"date":"2024-05-01","cities":3,"stored":3,"rows":10,"#
        + #""bytes":900,"countries":2}}"#)
    summary.reason = "1 of 3 cities failed: x"
    #expect(throws: WorkFailure.failed("1 of 3 cities failed: x")) {
      try summary.answer(of: day)
    }
  }

  @Test func `it brings something unless every city has failed`() {
    var publication = Publication(day: day, round: 1)
    #expect(publication.bringsSomething)
    publication.summary = .init(cities: 2, stored: 0, failed: 2)
    #expect(!publication.bringsSomething)
    publication.summary = .init(cities: 2, stored: 1, failed: 1)
    #expect(publication.bringsSomething)
  }
}
