import HTTP
import Posix
import Engine
import Statistics
import Testing

@testable import API

struct LivePageTests {
  /// Events are forgotten by the clock, so it is the true one.
  private let now = Moment.now().wallNanoseconds

  @Test func `the page shows what the statistics answer`() throws {
    let site = try Site()
    for value in [10.0, 20, 60] {
      _ = try site.engine.events.add(
        Event(nanoseconds: now - 1, value: value), to: "", at: now)
    }
    let answer = try site.ask(.get, "/live?stats=count,mean,sum&bins=2", atWall: now)
    #expect(answer.status == .ok)
    let text = try PageRules.check(answer)
    #expect(text.contains(#"<dd class="large" data-statistic="mean">30</dd>"#))
    #expect(text.contains(#"<dd class="large" data-statistic="sum">90</dd>"#))
    #expect(text.contains(#"<td class="n">10</td><td class="n">35</td><td class="n">2</td>"#))
    #expect(text.contains("/statistics?window=15m&amp;stats=count,mean,sum&#39;"))
    #expect(text.contains(#"id="none" hidden="""#))
  }

  @Test func `a name of a series cannot leave its place`() throws {
    let site = try Site()
    let name = #"<script>alert("1")</script>"#
    _ = try site.engine.events.add(
      Event(nanoseconds: now, value: 1), to: name, at: now)
    let text = try PageRules.check(
      site.ask(
        .get, "/live?series=%3Cscript%3Ealert(%221%22)%3C/script%3E", atWall: now))
    #expect(!text.contains("<script>alert"))
    #expect(text.contains(#"<option value="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;">"#))
  }

  @Test
  func `without events it says what to do first, and numbers that are not defined are dashes`()
    throws
  {
    let text = try PageRules.check(try Site().ask(.get, "/live", atWall: now))
    #expect(text.contains("No event came in this time."))
    #expect(text.contains(#"data-statistic="count">0</dd>"#))
    #expect(text.contains(#"data-statistic="mean">–</dd>"#))
  }

  @Test func `a mistake in the address is a page that says it`() throws {
    let answer = try Site().ask(.get, "/live?window=1y")
    #expect(answer.status == .badRequest)
    #expect(try PageRules.check(answer).contains("must be a time from 1s to 1h"))
  }
}
