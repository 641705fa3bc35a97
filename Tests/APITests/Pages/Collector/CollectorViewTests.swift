import Engine
import HTTP
import Statistics
import Testing

@testable import API

struct CollectorViewTests {
  private func view(_ items: [(String, String)], _ site: Site, at now: Int64 = 1) throws
    -> CollectorView
  {
    site.api.collectorView(
      try CollectorQuery(items.map { QueryItem(name: $0.0, value: $0.1) }, limitDays: 366), at: now)
  }

  @Test func `without days it is the month of the clock`() throws {
    let view = try view([], CollectorSamples.site(), at: Site.now)
    #expect(view.days.lowerBound.description == "2026-01-01")
    #expect(view.days.upperBound.description == "2026-01-31")
    #expect(try view.coverage.get().count == 31)
  }

  @Test func `addresses keep what was chosen, and are escaped`() throws {
    let view = try view(
      [
        ("from", "2024-05-01"), ("to", "2024-05-02"), ("measure", "average_delay"),
        ("country", "a&b c"),
      ], CollectorSamples.site())
    let day = try #require(CivilDay("2024-04-30"))
    #expect(
      view.address(day, day)
        == "/collector?from=2024-04-30&to=2024-04-30&measure=average_delay&country=a%26b%20c")
    #expect(
      view.chartAddress(width: 380)
        == "/collector/chart.svg?from=2024-05-01&to=2024-05-02&measure=average_delay&width=380"
        + "&country=a%26b%20c")
  }

  @Test func `days of a moment are those of UTC, also before 1970`() {
    #expect(CivilDay(at: Site.now).description == "2026-01-02")
    #expect(CivilDay(at: -1).description == "1969-12-31")
    #expect(CivilDay(at: 0).description == "1970-01-01")
  }
}
