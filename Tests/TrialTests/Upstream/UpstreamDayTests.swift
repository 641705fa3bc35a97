import HTTP
import JSON
import Statistics
import Testing

@testable import Trial

struct UpstreamDayTests {
  private static let cities = UpstreamCity.all(30, countries: 6)
  private static let day = CivilDay(year: 2024, month: 5, day: 1)

  /// All that a day makes, how it ends, and its longest piece.
  private static func bytes(
    city: Int = 0, day: CivilDay = day, rows: Int, seed: Int = 1, mood: UpstreamDay.Mood = .well
  ) -> (bytes: [UInt8], end: Production, longest: Int) {
    var producer = UpstreamDay(
      city: cities[city], day: day, rows: rows, seed: seed, mood: mood)
    var (bytes, longest): ([UInt8], Int) = ([], 0)
    while true {
      let start = bytes.count
      let production = producer.next(into: &bytes)
      longest = max(longest, bytes.count - start)
      if production != .more { return (bytes, production, longest) }
    }
  }

  private static func rows(_ bytes: [UInt8]) throws -> [[String: JSONValue]] {
    guard case .array(let elements) = try JSONParser.parse(bytes) else { return [] }
    return elements.compactMap { element in
      guard case .object(let members) = element else { return nil }
      return Dictionary(members.map { ($0.key, $0.value) }) { first, _ in first }
    }
  }

  private static func text(_ value: JSONValue?) -> String? {
    if case .string(let text) = value { text } else { nil }
  }

  @Test(arguments: [0, 1, 2, 3_000])
  func `there are as many rows as were asked for, in the order of their times`(count: Int) throws {
    let made = Self.bytes(rows: count)
    #expect(made.end == .done)
    let rows = try Self.rows(made.bytes)
    #expect(rows.count == count)
    let times = rows.compactMap { Self.text($0["departure-time"]) }
    #expect(times.count == count && times == times.sorted())
    #expect(times.allSatisfy { $0.utf8.count == 20 && Upstream.day($0) == Self.day })
  }

  @Test func `rows have what rows have, of some variety`() throws {
    let rows = try Self.rows(Self.bytes(rows: 3_000).bytes)
    let keys: Set = ["departure-time", "bus-type", "passengers", "delay", "accident"]
    #expect(rows.allSatisfy { Set($0.keys) == keys })
    let busTypes = Set(rows.compactMap { Self.text($0["bus-type"]) })
    #expect((6...12).contains(busTypes.count))
    let accidents = rows.count { $0["accident"] == .bool(true) }
    #expect((1...60).contains(accidents))
    #expect(rows.count { $0["accident"] == .bool(false) } == 3_000 - accidents)
    let passengers = rows.compactMap { row -> Int64? in
      if case .integer(let number) = row["passengers"] { number } else { nil }
    }
    #expect(passengers.count == 3_000 && passengers.allSatisfy { (0...200).contains($0) })
    let delays = rows.compactMap { Self.text($0["delay"]) }
    let forms = [/PT\d+S/, /PT\d+M/, /PT\d+H\d+M/, /PT\d+\.5S/, /PT\d+\.25S/, /P1DT\d+H/]
    for form in forms { #expect(delays.contains { $0.wholeMatch(of: form) != nil }) }
    #expect(
      delays.count == 3_000
        && delays.allSatisfy { delay in forms.contains { delay.wholeMatch(of: $0) != nil } })
  }

  @Test func `a city has the same rows each time, and others on other days`() throws {
    let first = Self.bytes(rows: 200)
    #expect(first.bytes == Self.bytes(rows: 200).bytes)
    let next = CivilDay(daysSince1970: Self.day.daysSince1970 + 1)
    let others = [
      Self.bytes(city: 1, rows: 200), Self.bytes(day: next, rows: 200),
      Self.bytes(rows: 200, seed: 2),
    ]
    func delays(_ bytes: [UInt8]) throws -> [JSONValue?] {
      try Self.rows(bytes).map { $0["delay"] }
    }
    for other in others { #expect(try delays(other.bytes) != delays(first.bytes)) }
  }

  @Test func `bus types are those of the city on every day`() throws {
    let days = (0..<4).map { CivilDay(daysSince1970: Self.day.daysSince1970 + $0) }
    let types = try days.map { day in
      try Set(
        Self.rows(Self.bytes(city: 3, day: day, rows: 2_000).bytes).compactMap {
          Self.text($0["bus-type"])
        })
    }
    #expect(Set(types).count == 1)
  }

  @Test func `a long day comes in pieces`() {
    let made = Self.bytes(rows: 20_000)
    #expect(made.bytes.count > 1 << 20 && made.longest < 70_000)
  }

  @Test(arguments: [0, 1, 2, 1_000])
  func `a day that is cut or no JSON ends in the middle`(rows: Int) {
    for mood in [UpstreamDay.Mood.truncated, .cut] {
      let made = Self.bytes(rows: rows, mood: mood)
      #expect(made.end == (mood == .cut ? .failed : .done))
      #expect(throws: JSONFailure.self) { _ = try JSONParser.parse(made.bytes) }
      #expect(Self.bytes(rows: rows).bytes.starts(with: made.bytes.dropLast()))
    }
  }

  @Test func `a bad delay is the only thing that is bad`() throws {
    let bad = try Self.rows(Self.bytes(rows: 1_001, mood: .badDelay).bytes)
    #expect(bad.count == 1_001)
    let strange = bad.indices.filter { Self.text(bad[$0]["delay"])?.hasPrefix("P") != true }
    #expect(strange == [500])
  }
}
