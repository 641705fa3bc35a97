import HTTP
import Testing

@testable import API

struct GroupsViewTests {
  private func site() throws -> Site {
    let site = try Site()
    try site.put(
      "city,n,day\nRome,1,2024-01-05\nOslo,5,2024-02-01\nRome,4,2024-02-09\n", as: "t.csv")
    return site
  }

  @Test func `groups are told with links to their rows`() throws {
    let text = try site().ask(.get, "/explore/t?n__gt=0&_view=groups&_group_by=city&_agg=mean(n)")
      .text
    #expect(text.contains("2 groups"))
    #expect(text.contains(#"href="/explore/t?n__gt=0&amp;city=Rome""#))
    #expect(text.contains(#"<td class="n">2.5</td>"#))
    #expect(
      text.contains("/api/v1/datasets/t/aggregate?n__gt=0&amp;_group_by=city&amp;_agg=mean(n)"))
  }

  @Test func `groups come in pages`() throws {
    let site = try site()
    let start = "/explore/t?_view=groups&_group_by=n&_limit=1"
    let first = try site.ask(.get, start).text
    let next = try #require(first.firstMatch(of: /href="([^"#]*)#rows" rel="next"/)).1
    let second = try site.ask(.get, String(next.replacing("&amp;", with: "&"))).text
    #expect(second.contains("2–2 of 3"))
    let back = try site.ask(.get, start + "&_from=2").text
    #expect(back.contains("2–2 of 3"))
    #expect(back.contains(#"<th scope="row" dir="auto"><a href="/explore/t?n=4""#))
    #expect(second.contains(#"<th scope="row" dir="auto"><a href="/explore/t?n=4""#))
  }

  @Test func `a number beyond the last group shows the last one`() throws {
    let site = try site()
    for number in ["4", "\(Int.max)"] {
      let text = try site.ask(.get, "/explore/t?_view=groups&_group_by=n&_limit=1&_from=" + number)
        .text
      #expect(text.contains("3–3 of 3"))
    }
    let together = try site.ask(.get, "/explore/t?_view=groups&_agg=mean(n)&_from=2").text
    #expect(together.contains("All rows together"))
  }

  @Test func `a number beside a cursor is taken for no more than can be true`() throws {
    let site = try site()
    let first = try site.ask(.get, "/explore/t?_view=groups&_group_by=n&_limit=1").text
    let next = try #require(first.firstMatch(of: /href="([^"#]*)#rows" rel="next"/)).1
      .replacing("&amp;", with: "&")
    let lie = next.replacing("_from=2", with: "_from=\(Int.max)")
    #expect(try site.ask(.get, String(lie)).text.contains("3–3 of 3"))
  }

  @Test(arguments: ["", "&_view=groups&_group_by=n"])
  func `a page is bounded, however long its address is`(view: String) throws {
    let site = try Site()
    let rows = (1...600).map { "\($0),a" }.joined(separator: "\n")
    try site.put("n,v\n" + rows + "\n", as: "t.csv")
    let filter = "v__ne=" + String(repeating: "x", count: 7000)
    let answer = try site.ask(.get, "/explore/t?_limit=10000&" + filter + view)
    #expect(answer.status == .ok)
    let text = answer.text
    #expect(text.contains("a page shows 500 \(view.isEmpty ? "rows" : "groups") at most"))
    #expect(text.contains("–500 of 600"))
    #expect(text.utf8.count < 2 * LinkBudget.bytes)
  }

  @Test func `a function is taken away as it was added`() throws {
    let text = try site().ask(
      .get, "/explore/t?_view=groups&_group_by=city&_agg=q(n,0.95),m:mean(n)&_sort=m"
    ).text
    #expect(text.contains(#"aria-label="Remove q(n,0.95)""#))
    #expect(text.contains(#"href="/explore/t?_view=groups&amp;_group_by=city&amp;_agg=m:mean(n)""#))
  }

  @Test func `points of rows make no groups`() throws {
    let text = try site().ask(
      .get, "/explore/t?_view=groups&_group_by=day&_agg=mean(n)&_kind=scatter"
    ).text
    #expect(text.contains("_kind=scatter&amp;_y=n&amp;_x=day"))
    #expect(!text.contains("<table"))
  }
}
