import Engine
import HTTP
import JSON
import Statistics
import Tables
import Testing

@testable import API

struct QueryParametersTests {
  private static let shape = DatasetShape(
    columns: [
      .init(name: "city", type: .text), .init(name: "n", type: .integer),
      .init(name: "sort", type: .integer), .init(name: "day", type: .date),
      .init(name: "_x", type: .integer), .init(name: "a__in", type: .text),
    ], rowCount: 3)

  private func read(_ text: String) throws -> (QueryParameters, OrderMistakes) {
    guard case .object(let members) = try JSONParser.parse(Array(text.utf8)) else {
      throw Failure.notAnObject
    }
    var mistakes = OrderMistakes()
    let parameters = QueryParameters(
      OrderMembers(members, at: "/params"), columns: Self.shape.columns.map(\.name), &mistakes)
    return (parameters, mistakes)
  }

  private func items(_ text: String) throws -> [String] {
    let (parameters, mistakes) = try read(text)
    #expect(mistakes.isEmpty, "\(mistakes.all)")
    return parameters.items.map { "\($0.name)=\($0.value)" }
  }

  @Test(
    arguments: [
      (#"{}"#, []), (#"{"_group_by":"city","_limit":5}"#, ["_group_by=city", "_limit=5"]),
      (#"{"group_by":"city","limit":5.0}"#, ["_group_by=city", "_limit=5"]),
      // A column bears the name of the parameter: the bare name is the column's.
      (#"{"sort":5,"_sort":"-n"}"#, ["sort=5", "_sort=-n"]),
      (#"{"agg":["mean(n)","q(n,0.95)"]}"#, ["_agg=mean(n),q(n,0.95)"]),
      (#"{"or":["(n:1,n:2)","(n:3)"]}"#, ["_or=(n:1,n:2)", "_or=(n:3)"]),
      (#"{"or":"(n:1)"}"#, ["_or=(n:1)"]),
      (#"{"n__gt":1.5,"n":true,"city":"a,b"}"#, ["n__gt=1.5", "n=true", "city=a,b"]),
      (#"{"city__in":["a,b","c\"d",5,false]}"#, [#"city__in="a,b","c""d",5,false"#]),
      (#"{"n__between":[1,2e3]}"#, ["n__between=1,2000"]), (#"{"n":null}"#, []),
      (#"{"column:_x":1}"#, ["column:_x=1"]), (#"{"other":1}"#, ["other=1"]),
      (#"{"n":9007199254740993,"n__lt":1e300}"#, ["n=9007199254740993", "n__lt=1e+300"]),
    ] as [(String, [String])])
  func `members become the query of a URL`(text: String, expected: [String]) throws {
    #expect(try items(text) == expected)
  }

  @Test func `a list is read as it was written`() throws {
    let (parameters, _) = try read(#"{"city__in":["a,b","\"","c\"d",""," e "],"n__in":[1,-2.5]}"#)
    let query = try DatasetQuestion(.games, parameters.items).aggregate(of: ["city", "n"])
    #expect(
      query.filter.all.map(\.values) == [["a,b", "\"", "c\"d", "", " e "], ["1", "-2.5"]])
  }

  @Test(
    arguments: [
      (#"{"n":{}}"#, "'n' must be a text, a number, a boolean or an array of these"),
      (#"{"n__in":[[1]]}"#, "'n__in' must be"), (#"{"n__in":[null]}"#, "'n__in' must be"),
      (#"{"city":["a","b"]}"#, "'city' takes one value"),
      (#"{"a__in":["a","b"]}"#, "'a__in' takes one value"),
      (#"{"_cursor":"x"}"#, "A job answers with all groups as JSON"),
      (#"{"format":"csv"}"#, "A job answers with all groups as JSON"),
    ] as [(String, String)])
  func `what is no value of a query is told`(text: String, detail: String) throws {
    let mistakes = try read(text).1
    #expect(mistakes.all.count == 1)
    #expect(mistakes.all.first?.detail.hasPrefix(detail) == true, "\(mistakes.all)")
  }

  private func checked(_ text: String) throws -> OrderMistakes {
    var (parameters, mistakes) = try read(text)
    #expect(mistakes.isEmpty, "\(mistakes.all)")
    parameters.check(DatasetQuestion(.games, parameters.items), of: Self.shape, &mistakes)
    return mistakes
  }

  @Test(arguments: AggregateFunction.names)
  func `every function is asked of columns, not of rows`(name: String) throws {
    let others = ["q": "n,0.5", "corr": "n,sort", "histogram": "n,5"]
    for group in ["", #","group_by":"city""#, #","group_by":"day:week""#] {
      let mistakes = try checked(#"{"agg":"f:\#(name)(\#(others[name] ?? "n"))"\#(group)}"#)
      #expect(mistakes.isEmpty, "\(mistakes.all)")
    }
  }

  @Test(
    arguments: [
      #"{}"#,
      #"{"group_by":"city,day:month","agg":"mean(n),histogram(n,5)","having":"(mean_n__gt:1)"}"#,
      #"{"n__gt":"5","city__contains":"x","day":"2024-05-31","sort":1,"_sort":"-count"}"#,
    ])
  func `a query that suits the columns has no mistake`(text: String) throws {
    #expect(try checked(text).isEmpty)
  }

  @Test(
    arguments: [
      (#"{"agg":"mean(citi)","group_by":"cty"}"#, ["/params/group_by", "/params/agg"], false),
      (#"{"_agg":"mean(city)"}"#, ["/params/_agg"], false),
      (#"{"group_by":"city:day"}"#, ["/params/group_by"], false),
      (#"{"agg":"h:histogram(n,2)","_sort":"h"}"#, ["/params/_sort"], false),
      (#"{"agg":"h:histogram(n,2)","having":"(h__gt:1)"}"#, ["/params/having"], false),
      (#"{"n__contains":"1"}"#, ["/params/n__contains"], false),
      (#"{"n__gt":"many"}"#, ["/params/n__gt"], true),
      (#"{"city":"x","n":"many"}"#, ["/params/n"], true),
      (#"{"column:n":"many"}"#, ["/params/column:n"], true),
      (#"{"or":"(n:many)"}"#, ["/params/or"], true),
      (#"{"having":"(count__gt:many)"}"#, ["/params/having"], true),
      (#"{"limit":-1}"#, ["/params/limit"], false),
      (#"{"limit":10000,"agg":"histogram(n,1000)"}"#, ["/params/limit"], false),
      (#"{"limit":1,"_limit":2}"#, ["/params/_limit"], false),
    ] as [(String, [String], Bool)])
  func `what does not suit the columns is told with the member at fault`(
    text: String, places: [String], isValue: Bool
  ) throws {
    let mistakes = try checked(text)
    #expect(mistakes.all.map(\.place) == places.map { .pointer($0) }, "\(mistakes.all)")
    let failure = #expect(throws: Failure.self) { try mistakes.finish() }
    #expect(failure == (isValue ? .badValues(mistakes.all) : .badMembers(mistakes.all)))
  }
}
