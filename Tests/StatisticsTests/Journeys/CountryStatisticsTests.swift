import JSON
import Testing

@testable import Statistics

struct CountryStatisticsTests {
  private let first = CivilDay(year: 2024, month: 2, day: 28)

  private func text(_ statistics: CountryStatistics) -> String {
    var writer = JSONWriter()
    statistics.write(to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private func sample(_ journeys: [JourneySample.Journey]) -> JourneyDigest {
    var sample = JourneySample(0)
    sample.journeys = journeys
    return sample.digest
  }

  @Test func `every day of the range stands under every country`() {
    let leapDay = CivilDay(year: 2024, month: 2, day: 29)
    var statistics = CountryStatistics(
      from: first, through: CivilDay(year: 2024, month: 3, day: 1))
    statistics.add(country: "Spain")
    statistics.add(
      sample([.init(), .init(busType: "Mini", delayNanoseconds: 1_000_000_000, hasAccident: true)]),
      of: "France", on: leapDay)
    statistics.add(JourneyDigest(), of: "France", on: first)
    #expect(
      text(statistics)
        == "{\"France\":{\"2024-02-28\":{},"
        + "\"2024-02-29\":{\"buses_started\":2,\"number_of_buses\":2,\"total_passengers\":24,"
        + "\"accident\":true,\"total_accidents\":1,\"average_delay\":2160.5},\"2024-03-01\":{}},"
        + "\"Spain\":{\"2024-02-28\":{},\"2024-02-29\":{},\"2024-03-01\":{}}}")
  }

  @Test func `cities of a country and day are joined`() {
    var statistics = CountryStatistics(from: first, through: first)
    statistics.add(sample([.init()]), of: "France", on: first)
    statistics.add(sample([.init(passengers: 1), .init(busType: "Mini")]), of: "France", on: first)
    statistics.add(country: "France")
    #expect(
      statistics.journeys(of: "France", on: first)
        == sample([.init(), .init(passengers: 1), .init(busType: "Mini")]))
    #expect(statistics.journeys(of: "Spain", on: first) == nil)
    #expect(text(statistics).contains("\"accident\":false,\"total_accidents\":0,"))
  }

  @Test func `nothing is known of nothing`() {
    let statistics = CountryStatistics(from: first, through: first)
    #expect(statistics.isEmpty)
    #expect(text(statistics) == "{}")
  }

  @Test func `a range that ends before it begins has no countries`() {
    var statistics = CountryStatistics(
      from: first, through: CivilDay(year: 2024, month: 2, day: 27))
    statistics.add(country: "France")
    #expect(!statistics.isEmpty)
    #expect(text(statistics) == "{}")
  }

  @Test func `a day outside of the range is not told`() {
    var statistics = CountryStatistics(from: first, through: first)
    statistics.add(sample([.init()]), of: "France", on: CivilDay(year: 2023, month: 2, day: 28))
    #expect(text(statistics) == "{\"France\":{\"2024-02-28\":{}}}")
  }

  @Test func `countries come in the order of their bytes`() throws {
    var statistics = CountryStatistics(from: first, through: first)
    let names = ["a", "B", "Ä", "ab", "e\u{301}", "\u{E9}", "Côte d'Ivoire", "\"", "😀"]
    for name in names.shuffled() { statistics.add(country: name) }
    guard case .object(let members) = try JSONParser.parse(Array(text(statistics).utf8)) else {
      Issue.record("it is no object")
      return
    }
    let expected = names.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
    #expect(members.map { Array($0.key.utf8) } == expected)
  }
}
