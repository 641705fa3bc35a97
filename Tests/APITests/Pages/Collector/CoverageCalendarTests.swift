import HTTP
import Engine
import Statistics
import Testing

@testable import API

struct CoverageCalendarTests {
  private func markup(_ days: [DayCoverage]) -> String {
    var page = MarkupWriter()
    CoverageCalendar(days).write(to: &page)
    return String(decoding: page.bytes, as: UTF8.self)
  }

  private func day(_ number: Int64, _ state: DayCoverage.State, cities: Int? = 6, stored: Int = 4)
    -> DayCoverage
  {
    DayCoverage(
      day: CivilDay(year: 2024, month: 5, day: number), state: state, cities: cities,
      stored: stored, failed: 2, job: state == .missing ? nil : JobID(3))
  }

  @Test func `each state has a sign and words of its own, and leads to its job`() {
    let text = markup(
      DayCoverage.State.allCases.enumerated().map { day(Int64($0) + 1, $1) })
    #expect(Set(DayCoverage.State.allCases.map(\.sign)).count == DayCoverage.State.allCases.count)
    #expect(text.contains(#"<td class="stored" title="2024-05-03: stored, 4 cities">"#))
    #expect(text.contains("◐ 4/6"))
    #expect(text.contains(#"<span class="unseen">failed, 4 of 6 cities stored</span>"#))
    #expect(text.contains(#"<span class="unseen">missing</span>"#))
    #expect(text.matches(of: /<a href="\/jobs\/job_id_3">/).count == 4)
  }

  @Test func `days beyond the range are there, and say nothing`() {
    let text = markup([day(2, .stored)])
    #expect(text.contains(#"<td class="beyond"><time datetime="2024-05-01">1</time></td>"#))
    #expect(text.matches(of: /<time\s/).count == 31)
  }

  @Test func `a year is small enough for a page`() throws {
    let first = try #require(CivilDay("2024-01-01")).daysSince1970
    let days = (0..<366).map { number in
      DayCoverage(
        day: CivilDay(daysSince1970: first + number), state: .partial, cities: 10_000,
        stored: 9_999, failed: 1, job: JobID(1_000_000))
    }
    #expect(markup(days).utf8.count < 110_000)
  }
}
