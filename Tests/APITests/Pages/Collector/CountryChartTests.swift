import HTTP
import Engine
import Statistics
import Testing

@testable import API

struct CountryChartTests {
  private func statistics(_ countries: [String], days: Int64 = 1) throws -> CountryStatistics {
    let first = try #require(CivilDay("2024-05-01"))
    let last = CivilDay(daysSince1970: first.daysSince1970 + days - 1)
    var statistics = CountryStatistics(from: first, through: last)
    for country in countries { statistics.add(country: country) }
    return statistics
  }

  @Test func `only so many countries are drawn, and it is known how many were meant`() throws {
    let names = (10..<30).map { "c\($0)" }
    let all = CountryChart(try statistics(names), .passengers, chosen: [])
    #expect(all.countries == Array(names.prefix(12)))
    #expect(all.askedCount == 20)
    let some = CountryChart(try statistics(names), .passengers, chosen: ["c25", "nowhere"])
    #expect(some.countries == ["c25"])
    #expect(some.askedCount == 1)
  }

  @Test func `a country without journeys is in no row, and its drawing says that it is empty`()
    throws
  {
    let chart = CountryChart(try statistics(["France"], days: 3), .delay, chosen: [])
    #expect(chart.days.isEmpty)
    let drawing = String(decoding: chart.svg(width: 380), as: UTF8.self)
    #expect(drawing.contains("There are no values to show."))
    #expect(drawing.contains("0 0 380 "))
  }

  @Test func `long names are cut`() {
    #expect(CountryChart.short("France") == "France")
    #expect(CountryChart.short(String(repeating: "é", count: 10_000)).unicodeScalars.count == 60)
  }
}
