import HTTP
import JSON
import Testing

@testable import API

struct ChartsTests {
  private let csv = "city,sold,price\nRome,3,1.5\nOslo,5,2.5\nRome,4,\n,1,9\n"

  private func site() throws -> Site {
    let site = try Site()
    try site.put(csv, as: "t.csv")
    return site
  }

  private func ask(_ query: String, _ site: Site, _ fields: [(FieldName, String)] = []) throws
    -> Response
  {
    try site.ask(.get, "/api/v1/datasets/t/chart.svg" + query, fields: fields)
  }

  @Test(arguments: [
    ("?_kind=histogram&_x=price", "Histogram of price."),
    ("?_kind=bar&_group_by=city&_agg=mean(sold)", "Bar chart of mean_sold by city: 3 categories."),
    ("?_kind=line&_group_by=sold&_agg=max(price)", "Line chart of max_price by sold: 3 points."),
    ("?_kind=line&_x=sold&_y=price", "Line chart of price by sold: 3 points."),
    ("?_kind=scatter&_x=sold&_y=price&city=Rome", "Scatter chart of price by sold: 1 point."),
    ("?_kind=box&_y=sold&_group_by=city", "Box plot of sold by city: 3 groups."),
    ("?_kind=box&_y=sold&sold__gt=99", "There are no values."),
  ])
  func `a chart is an SVG document that may do nothing`(query: String, sentence: String) throws {
    let answer = try ask(query, site())
    #expect(answer.status == .ok, "\(answer.text)")
    #expect(answer.fields[.contentType] == "image/svg+xml")
    #expect(
      answer.fields["Content-Security-Policy"]
        == "default-src 'none'; style-src 'unsafe-inline'; sandbox")
    #expect(answer.fields["X-Content-Type-Options"] == "nosniff")
    #expect(answer.text.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\""))
    #expect(answer.text.contains(sentence), "\(answer.text.prefix(600))")
  }

  @Test func `a chart is the same until the data set changes`() throws {
    let site = try site()
    let query = "?_kind=histogram&_x=price"
    let first = try ask(query, site)
    let tag = try #require(first.fields[.entityTag])
    #expect(try ask(query + "&_bins=20", site, [(.ifNoneMatch, tag)]).status == .notModified)
    #expect(try ask(query + "&_bins=21", site, [(.ifNoneMatch, tag)]).status == .ok)
    #expect(try ask(query, site).text == first.text)
  }

  @Test(arguments: [
    ("?_x=price", ["A chart needs '_kind'"]),
    ("?_kind=histogram", ["A histogram needs '_x'"]),
    ("?_kind=pie&_x=prise", ["'pie' is none of the words", "did you mean 'price'?"]),
    (
      "?_kind=histogram&_x=price&_titel=T&_y=sold",
      ["did you mean '_title'?", "says nothing to a histogram"]
    ),
    ("?_kind=histogram&_x=city", ["Column 'city' is of type text, and a histogram shows"]),
    ("?_kind=bar&_group_by=city&_agg=mean(city)", ["'mean' is no function of column 'city'"]),
    ("?_kind=bar&_group_by=city&_agg=first(city)", ["'first_city' is of type text"]),
    ("?_kind=box&_y=sold&_width=9", ["'_width' must be a whole number"]),
  ])
  func `a question that makes no sense is told so`(query: String, sentences: [String]) throws {
    let answer = try ask(query, site())
    #expect(answer.status == .badRequest)
    #expect(answer.fields[.contentType] == "application/problem+json")
    for sentence in sentences { #expect(answer.text.contains(sentence), "\(answer.text)") }
  }

  @Test func `a value that is none of its column's type is told so`() throws {
    let answer = try ask("?_kind=histogram&_x=price&sold=many", site())
    #expect(answer.status == .unprocessableContent)
  }
}
