import HTTP
import Testing

@testable import API

struct ColumnPanelTests {
  private func site() throws -> Site {
    let site = try Site()
    try site.put("n,word,rows\n1,a,x\n2,b,x\n2,,y\n9,a,y\n", as: "t.csv")
    return site
  }

  private func facts(_ text: String) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: text.matches(of: /<dt>([^<]*)<\/dt><dd[^>]*>([^<]*)<\/dd>/).map {
        (String($0.1), String($0.2))
      })
  }

  @Test func `numbers are those of the rows that pass the filters`() throws {
    let text = try site().ask(.get, "/explore/t?n__lt=9&_column=n").text
    let facts = facts(text)
    #expect(facts["Values"] == "3")
    #expect(facts["Missing"] == "0")
    #expect(facts["Different"] == "2")
    #expect(facts["Greatest"] == "2")
    #expect(facts["Median"] == "2")
    #expect(text.contains("chart.svg?n__lt=9&amp;_kind=histogram&amp;_x=n"))
  }

  @Test func `each frequent value leads to its rows`() throws {
    let text = try site().ask(.get, "/explore/t?n__gt=0&_column=word").text
    #expect(text.contains(#"href="/explore/t?n__gt=0&amp;word=a&amp;_column=word#closer""#))
    #expect(text.contains("word__isnull=true"))
    #expect(facts(text)["Missing"] == "1")
    #expect(!text.contains("histogram"))
  }

  @Test func `a column may be called like the count of its rows`() throws {
    let text = try PageRules.check(site().ask(.get, "/explore/t?_column=rows"))
    #expect(text.contains("All values"))
  }

  @Test func `of too many different values the frequent ones are not looked for`() throws {
    let site = try Site()
    try site.put("n\n" + (0...10_000).map { "\($0)\n" }.joined(), as: "t.csv")
    #expect(try site.ask(.get, "/explore/t?_column=n").text.contains("too many different values"))
    #expect(try site.ask(.get, "/explore/t?n__lt=9&_column=n").text.contains("All values"))
  }
}
