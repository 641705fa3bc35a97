import HTTP
import JSON
import Testing

@testable import API

struct AggregatesTests {
  private let csv = "city,sold,price\nRome,3,1.5\nOslo,5,2.5\nRome,4,\n,1,9\n"

  private func site() throws -> Site {
    let site = try Site()
    try site.put(csv, as: "t.csv")
    return site
  }

  private func data(_ query: String, _ site: Site) throws -> String {
    let answer = try site.ask(.get, "/api/v1/datasets/t/aggregate" + query)
    #expect(answer.status == .ok, "\(answer.text)")
    let data = try #require(try JSONParser.parse(answer.content())["data"])
    var writer = JSONWriter()
    writer.value(data)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test(arguments: [
    ("", #"{"count":4}"#), ("?_agg=sum(price),n:count(price)", #"{"sum_price":13.0,"n":3}"#),
    ("?sold__gte=4&_agg=mean(sold)", #"{"mean_sold":4.5}"#),
    ("?sold__gt=99&_agg=mean(sold),count()", #"{"mean_sold":null,"count":0}"#),
    (
      "?_group_by=city",
      #"[{"city":"Oslo","count":1},{"city":"Rome","count":2},{"city":null,"count":1}]"#
    ),
    (
      "?_group_by=city&_agg=n:sum(sold)&_sort=-n&_having=(n__gt:1)",
      #"[{"city":"Rome","n":7},{"city":"Oslo","n":5}]"#
    ),
    (
      "?_agg=histogram(sold,2)",
      #"{"histogram_sold_2":{"edges":[1.0,3.0,5.0],"counts":[1,3]}}"#
    ),
  ])
  func `an aggregate is one object, or one for each group`(query: String, expected: String) throws {
    #expect(try data(query, site()) == expected)
  }

  @Test func `groups come in pages, each once`() throws {
    let site = try site()
    var names: [JSONValue?] = []
    var target = "/api/v1/datasets/t/aggregate?_group_by=city&_limit=1"
    for _ in 0..<5 {
      let answer = try site.ask(.get, target)
      let body = try JSONParser.parse(answer.content())
      guard case .array(let rows)? = body["data"] else { break }
      names += rows.map { $0["city"] }
      #expect(body["page"]?["count"] == .integer(3))
      guard case .string(let next)? = body["page"]?["next"] else { break }
      #expect(answer.fields["Link"]?.contains(next) == true)
      target = "/api/v1/datasets/t/aggregate?_group_by=city&_limit=1&_cursor=\(next)"
    }
    #expect(names == [.string("Oslo"), .string("Rome"), .null])
  }

  @Test func `a cursor is good for its question and its data set alone`() throws {
    let site = try site()
    try site.put(csv, as: "other.csv")
    let first = try site.ask(.get, "/api/v1/datasets/t/aggregate?_group_by=city&_limit=1")
    guard case .string(let next)? = try JSONParser.parse(first.content())["page"]?["next"] else {
      Issue.record("there is no next page")
      return
    }
    for path in ["other/aggregate?_group_by=city", "t/aggregate?_group_by=sold"] {
      let answer = try site.ask(.get, "/api/v1/datasets/\(path)&_limit=1&_cursor=\(next)")
      #expect(answer.status == .badRequest, "\(path)")
    }
  }

  @Test func `groups are lines where that was asked`() throws {
    let site = try site()
    let csv = try site.ask(
      .get, "/api/v1/datasets/t/aggregate?_group_by=city&_agg=histogram(sold,1)&_format=csv")
    #expect(csv.fields[.contentType]?.hasPrefix("text/csv") == true)
    #expect(
      csv.text.hasPrefix(
        "city,histogram_sold_1\nOslo,\"{\"\"edges\"\":[4.5,5.5],\"\"counts\"\":[1]}\"\n"))
    let lines = try site.ask(
      .get, "/api/v1/datasets/t/aggregate?_group_by=city&_format=ndjson&_limit=1")
    #expect(lines.text == "{\"city\":\"Oslo\",\"count\":1}\n")
  }

  @Test(arguments: [
    ("_agg=mean(city)", "'mean' is no function of column 'city', which is of type text"),
    ("_group_by=city:day", "Column 'city' is of type text and has no day"),
    ("_agg=mean(prize)", "There is no column 'prize'; did you mean 'price'?"),
    ("_agg=men(price)", "There is no function 'men'"),
    ("sold__gt=many", "'many' is no value of column 'sold'"),
  ])
  func `a question that makes no sense is told so`(query: String, sentence: String) throws {
    let answer = try site().ask(.get, "/api/v1/datasets/t/aggregate?" + query)
    #expect(answer.status == (query.hasPrefix("sold") ? .unprocessableContent : .badRequest))
    #expect(answer.text.contains(sentence), "\(answer.text)")
  }

  @Test(arguments: [
    ("_group_by=city&_agg=histogram(sold,1000)&_limit=10000", "too many numbers"),
    ("_agg=" + (0...200).map { "a\($0):count()" }.joined(separator: ","), "201 functions"),
  ])
  func `an answer that would not fit is refused before it is made`(
    query: String, sentence: String
  ) throws {
    let answer = try site().ask(.get, "/api/v1/datasets/t/aggregate?" + query)
    #expect(answer.status == .badRequest)
    #expect(answer.text.contains(sentence), "\(answer.text)")
  }

  @Test func `two columns of an answer never share a name`() throws {
    let site = try Site()
    try site.put("count,v\n1,2\n", as: "c.csv")
    let answer = try site.ask(.get, "/api/v1/datasets/c/aggregate?_group_by=count")
    #expect(answer.status == .badRequest)
    #expect(answer.text.contains("two columns 'count'"))
  }

  @Test func `an answer that the client has is not sent again`() throws {
    let site = try site()
    let path = "/api/v1/datasets/t/aggregate?_agg=mean(sold)"
    let tag = try #require(try site.ask(.get, path).fields[.entityTag])
    #expect(try site.ask(.get, path, fields: [(.ifNoneMatch, tag)]).status == .notModified)
  }
}
