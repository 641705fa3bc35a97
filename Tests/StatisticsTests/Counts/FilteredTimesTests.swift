import Tables
import Testing

@testable import Statistics

struct FilteredTimesTests {
  @Test(arguments: [[], ["Fire"], ["Theft", "Lärm"], ["fire", ""]] as [Set<String>])
  func `rows of other values have no time`(allowed: Set<String>) throws {
    let sample = EventSample(5, rows: 300, days: 90)
    let table = try sample.table()
    let found = try FilteredTimes(
      sample.times, of: table, where: table.some("word"), readsLike: allowed, groupLimit: 9)
    let expected = sample.rows.map { row in
      row.word.map { allowed.contains($0) } == true ? row.time ?? .min : .min
    }
    #expect(found.times == expected)
    #expect(
      try FilteredTimes(
        sample.times, of: table, where: table.some("word"), readsLike: allowed, groupLimit: 9,
        on: EventSample.backwards) == found)
  }

  @Test func `too many values, and nobody who wants the times, are failures`() throws {
    let sample = EventSample(6, rows: 300, days: 90)
    let table = try sample.table()
    #expect(throws: CountFailure.tooManyGroups(limit: 2)) {
      try FilteredTimes(
        sample.times, of: table, where: table.some("word"), readsLike: ["Fire"], groupLimit: 2)
    }
    let progress = Progress()
    progress.cancel()
    #expect(throws: CountFailure.cancelled) {
      try FilteredTimes(
        sample.times, of: table, where: table.some("word"), readsLike: ["Fire"], groupLimit: 9,
        on: Lanes.single.stopping(with: progress))
    }
  }
}
