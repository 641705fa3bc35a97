import HTTP
import Statistics
import Testing

@testable import API

struct ExplorePageTests {
  private static let csv =
    "city,sold,day\nRome,3,2024-01-05\nOslo,5,2024-02-01\nRome,4,2024-02-09\n,1,\n"

  private func site() throws -> Site {
    let site = try Site()
    try site.put(Self.csv, as: "t.csv")
    return site
  }

  @Test(arguments: [
    "", "?city=Rome", "?_sort=-sold&_limit=2", "?_limit=2&_from=3", "?_column=city",
    "?_column=sold&sold__gt=1", "?_column=day", "?_row=2", "?city=Paris", "?_limit=0",
    "?_view=groups", "?_view=groups&_group_by=city&_agg=mean(sold)",
    "?_view=groups&_group_by=day:month,city&_kind=line", "?_view=groups&_group_by=city&_kind=none",
    "?_view=groups&_group_by=city&_agg=sum(sold)&_kind=box",
    "?_view=groups&_group_by=day&_agg=sum(sold)&_kind=scatter",
    "?_view=groups&_group_by=city&_limit=1&_having=(count__gt:0)", "?_view=similar",
    "?_view=similar&_text=rome", "?_view=similar&_like=1",
  ])
  func `every view keeps the rules of pages`(query: String) throws {
    let answer = try site().ask(.get, "/explore/t" + query)
    #expect(answer.status == .ok)
    try PageRules.check(answer)
  }

  @Test func `what is shown is told as a command too`() throws {
    let text = try site().ask(.get, "/explore/t?city=Rome&_sort=-sold").text
    #expect(text.contains("/api/v1/datasets/t/rows?city=Rome&amp;_sort=-sold&amp;_limit=50"))
  }

  @Test(arguments: [
    ("?prise=1", Status.badRequest, "There is no column &#39;prise&#39;"),
    ("?sold=many", .unprocessableContent, "&#39;many&#39; is no value of column"),
    ("?_column=x", .badRequest, "There is no column &#39;x&#39;"),
    ("?_row=5", .badRequest, "There is no row 5"),
    ("?_cursor=AAAA", .badRequest, "_cursor"), ("?_sort=", .seeOther, ""),
    ("?_view=groups&_group_by=x", .badRequest, "There is no column &#39;x&#39;"),
    ("?_view=groups&_group_by=city&_agg=mean(city)", .badRequest, "is no function of column"),
    ("?_view=groups&_group_by=city&_kind=pie", .badRequest, "&#39;_kind&#39; is one of"),
    ("?_view=similar&_like=9", .badRequest, "row numbers from 1 to 4"),
  ])
  func `what makes no sense is told, and the form stays`(
    query: String, status: Status, sentence: String
  ) throws {
    let answer = try site().ask(.get, "/explore/t" + query)
    #expect(answer.status == status)
    guard status != .seeOther else { return }
    let text = try PageRules.check(answer)
    #expect(text.contains(sentence))
    #expect(text.contains("<form"))
  }

  @Test func `a form sends the browser on to the address that says the same`() throws {
    let answer = try site().ask(.get, "/explore/t?_where=sold&_is=gte&_value=4")
    #expect(answer.status == .seeOther)
    #expect(answer.fields[.location] == "/explore/t?sold__gte=4")
  }

  @Test func `an unknown data set is a page too`() throws {
    let answer = try site().ask(.get, "/explore/nothing")
    #expect(answer.status == .notFound)
    try PageRules.check(answer)
  }

  @Test func `hostile names and cells are texts`() throws {
    let site = try Site()
    let script = "<script>alert('1')</script>"
    let long = String(repeating: "y", count: 10_000)
    try site.put("\"\(script)\",\(long),\"_a\"\"b\"\n\(script),\(long),3\n", as: "t.csv")
    let column = QueryText.encoded(script)
    for query in [
      "", "?_column=\(column)", "?_row=1", "?_view=groups&_by=\(column)",
      "?_view=groups&_group_by=%22\(column)%22", "?_view=groups&_group_by=%22_a%22%22b%22",
      "?\(column)=%3Cscript%3E", "?_view=similar&_text=\(column)", "?_or=\(column)",
    ] {
      let answer = try site.ask(.get, "/explore/t" + query)
      guard answer.status != .seeOther else { continue }
      let text = try PageRules.check(answer)
      #expect(!text.contains("<script>alert"))
    }
  }
}
