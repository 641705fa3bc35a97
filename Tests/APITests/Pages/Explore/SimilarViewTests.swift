import HTTP
import Testing

@testable import API

struct SimilarViewTests {
  @Test func `the most similar rows come first`() throws {
    let site = try Site()
    try site.put("name,n\nred lamp,1\nblue lamp,2\ngreen chair,3\nred lamp shade,4\n", as: "t.csv")
    let text = try site.ask(.get, "/explore/t?_view=similar&_like=1").text
    let rows = text.matches(of: /_like=(\d+)" title/).map { String($0.1) }
    #expect(rows.prefix(2) == ["4", "2"])
    #expect(
      try site.ask(.get, "/explore/t?_view=similar&_text=sofa").text.contains("No row has one"))
  }

  @Test func `a data set without texts says so`() throws {
    let site = try Site()
    try site.put("n\n1\n", as: "t.csv")
    let text = try PageRules.check(site.ask(.get, "/explore/t?_view=similar"))
    #expect(text.contains("no column of text"))
  }
}
