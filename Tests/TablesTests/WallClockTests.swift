import Testing

@testable import Tables

struct WallClockTests {
  private func column(
    _ cells: [String], _ type: ColumnType = .text, chunkBytes: Int = 4 << 20
  ) throws -> Column {
    var random = Seeded(1)
    var options = CSVOptions()
    options.types = ["t": type]
    options.chunkBytes = chunkBytes
    let rows = cells.map { [$0, "x"] }
    let bytes = PlainTable(names: ["t", "x"], rows: rows).bytes(.init(), &random)
    return try #require(try CSVLoader.load(bytes, options, on: .single).table.column("t"))
  }

  /// A moment written in one of the styles, and what the clock shows; no moment for an empty cell, and 1 for one that shows none.
  private static func cell(_ random: inout Seeded) -> (text: String, time: Int64?) {
    let year = Int64.random(in: 1...9999, using: &random)
    let month = Int64.random(in: 1...12, using: &random)
    let day = Int64.random(in: 1...TimeText.length(ofMonth: month, in: year), using: &random)
    let hour = Int64.random(in: 0...23, using: &random)
    let minute = Int64.random(in: 0...59, using: &random)
    let second = Int64.random(in: 0...59, using: &random)
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let four = String(repeating: "0", count: 4 - "\(year)".count) + "\(year)"
    let midnight = ClockTextTests.clock(year, month, day)
    let toMinute = ClockTextTests.clock(year, month, day, hour, minute)
    let toSecond = ClockTextTests.clock(year, month, day, hour, minute, second)
    let twelve = hour % 12 == 0 ? 12 : hour % 12
    let half = hour < 12 ? "AM" : "PM"
    let zone = ["", "Z", "+0200", "-11:30", "+05"].randomElement(using: &random) ?? ""
    switch Int.random(in: 0..<10, using: &random) {
    case 0: return ("\(four)-\(two(month))-\(two(day))", midnight)
    case 1: return ("\(four)/\(two(month))/\(two(day))", midnight)
    case 2: return ("\(two(month))/\(two(day))/\(four)", midnight)
    case 3: return ("\(month)/\(day)/\(four) \(two(hour)):\(two(minute))", toMinute)
    case 4:
      return ("\(two(month))/\(two(day))/\(four) \(twelve):\(two(minute)) \(half)", toMinute)
    case 5:
      return (
        "\(two(month))/\(two(day))/\(four) \(two(twelve)):\(two(minute)):\(two(second)) \(half)",
        toSecond
      )
    case 6:
      return (
        "\(four)-\(two(month))-\(two(day))T\(two(hour)):\(two(minute)):\(two(second)),5\(zone)",
        toSecond + 500_000
      )
    case 7:
      return (
        "\(four)-\(two(month))-\(two(day)) \(two(hour)):\(two(minute)):\(two(second))\(zone)",
        toSecond
      )
    case 8: return ("", WallClock.none)
    default:
      return (
        ["soon", "13/13/2013", "2015-02-30", "2015"].randomElement(using: &random) ?? "", nil
      )
    }
  }

  @Test(arguments: [0, 1, 2, 3, 4, 5])
  func `times are those of each cell, whatever the segments`(_ seed: Int) throws {
    var random = Seeded(seed + 1)
    // Few different ones are coded, many are spelled out.
    let palette = (0..<[20, 5000][seed % 2]).map { _ in Self.cell(&random) }
    let cells = (0..<20_000).map { _ in palette.randomElement(using: &random) ?? ("", nil) }
    let column = try column(cells.map(\.text), chunkBytes: [4 << 20, 50_000, 5000][seed / 2])
    let unreadable = cells.indices.filter { cells[$0].time == nil }
    for lanes in [Lanes.single, .threads(3)] {
      let clock = try column.wallClock(on: lanes)
      #expect(clock.times == cells.map { $0.time ?? WallClock.none })
      #expect(clock.unreadableCount == unreadable.count)
      let first = unreadable.first.map { WallClock.Unreadable(row: $0, text: cells[$0].text) }
      #expect(clock.firstUnreadable == first)
    }
  }

  @Test func `a date is its midnight`() throws {
    let clock = try column(["1970-01-02", "", "1969-12-31", "9999-12-31"], .date)
      .wallClock(on: .single)
    #expect(
      clock.times == [
        86_400_000_000, WallClock.none, -86_400_000_000, 2_932_896 * 86_400_000_000,
      ])
    #expect(clock.unreadableCount == 0 && clock.firstUnreadable == nil)
  }

  @Test func `a datetime is told in UTC`() throws {
    let cells = ["1970-01-01T02:00:00+02:00", "", "1970-01-01T00:00:01.000001"]
    let clock = try column(cells, .datetime, chunkBytes: 40).wallClock(on: .threads(2))
    #expect(clock.times == [0, WallClock.none, 1_000_001])
    #expect(clock.unreadableCount == 0)
  }

  @Test(arguments: [ColumnType.integer, .decimal, .boolean])
  func `other columns have no times`(_ type: ColumnType) throws {
    let column = try column([type == .boolean ? "true" : "2015"], type)
    #expect(throws: WallClockFailure.notTimes(type)) { try column.wallClock(on: .single) }
  }

  @Test func `a column without texts has no times and none that is unreadable`() throws {
    for cells in [[], ["", ""]] {
      let clock = try column(cells).wallClock(on: .single)
      #expect(clock.times == cells.map { _ in WallClock.none } && clock.unreadableCount == 0)
    }
  }

  @Test func `of a long text its beginning is told`() throws {
    let clock = try column(["", String(repeating: "ab", count: 4000)]).wallClock(on: .single)
    #expect(
      clock.firstUnreadable == .init(row: 1, text: String(repeating: "ab", count: 50)))
  }
}
