import Engine
import HTTP
import JSON
import Testing

@testable import API

struct JobSearchTests {
  private static let failing =
    #"{"type":"import","params":{"url":"http://127.0.0.1:1/a.csv","name":"a"}}"#

  private func search(_ query: String) throws -> JobSearch {
    try JobSearch(Target("/jobs?" + query).queryItems)
  }

  private func site() throws -> Site {
    let site = try Site()
    for _ in 0..<3 { _ = try site.finish() }
    _ = try site.ask(.post, "/api/v1/jobs", Self.failing)
    site.settle()
    return site
  }

  private func numbers(_ query: String, _ site: Site) throws -> [Int] {
    try search(query).page(site.engine).jobs.map(\.id.number)
  }

  @Test(arguments: [
    ("", [4, 3, 2, 1]), ("q=job_id_2", [2]), ("q=SURVEY", [3, 2, 1]), ("q=this%20machine", [4]),
    ("q=none", []), ("state=failed&q=import", [4]), ("state=failed&q=survey", []),
    ("type=survey", [3, 2, 1]), ("state=&type=&q=", [4, 3, 2, 1]),
  ])
  func `jobs are found by their words`(query: String, expected: [Int]) throws {
    #expect(try numbers(query, site()) == expected)
  }

  @Test func `pages follow each other, also those of a search`() throws {
    let site = try Site()
    for _ in 0..<JobSearch.pageLength + 5 { _ = try site.ask(.post, "/api/best5", Site.question) }
    site.settle()
    for query in ["", "q=survey"] {
      let search = try search(query)
      let first = try search.page(site.engine)
      let next = try #require(first.next)
      #expect(first.jobs.count == JobSearch.pageLength)
      let cursor = search.query.cursor(after: next, site.engine.signature)
      let target = search.target(cursor: cursor)
      let second = try JobSearch(Target(target).queryItems).page(site.engine)
      #expect(second.jobs.map(\.id.number) == [5, 4, 3, 2, 1])
    }
  }

  @Test func `what makes no sense is refused`() throws {
    #expect(throws: Failure.self) { try search("state=lost") }
    #expect(throws: Failure.self) { try search("nothing=1") }
  }

  @Test func `addresses keep what was chosen`() throws {
    let search = try search("state=failed&type=import&q=a%26b")
    #expect(search.target(state: "running") == "/jobs?type=import&q=a%26b&state=running")
    #expect(search.target(state: "") == "/jobs?type=import&q=a%26b")
    #expect(search.request == "/api/v1/jobs?state=failed&type=import&_limit=50")
  }

  @Test func `the command lists the jobs of the page that is shown`() throws {
    let site = try Site()
    for _ in 0..<JobSearch.pageLength + 2 { _ = try site.ask(.post, "/api/best5", Site.question) }
    site.settle()
    let text = try site.ask(.get, "/jobs?type=survey").text
    let next = try #require(text.firstMatch(of: /href="([^"]*)" rel="next"/)).1
    let target = String(next.replacing("&amp;", with: "&"))
    let request = try JobSearch(Target(target).queryItems).request
    #expect(try site.json(.get, request)["data"]?.elementCount == 2)
    #expect(try site.ask(.get, "/jobs?q=survey").text.contains("without the search"))
    #expect(!text.contains("without the search"))
  }
}
