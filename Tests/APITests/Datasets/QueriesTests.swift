import Engine
import HTTP
import JSON
import Testing

@testable import API

struct QueriesTests {
  private static let goods = #"""
    name,price,made,sold,when
    Apple,1.5,2024-05-01,true,2024-05-01T10:00:00Z
    pear,,2024-05-02,false,2024-05-01T11:00:00Z
    "a, ""b""",3,2024-05-03,,2024-05-02T00:00:00Z
    =1+1,-2.25,,true,

    """#

  private func site() throws -> Site {
    let site = try Site()
    try site.send(Self.goods, to: "/api/v1/datasets?name=d")
    return site
  }

  private func rows(_ site: Site, _ query: String) throws -> Response {
    try site.ask(.get, "/api/v1/datasets/d/rows" + (query.isEmpty ? "" : "?" + query))
  }

  // Shapes

  @Test func `a page of objects has every column, its place and its origin`() throws {
    let response = try rows(site(), "_limit=2&_count=exact")
    #expect(response.fields[.contentType] == "application/json")
    let text = response.text
    #expect(
      text.hasPrefix(
        #"{"data":[{"name":"Apple","price":1.5,"made":"2024-05-01","sold":true,"#
          + #""when":"2024-05-01T10:00:00Z"},{"name":"pear","price":null,"made":"2024-05-02","#
          + #""sold":false,"when":"2024-05-01T11:00:00Z"}],"page":{"limit":2,"next":""#))
    let value = try response.value()
    #expect(value["page"]?["count"] == .integer(4))
    #expect(value["meta"]?["dataset"] == .string("d"))
    #expect(value["meta"]?["version"] == .integer(1))
    #expect(value["meta"]?["query_ms"] != nil)
  }

  @Test(arguments: [
    ("_shape=objects", #"[{"name":"Apple","price":1.5},{"name":"pear","price":null}]"#),
    ("_shape=arrays", #"[["Apple",1.5],["pear",null]]"#),
    ("_shape=columns", #"{"name":["Apple","pear"],"price":[1.5,null]}"#),
  ])
  func `rows have the shape that was asked for`(query: String, data: String) throws {
    let response = try rows(site(), "_select=name,price&_limit=2&" + query)
    #expect(response.text.hasPrefix(#"{"data":"# + data + #","page":"#))
  }

  @Test func `columns come in the order in which they were selected`() throws {
    let response = try rows(site(), "_select=sold,name&_shape=arrays&_limit=1")
    #expect(response.text.hasPrefix(#"{"data":[[true,"Apple"]]"#))
  }

  @Test func `lines of CSV hold every match when there is no limit`() throws {
    let response = try rows(site(), "_format=csv&_select=name,price")
    #expect(response.fields[.contentType] == "text/csv; charset=utf-8; header=present")
    #expect(response.fields[.contentDisposition] == #"attachment; filename="d.csv""#)
    #expect(response.text == "name,price\nApple,1.5\npear,\n\"a, \"\"b\"\"\",3.0\n=1+1,-2.25\n")
    #expect(response.fields["Link"] == nil)
  }

  @Test func `a spreadsheet finds no formula in a CSV that is made for it`() throws {
    let safe = try rows(site(), "_format=csv&_select=name,price&_csv_safe=1&price__lt=0")
    #expect(safe.text == "name,price\n'=1+1,-2.25\n")
  }

  @Test func `lines of JSON are one text a row, as objects or arrays`() throws {
    let site = try site()
    let objects = try rows(site, "_format=ndjson&_select=name&_limit=2")
    #expect(objects.fields[.contentType] == "application/x-ndjson")
    #expect(objects.text == "{\"name\":\"Apple\"}\n{\"name\":\"pear\"}\n")
    #expect(objects.fields["Link"]?.contains(#"rel="next""#) == true)
    let arrays = try rows(site, "_format=ndjson&_select=name&_limit=2&_shape=arrays")
    #expect(arrays.text == "[\"Apple\"]\n[\"pear\"]\n")
    // Other bytes have another name.
    #expect(arrays.fields[.entityTag] != objects.fields[.entityTag])
  }

  @Test func `a data set without rows has answers in every form`() throws {
    let site = try Site()
    try site.send("a,b\n", to: "/api/v1/datasets?name=d")
    #expect(
      try rows(site, "").text.hasPrefix(
        #"{"data":[],"page":{"limit":100,"next":null,"count":null}"#))
    #expect(try rows(site, "_shape=columns").text.hasPrefix(#"{"data":{"a":[],"b":[]}"#))
    #expect(try rows(site, "_format=csv").text == "a,b\n")
    #expect(try rows(site, "_format=ndjson").text.isEmpty)
    #expect(try rows(site, "_sort=-b,a&_format=csv").text == "a,b\n")
  }

  @Test func `a limit of none asks for no row`() throws {
    let value = try rows(site(), "_limit=0&_count=exact").value()
    #expect(value["data"]?.elementCount == 0)
    #expect(value["page"]?["next"] == .null)
    #expect(value["page"]?["count"] == .integer(4))
  }

  @Test func `rows stand where the keys put them, and nulls last`() throws {
    let site = try site()
    func prices(_ query: String) throws -> JSONValue? {
      try rows(site, "_shape=columns&_select=price&" + query).value()["data"]?["price"]
    }
    let numbers = #"[-2.25,1.5,3.0,null]"#
    #expect(try prices("_sort=price") == (try JSONParser.parse(Array(numbers.utf8))))
    #expect(
      try prices("_sort=-price") == (try JSONParser.parse(Array("[3.0,1.5,-2.25,null]".utf8))))
  }

  // Filters

  @Test(arguments: [
    ("name=Apple", 1), ("name=apple", 0), ("name__ne=Apple", 3), ("name__contains=P", 2),
    ("name__startswith=AP", 1), ("name__endswith=R", 1), ("name__in=Apple,pear", 2),
    ("name__notin=Apple,pear", 2), ("name__in=Apple,%22a,+%22%22b%22%22%22", 2),
    ("price=3", 1), ("price=3.00", 1), ("price__gt=1.5", 1), ("price__gte=1.5", 2),
    ("price__lt=1.5", 1), ("price__lte=1.5", 2), ("price__between=-2.25,1.5", 2),
    ("price__isnull=true", 1), ("price__isnull=false", 3), ("price__notnull=true", 3),
    ("price__ne=3", 2), ("sold=true", 2), ("sold=false", 1), ("sold__isnull=1", 1),
    ("made=2024-05-02", 1), ("made__gte=2024-05-02", 2), ("when__lt=2024-05-02T00:00:00Z", 2),
    ("when__gte=2024-05-01T13:00:00%2B02:00", 2), ("price__gt=0&sold=true", 1),
    ("_or=(price__gt:2,name__eq:pear)", 2), ("_or=(price__gt:2,name__eq:pear)&price__gt=2", 1),
    ("_or=(price__gt:2,name__eq:pear)&_or=(sold__eq:false)", 1), ("column:name=pear", 1),
  ])
  func `a filter lets through what it should`(query: String, count: Int64) throws {
    let response = try rows(site(), query + "&_count=exact")
    #expect(response.status == .ok)
    let value = try response.value()
    #expect(value["page"]?["count"] == .integer(count))
    #expect(value["data"]?.elementCount == Int(count))
  }

  @Test(arguments: [
    ("price=cheap", "a number such as 5"), ("price__between=1,x", "'x'"),
    ("made=yesterday", "a day such as"), ("sold=perhaps", "true or false"),
    ("when__gt=noon", "a time such as"), ("price__in=1,two", "'two'"),
    ("_or=(price__gt:much)", "'much'"),
  ])
  func `a value that is none of its column's type is 422, and says what would be`(
    query: String, hint: String
  ) throws {
    let response = try rows(site(), query)
    #expect(response.status == .unprocessableContent)
    #expect(response.text.contains(hint))
  }

  @Test(arguments: [
    ("prize=1", "'prize'; did you mean 'price'?"), ("_select=nam", "did you mean 'name'?"),
    ("_sort=-prce", "did you mean 'price'?"), ("price__gtt=1", "did you mean 'gt'?"),
    ("_or=(pric__gt:1)", "did you mean 'price'?"), ("_limt=1", "did you mean '_limit'?"),
    ("_format=xml", "json, csv, ndjson"), ("_shape=round", "objects, arrays, columns"),
    ("_count=all", "none, exact"), ("_limit=10001", "from 0 to 10000"),
    ("_limit=-1", "from 0 to 10000"), ("_limit=1e3", "from 0 to 10000"),
    ("_limit=99999999999999999999", "from 0 to 10000"), ("_limit=1&_limit=2", "once"),
    ("_select=name,name", "stands twice"), ("_or=price__gt:1", "in parentheses"),
    ("_select=", "not written as it should be"), ("price__contains=1", "is for texts"),
    ("price__between=1", "too few"), ("_csv_safe=maybe", "_csv_safe"),
  ])
  func `a question that makes no sense is 400, and says what would`(query: String, hint: String)
    throws
  {
    let response = try rows(site(), query)
    #expect(response.status == .badRequest)
    #expect(response.text.contains(hint), "\(response.text)")
  }

  @Test func `all mistakes are told at once, each with its parameter`() throws {
    let mistakes = try rows(site(), "prize=1&_limit=x&_sort=nam").mistakes()
    #expect(mistakes.map { $0.prefix { $0 != ":" } }.sorted() == ["_limit", "_sort", "prize"])
  }

  @Test func `a column that looks like a parameter is asked for as a column`() throws {
    let site = try Site()
    try site.send("_limit,a__gt,\"b (c)\"\n1,2,3\n4,5,6\n", to: "/api/v1/datasets?name=d")
    func count(_ query: String) throws -> JSONValue? {
      try rows(site, query + "&_count=exact").value()["page"]?["count"]
    }
    #expect(try count("column:_limit=4") == .integer(1))
    #expect(try count("a__gt__gt=2") == .integer(1))
    #expect(try count("b%20(c)__lte=3") == .integer(1))
    #expect(try count("_select=%22b%20(c)%22&_sort=%22b%20(c)%22") == .integer(2))
  }

  // Versions

  @Test func `who knows an answer of this version gets 304, and no other`() throws {
    let site = try site()
    for query in ["", "_format=csv", "_format=ndjson&_limit=1", "price__gt=0"] {
      let target = "/api/v1/datasets/d/rows?" + query
      let tag = try #require(try site.ask(.get, target).fields[.entityTag])
      let same = try site.ask(.get, target, fields: [(.ifNoneMatch, "\"x\", " + tag)])
      #expect(same.status == .notModified)
      #expect(same.fields[.entityTag] == tag)
      #expect(try same.content().isEmpty)
      let other = try site.ask(.get, target + "&_limit=3", fields: [(.ifNoneMatch, tag)])
      #expect(other.status == (query.contains("_limit") ? .badRequest : .ok))
    }
    let tag = try #require(try rows(site, "").fields[.entityTag])
    try site.send(Self.goods, to: "/api/v1/datasets?name=d&mode=replace")
    let target = "/api/v1/datasets/d/rows"
    #expect(try site.ask(.get, target, fields: [(.ifNoneMatch, tag)]).status == .ok)
  }
}
