import Tables
import Testing

@testable import Statistics

struct TimedGroupsTests {
  @Test func `groups with a name and a filter that lets them through are named`() throws {
    let sample = EventSample(4, rows: 200, days: 50)
    let table = try sample.table()
    let groups = try TimedGroups(
      of: Selection(all: table), by: [table.some("word"), table.some("number")], at: sample.times,
      limit: 100, on: .single)
    let all = groups.named(GroupFilter(nil), columnCount: 2)
    let cells = (0..<2).map { groups.grouping.cells(of: $0, at: all).map(\.spoken) }
    #expect(cells[0] == ["Fire", "Lärm", "Theft"].flatMap { [$0, $0, $0] })
    #expect(cells[1] == ["3", "11", "200", "3", "11", "200", "3", "11", "200"])
    let some = groups.named(GroupFilter(["11"]), columnCount: 2)
    #expect(some == [all[1], all[4], all[7]])
    for group in all {
      let rows = groups[group].map { sample.rows[Int($0)] }
      #expect(!rows.isEmpty && Set(rows.map(\.number)).count == 1)
    }
  }

  @Test func `an extent goes from the first to the last moment of some groups`() throws {
    let sample = EventSample(5, rows: 300, days: 90)
    let table = try sample.table()
    let groups = try TimedGroups(
      of: Selection(all: table), by: [table.some("number")], at: sample.times, limit: 10,
      on: .single)
    for lanes in [Lanes.single, EventSample.backwards] {
      for chosen in [[0], [1, 2], [0, 1, 2, 3]] {
        let times = chosen.flatMap { groups[$0] }.compactMap { sample.rows[Int($0)].time }
        let (least, greatest) = (try #require(times.min()), try #require(times.max()))
        #expect(try groups.extent(of: chosen, on: lanes) == least...greatest)
      }
      #expect(try groups.extent(of: [], on: lanes) == nil)
    }
  }

  @Test func `rows without a time have no extent`() throws {
    let sample = EventSample([.init(word: "x", cell: 0), .init(word: "x", cell: 0)])
    let table = try sample.table()
    let groups = try TimedGroups(
      of: Selection(all: table), by: [table.some("word")], at: sample.times, limit: 10,
      on: .single)
    #expect(try groups.extent(of: [0], on: .single) == nil)
  }

  @Test func `blocks hold all groups in their order`() throws {
    let sample = EventSample((0..<500).map { .init(time: 0, number: $0, cell: 1) })
    let table = try sample.table()
    let groups = try TimedGroups(
      of: Selection(all: table), by: [table.some("number")], at: sample.times, limit: 500,
      on: .single)
    for count in [0, 1, 63, 64, 65, 500] {
      let blocks = try groups.inBlocks(Array(0..<count), on: EventSample.backwards) { Array($0) }
      #expect(blocks.flatMap { $0 } == Array(0..<count))
    }
  }

  @Test func `too many groups are told`() throws {
    let sample = EventSample((0..<20).map { .init(time: 0, word: "w\($0)", cell: 1) })
    let table = try sample.table()
    #expect(throws: CountFailure.tooManyGroups(limit: 19)) {
      try TimedGroups(
        of: Selection(all: table), by: [table.some("word")], at: sample.times, limit: 19,
        on: .single)
    }
  }

  @Test func `a group of one row tells nothing`() throws {
    let sample = EventSample(
      ["a", "b", "b", "c", "d", "d", "d"].map { .init(time: 0, word: $0, cell: 1) })
    let table = try sample.table()
    let groups = try TimedGroups(
      of: Selection(all: table), by: [table.some("word")], at: sample.times, limit: 4, on: .single)
    #expect(groups.tellingCount(of: [0, 1, 2, 3]) == 2)
    #expect(groups.tellingCount(of: [0, 3]) == 1 && groups.tellingCount(of: []) == 0)
  }
}
