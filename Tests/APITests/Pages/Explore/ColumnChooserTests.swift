import HTTP
import Testing

@testable import API

struct ColumnChooserTests {
  @Test func `the columns that are shown are ticked`() throws {
    let site = try Site()
    try site.put("a,b,c\n1,2,3\n", as: "t.csv")
    let text = try site.ask(.get, "/explore/t?_select=a,c&_sort=b").text
    #expect(text.contains("2 of 3 columns"))
    #expect(text.contains(#"name="_show" value="a" checked=""#))
    #expect(!text.contains(#"name="_show" value="b" checked=""#))
  }

  @Test func `many columns are named rather than ticked`() throws {
    let site = try Site()
    try site.put((0..<300).map { "c\($0)" }.joined(separator: ",") + "\n", as: "t.csv")
    let text = try PageRules.check(site.ask(.get, "/explore/t?_select=c7"))
    #expect(!text.contains("_show"))
    #expect(text.contains(#"<input name="_select" value="c7"/>"#))
    #expect(!text.contains("<option value=\"c1\">"))
  }
}
