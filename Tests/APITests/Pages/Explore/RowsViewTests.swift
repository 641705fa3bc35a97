import HTTP
import JSON
import Testing

@testable import API

struct RowsViewTests {
  private func site() throws -> Site {
    let site = try Site()
    let rows = (1...7).map { "\($0),\($0 % 3)" }.joined(separator: "\n")
    try site.put("n,group\n" + rows + "\n", as: "t.csv")
    return site
  }

  /// The numbers of the rows that a page shows, in its order.
  private func rows(_ text: String) -> [Int] {
    text.matches(of: /_row=(\d+)[^"]*#closer">/).compactMap { Int($0.1) }
  }

  private func link(_ relation: String, in text: String) throws -> String {
    let found = text.firstMatch(of: try Regex("href=\"([^\"#]*)[^>]*rel=\"\(relation)\""))
    let target = try #require(found?[1].substring)
    return String(target.replacing("&amp;", with: "&"))
  }

  @Test(arguments: ["", "&_sort=-group", "&_sort=group,-n", "&group__lt=2", "&_select=group"])
  func `pages forth and back show each row once`(question: String) throws {
    let site = try site()
    var pages: [[Int]] = []
    var target = "/explore/t?_limit=2" + question
    while true {
      let text = try site.ask(.get, target).text
      pages.append(rows(text))
      guard text.contains("rel=\"next\"") else { break }
      target = try link("next", in: text)
    }
    let all = pages.flatMap { $0 }
    let count = question == "&group__lt=2" ? 5 : 7
    #expect(Set(all).count == count && all.count == count)
    for expected in pages.dropLast().reversed() {
      target = try link("prev", in: try site.ask(.get, target).text)
      #expect(rows(try site.ask(.get, target).text) == expected)
    }
  }

  @Test func `the command answers with the rows of a page that has no cursor`() throws {
    let site = try site()
    let text = try site.ask(.get, "/explore/t?_limit=2&_from=4&_sort=-n").text
    #expect(rows(text) == [4, 3])
    let command = try #require(
      text.firstMatch(of: /\/api\/v1\/datasets\/t\/rows\?[^&]*[^'<]*?&#39;/))
    let target = command.0.replacing("&#39;", with: "").replacing("&amp;", with: "&")
    let answer = try site.json(.get, String(target))
    #expect(answer["data"]?[0]?["n"] == .integer(4))
    #expect(answer["data"]?[1]?["n"] == .integer(3))
  }

  @Test func `a number beyond the last row shows the last one`() throws {
    let text = try site().ask(.get, "/explore/t?_limit=2&_from=400").text
    #expect(rows(text) == [7])
  }

  @Test func `a number beside a cursor is taken for no more than can be true`() throws {
    let site = try site()
    let next = try link("next", in: try site.ask(.get, "/explore/t?_limit=2").text)
    let text = try site.ask(.get, next + "&_from=\(Int.max)").text
    #expect(text.contains("3–4 of 7"))
    let lie = next.replacing("_from=3", with: "_from=\(Int.max)")
    #expect(try site.ask(.get, lie).text.contains("Rows 6 to 7 of t"))
  }

  @Test func `a page is bounded, and says so`() throws {
    let site = try Site()
    let names = (0..<150).map { "c\($0)" }.joined(separator: ",")
    let row = (0..<150).map { _ in String(repeating: "x", count: 300) }.joined(separator: ",")
    try site.put(names + "\n" + String(repeating: row + "\n", count: 60), as: "t.csv")
    let text = try PageRules.check(site.ask(.get, "/explore/t"))
    #expect(text.contains("the first 100 of 150 columns"))
    #expect(text.utf8.count < 400_000)
    #expect(
      try site.ask(.get, "/explore/t?_limit=9999").text.contains("a page shows 500 rows at most"))
  }

  @Test func `sorting is told to those who do not see the mark`() throws {
    let text = try site().ask(.get, "/explore/t?_sort=-n").text
    #expect(text.contains(#"<th scope="col" aria-sort="descending" class="n">"#))
  }
}
