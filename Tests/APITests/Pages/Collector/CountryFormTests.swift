import Engine
import HTTP
import Statistics
import Testing

@testable import API

struct CountryFormTests {
  @Test func `what is chosen is marked, and names are escaped`() throws {
    let site = try CollectorSamples.site()
    let query = try CollectorQuery(
      [("country", "<b>"), ("measure", "average_delay")].map { QueryItem(name: $0.0, value: $0.1) },
      limitDays: 366)
    var page = MarkupWriter()
    CountryForm(site.api.collectorView(query, at: 1), ["<b>", "France"]).write(to: &page)
    let text = String(decoding: page.bytes, as: UTF8.self)
    #expect(text.contains(#"<option value="average_delay" selected="">"#))
    #expect(text.contains(#"name="country" value="&lt;b&gt;" checked=""/>&lt;b&gt;</label>"#))
    #expect(text.contains(#"name="country" value="France"/>France</label>"#))
    #expect(!text.contains("<b>"))
  }

  @Test func `there is a bound on the names`() throws {
    let site = try CollectorSamples.site()
    let view = site.api.collectorView(try CollectorQuery([], limitDays: 366), at: 1)
    var page = MarkupWriter()
    CountryForm(view, (0..<400).map { "c\($0)" }).write(to: &page)
    let text = String(decoding: page.bytes, as: UTF8.self)
    #expect(text.matches(of: /type="checkbox"/).count == 300)
    #expect(text.contains("The first 300 of 400"))
  }
}
