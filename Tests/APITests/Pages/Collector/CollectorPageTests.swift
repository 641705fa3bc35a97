import Statistics
import HTTP
import Engine
import Testing

@testable import API

struct CollectorPageTests {
  private static let may = "from=2024-05-01&to=2024-05-31"

  /// A server whose store holds two cities of a day, of a country with an odd name.
  private func site(hasUpstream: Bool = true) throws -> Site {
    let site = try CollectorSamples.site(hasUpstream: hasUpstream)
    for (city, passengers) in [("a", 31), ("b", 9)] {
      try CollectorSamples.put(
        CollectorSamples.header + "2024-05-01T06:00:00Z,Coach,\(passengers),PT2M,true\n",
        at: "%3Cscript%3E/2024-05-01/\(city).csv", in: site)
    }
    return site
  }

  @Test func `the page shows what is there, and names from outside cannot leave their place`()
    throws
  {
    let answer = try site().ask(.get, "/collector?\(Self.may)")
    #expect(answer.status == .ok)
    let text = try PageRules.check(answer)
    #expect(text.contains("stored, 2 cities"))
    #expect(text.contains(#"<th scope="col" class="n">&lt;script&gt;</th>"#))
    #expect(text.contains(#"<td class="n">40</td>"#))
    #expect(text.contains("/process-request?from=2024-05-01&amp;to=2024-05-31&#39;"))
    #expect(text.contains("/country-stats?from=2024-05-01&amp;to=2024-05-31&#39;"))
    #expect(text.contains(#"/collector?from=2024-04-01&amp;to=2024-04-30"#))
  }

  @Test func `without an upstream there is a command in place of the form`() throws {
    let text = try PageRules.check(try site(hasUpstream: false).ask(.get, "/collector?\(Self.may)"))
    #expect(text.contains("tally-bench upstream --port 8090"))
    #expect(!text.contains(#"id="order""#))
    #expect(text.contains("stored, 2 cities"))
  }

  @Test func `an empty store says what to do first`() throws {
    let text = try PageRules.check(try CollectorSamples.site().ask(.get, "/collector"))
    #expect(text.contains("Choose a day above and collect it."))
    #expect(text.contains("The store holds no country yet: collect a day first."))
  }

  @Test func `a mistake in the address is a page that says it`() throws {
    let answer = try site().ask(.get, "/collector?from=May&to=2024-05-01")
    #expect(answer.status == .badRequest)
    #expect(try PageRules.check(answer).contains("&#39;May&#39; is not a day"))
  }

  @Test func `an object that cannot be read fails the statistics alone`() throws {
    let site = try site()
    try CollectorSamples.put("nonsense\n", at: "France/2024-05-02/Paris.csv", in: site)
    let answer = try site.ask(.get, "/collector?\(Self.may)")
    #expect(answer.status == .badGateway)
    let text = try PageRules.check(answer)
    #expect(text.contains("The object France/2024-05-02/Paris.csv is no table of journeys"))
    #expect(text.contains("stored, 2 cities"))
  }

  @Test func `the drawing is an image that can do nothing`() throws {
    let answer = try site().ask(.get, "/collector/chart.svg?\(Self.may)&measure=total_accidents")
    #expect(answer.status == .ok)
    #expect(answer.fields[.contentType] == "image/svg+xml")
    #expect(answer.fields["Content-Security-Policy"] == Responder.drawingPolicy)
    #expect(answer.text.contains("Accidents by country"))
    #expect(!answer.text.contains("<script>"))
    #expect(try site().ask(.get, "/collector/chart.svg?width=5").status == .badRequest)
  }
}
