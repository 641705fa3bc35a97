import Engine
import HTTP
import JSON
import Testing

@testable import API

struct SimilarRowsTests {
  private static let stories = """
    title,words,year
    One,space trading and exploring planets,2001
    Two,farming potatoes in spring,2002
    Three,trading goods between planets in space,2003
    Four,potatoes and farming goods,2004

    """

  private func site() throws -> Site {
    let site = try Site()
    try site.send(Self.stories, to: "/api/v1/datasets?name=d")
    return site
  }

  private func similar(_ site: Site, _ query: String) throws -> Response {
    try site.ask(.get, "/api/v1/datasets/d/similar?" + query)
  }

  private func titles(_ response: Response) throws -> [String] {
    guard case .array(let rows)? = try response.value()["data"] else { return [] }
    return rows.compactMap { row in
      if case .string(let title)? = row["title"] { title } else { nil }
    }
  }

  @Test func `columns count once, in whatever order they are named`() throws {
    let site = try site()
    let once = try titles(similar(site, "_like=1&_columns=title,words"))
    #expect(try titles(similar(site, "_like=1&_columns=words,title,words")) == once)
  }

  @Test func `rows like another one stand the most similar first, without that one`() throws {
    let response = try similar(site(), "_like=1&_columns=words")
    #expect(try titles(response).first == "Three")
    #expect(try !titles(response).contains("One"))
    let value = try response.value()
    #expect(value["data"]?[0]?["row_id"] == .integer(3))
    #expect(value["data"]?[0]?["year"] == .integer(2003))
    guard case .double(let score)? = value["data"]?[0]?["similarity_score"] else {
      Issue.record("there is no score")
      return
    }
    #expect(score > 0 && score < 1)
    #expect(value["page"]?["limit"] == .integer(10))
  }

  @Test func `several rows are taken together, and words can stand in for rows`() throws {
    let site = try site()
    let both = try titles(similar(site, "_like=1,2&_columns=words"))
    #expect(Set(both) == ["Three", "Four"])
    #expect(try titles(similar(site, "_text=Potatoes&_limit=1&_columns=words")).count == 1)
    let found = try titles(similar(site, "_text=space+planets&_columns=words&_limit=2"))
    #expect(Set(found) == ["One", "Three"])
  }

  @Test func `who knows the answer gets 304`() throws {
    let site = try site()
    let target = "/api/v1/datasets/d/similar?_like=1"
    let tag = try #require(try site.ask(.get, target).fields[.entityTag])
    #expect(
      try site.ask(.get, target, fields: [(.ifNoneMatch, tag)]).status == .notModified)
    #expect(
      try site.ask(.get, target + "&_limit=2", fields: [(.ifNoneMatch, tag)]).status == .ok)
  }

  @Test(arguments: [
    ("", "Say either which rows"), ("_like=1&_text=a", "Say either which rows"),
    ("_like=0", "row numbers from 1 to 4"), ("_like=5", "row numbers from 1 to 4"),
    ("_like=1,,2", "row numbers"), ("_like=x", "row numbers"), ("_like=", "row numbers"),
    ("_like=-1", "row numbers"), ("_text=a&_columns=year", "There is no column of text 'year'"),
    ("_text=a&_columns=wrds", "There is no column of text 'wrds'"),
    ("_text=a&_limit=0", "from 1 to 1000"), ("_text=a&_limit=1001", "from 1 to 1000"),
    ("_text=a&_limit=x", "from 1 to 1000"), ("_txt=a", "There is no parameter '_txt'"),
    ("title=One", "There is no parameter 'title'"),
    ("_like=99999999999999999999", "row numbers"),
  ])
  func `a question that makes no sense says what would`(query: String, hint: String) throws {
    let response = try similar(site(), query)
    #expect(response.status == .badRequest)
    #expect(response.text.contains(hint), "\(response.text)")
  }

  @Test func `a data set without texts has nothing to compare`() throws {
    let site = try Site()
    try site.send("n\n1\n", to: "/api/v1/datasets?name=d")
    let response = try similar(site, "_like=1")
    #expect(response.status == .badRequest)
    #expect(response.text.contains("The data set has no column of text"))
  }

  @Test func `a data set without rows has no row to be like`() throws {
    let site = try Site()
    try site.send("t\n", to: "/api/v1/datasets?name=d&types=%7B%22t%22:%22text%22%7D")
    #expect(try similar(site, "_like=1").status == .badRequest)
    #expect(try titles(similar(site, "_text=a")) == [])
  }
}
