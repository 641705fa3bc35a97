import HTTP
import JSON
import Testing

@testable import API

struct ProfilesTests {
  private let csv = "n,w,b\n1,x,true\n2,y,false\n2,,true\n,x,\n"

  @Test func `a profile tells of every column, and is the same until the data set changes`() throws
  {
    let site = try Site()
    try site.put(csv, as: "t.csv")
    let first = try site.ask(.get, "/api/v1/datasets/t/profile")
    #expect(first.status == .ok)
    let data = try #require(try JSONParser.parse(first.content())["data"])
    #expect(data["row_count"] == .integer(4))
    guard case .array(let columns)? = data["columns"] else {
      Issue.record("there are no columns")
      return
    }
    #expect(columns.map { $0["name"] } == ["n", "w", "b"].map { .string($0) })
    #expect(columns.map { $0["nulls"] } == [.integer(1), .integer(1), .integer(1)])
    #expect(columns[0]["median"] == .double(2))
    #expect(columns[1]["distinct"] == .integer(2))
    #expect(columns[2]["true"] == .integer(2))
    let tag = try #require(first.fields[.entityTag])
    let again = try site.ask(
      .get, "/api/v1/datasets/t/profile", fields: [(.ifNoneMatch, tag)])
    #expect(again.status == .notModified)
  }

  @Test func `a profile takes no parameters`() throws {
    let site = try Site()
    try site.put(csv, as: "t.csv")
    let answer = try site.ask(.get, "/api/v1/datasets/t/profile?column=n")
    #expect(answer.status == .badRequest)
    #expect(answer.text.contains("There is no parameter 'column'"))
  }

  @Test func `a data set is shown with what its columns hold`() throws {
    let site = try Site()
    try site.put(csv, as: "t.csv")
    let shown = try site.ask(.get, "/api/v1/datasets/t")
    #expect(
      shown.text.contains(
        #"{"name":"n","type":"integer","count":3,"nulls":1,"distinct":2,"min":1,"max":2}"#))
  }
}
