import Engine
import HTTP
import Statistics
import Testing

@testable import API

struct PageLinksTests {
  private func links(
    _ query: String, shown: Int, of count: Int, next: String? = nil
  ) throws -> PageLinks {
    let name = try #require(DatasetName("t"))
    let address = try ExploreAddress(name, Target("/explore/t?" + query).queryItems)
    return PageLinks(address, shown: shown, of: count, limit: 10, next: next)
  }

  private func text(_ links: PageLinks) -> String {
    var page = MarkupWriter()
    links.write(to: &page)
    return String(decoding: page.bytes, as: UTF8.self)
  }

  @Test func `a page in the middle leads to the first, the one before and the next`() throws {
    let links = try links("_sort=n&_cursor=here&_from=15", shown: 10, of: 12345, next: "there")
    let text = text(links)
    #expect(links.leadSomewhere)
    #expect(text.contains(#"<a href="/explore/t?_sort=n#rows">« First</a>"#))
    #expect(text.contains(#"<a href="/explore/t?_sort=n&amp;_from=5#rows" rel="prev">"#))
    #expect(text.contains("<span>15–24 of 12,345</span>"))
    #expect(
      text.contains(
        #"<a href="/explore/t?_sort=n&amp;_cursor=there&amp;_from=25#rows" rel="next">"#))
  }

  @Test func `a page of everything leads nowhere`() throws {
    let links = try links("", shown: 3, of: 3)
    #expect(!links.leadSomewhere)
    #expect(text(links).contains("<span>1–3 of 3</span>"))
    #expect(!text(links).contains("<a "))
  }

  @Test(arguments: [
    ("_from=\(Int.max)", 991, 1000), ("_from=\(Int.min)", 1, 10), ("_from=0", 1, 10),
    ("_from=99999999999999999999", 1, 10), ("_from=995", 991, 1000), ("_from=990", 990, 999),
  ])
  func `no address makes numbers that there are not`(query: String, from: Int, end: Int) throws {
    let links = try links("_cursor=here&" + query, shown: 10, of: 1000, next: "there")
    #expect(links.from == from && links.end == end)
    #expect(text(links).contains("_from=\(end + 1)#rows"))
  }

  @Test func `a page without rows has numbers too`() throws {
    #expect(try links("_from=7", shown: 0, of: 0).from == 1)
    #expect(try links("_from=7", shown: 0, of: 0).end == 0)
  }
}
