import HTTP
import Testing

@testable import API

struct RowPanelTests {
  @Test func `a row is shown with all that stands in it`() throws {
    let site = try Site()
    let long = String(repeating: "z", count: 5000)
    try site.put("a,b,c\n1,\(long),\n", as: "t.csv")
    let text = try PageRules.check(site.ask(.get, "/explore/t?_row=1&_select=a"))
    #expect(text.contains("<dt dir=\"auto\">b</dt>"))
    #expect(text.contains(String(repeating: "z", count: 2000) + "…"))
    #expect(text.contains("missing"))
    #expect(text.contains("/explore/t?_view=similar&amp;_like=1"))
  }
}
