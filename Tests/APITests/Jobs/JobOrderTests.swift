import Engine
import Foundation
import HTTP
import JSON
import Statistics
import Testing

@testable import API

struct JobOrderTests {
  private let site: Site

  init() throws {
    site = try Site()
    try site.send("city,n\nRome,3\nOslo,5\n", to: "/api/v1/datasets?name=t")
  }

  private func order(_ body: String) throws -> JobOrder {
    try JobOrder(Array(body.utf8), engine: site.engine)
  }

  private func refusal(_ body: String) -> Failure? {
    #expect(throws: Failure.self) { _ = try order(body) }
  }

  /// Where the mistakes are, and the status.
  private func places(_ body: String) -> ([String], Int)? {
    guard let account = refusal(body)?.account else { return nil }
    let places = account.mistakes.map { mistake -> String in
      guard case .pointer(let pointer)? = mistake.place else { return "?" }
      return pointer
    }
    return (places, account.status.code)
  }

  // What can be ordered

  @Test func `an aggregate is a query of a data set`() throws {
    let name = try #require(DatasetName("t"))
    let order = try order(
      #"{"type":"aggregate","dataset":"t","params":{"group_by":["city"],"n__gt":1}}"#)
    #expect(
      order.work
        == .aggregate(DatasetQuestion(name, [.init("_group_by", "city"), .init("n__gt", "1")])))
    #expect(order.callback == nil && order.limitMilliseconds == nil)
    #expect(
      try self.order(#"{"type":"aggregate","dataset":"t"}"#).work
        == .aggregate(DatasetQuestion(name, [])))
  }

  @Test func `a profile needs its data set alone`() throws {
    let name = try #require(DatasetName("t"))
    for params in ["", #","params":{}"#, #","params":null"#] {
      #expect(try order(#"{"type":"profile","dataset":"t"\#(params)}"#).work == .profile(name))
    }
  }

  @Test func `an import is what POST of imports takes, its name in either place`() throws {
    let name = try #require(DatasetName("new"))
    let options = ReadOptions(
      delimiter: ";", encoding: "latin1", types: ["zip": "text"], onError: .skipRow)
    let expected = Work.importing(
      ImportOrder(address: "http://a/b.csv", name: name, mode: .replace, options: options))
    let params =
      #""url":"http://a/b.csv","mode":"replace","types":{"zip":"text"},"delimiter":";","#
      + #""encoding":"latin1","on_error":"skip_row""#
    for body in [
      #"{"type":"import","dataset":"new","params":{\#(params)}}"#,
      #"{"type":"import","params":{\#(params),"name":"new"}}"#,
      #"{"type":"import","dataset":"new","params":{"name":"new",\#(params)}}"#,
    ] {
      #expect(try order(body).work == expected)
    }
    #expect(
      try order(#"{"type":"import","dataset":"new","params":{"url":"http://a/b.csv"}}"#).work
        == .importing(
          ImportOrder(
            address: "http://a/b.csv", name: name, mode: .create, options: ReadOptions())))
  }

  @Test func `a question to the survey is checked against it`() throws {
    let survey = try #require(site.engine.survey)
    let bodies = [
      (
        #"{"statistic":"states_mean","question":"Q","state":"Ohio"}"#,
        SurveyInquiry(.statesMean, question: "Q")
      ),
      (
        #"{"statistic":"state_mean","question":"Q","state":"Ohio","from_year":2011,"to_year":2012.0,"#
          + #""better":"low"}"#,
        SurveyInquiry(
          .stateMean, question: "Q", state: "Ohio", fromYear: 2011, toYear: 2012, better: .low)
      ),
    ]
    for (params, inquiry) in bodies {
      #expect(
        try order(#"{"type":"survey","params":\#(params)}"#).work
          == .survey(survey.question(inquiry)))
    }
  }

  @Test(
    arguments: [
      ("90", 90_000), ("0.5", 500), ("0.0001", 1), (#""90s""#, 90_000), (#""5m""#, 300_000),
      (#""1500ms""#, 1500), ("31622400", 31_622_400_000), (#""2""#, 2000), ("2.0", 2000),
    ])
  func `a time is seconds or a text with a unit`(text: String, milliseconds: Int) throws {
    let order = try order(#"{"type":"profile","dataset":"t","timeout":\#(text)}"#)
    #expect(order.limitMilliseconds == milliseconds)
  }

  @Test func `any job may have an address to be told of its end`() throws {
    let body = #"{"type":"profile","dataset":"t","callback_url":"https://example.org/hook?a=b"}"#
    #expect(try order(body).callback == "https://example.org/hook?a=b")
  }

  @Test func `null is as good as nothing`() throws {
    let order = try order(
      #"{"type":"profile","dataset":"t","params":null,"callback_url":null,"timeout":null}"#)
    #expect(order.callback == nil && order.limitMilliseconds == nil)
  }

  // What is wrong

  @Test(
    arguments: [
      (#"{}"#, ["/type"], 400), (#"{"type":7}"#, ["/type"], 400),
      (#"{"type":"dream"}"#, ["/type"], 400),
      (#"{"type":"profile"}"#, ["/dataset"], 400),
      (#"{"type":"profile","dataset":7}"#, ["/dataset"], 400),
      (#"{"type":"profile","dataset":"a b"}"#, ["/dataset"], 400),
      (#"{"type":"profile","dataset":"t","params":[]}"#, ["/params"], 400),
      (#"{"type":"profile","dataset":"t","params":{"a/b":1}}"#, ["/params/a~1b"], 400),
      (#"{"type":"profile","dataset":"t","timeout":0}"#, ["/timeout"], 422),
      (#"{"type":"profile","dataset":"t","timeout":-5.5}"#, ["/timeout"], 422),
      (#"{"type":"profile","dataset":"t","timeout":"soon"}"#, ["/timeout"], 422),
      (#"{"type":"profile","dataset":"t","timeout":"0s"}"#, ["/timeout"], 422),
      (#"{"type":"profile","dataset":"t","timeout":31622401}"#, ["/timeout"], 422),
      (#"{"type":"profile","dataset":"t","timeout":9223372036854775807}"#, ["/timeout"], 422),
      (#"{"type":"profile","dataset":"t","timeout":true}"#, ["/timeout"], 400),
      (#"{"type":"profile","dataset":"t","callback_url":"ftp://a/"}"#, ["/callback_url"], 422),
      (#"{"type":"profile","dataset":"t","callback_url":{}}"#, ["/callback_url"], 400),
      (
        #"{"type":"profile","dataset":"t","callback_url":"","timeout":-1}"#,
        ["/callback_url", "/timeout"], 422
      ),
      (
        #"{"typ":"profile","type":"dream","datset":"t","timeout":-1}"#,
        ["/typ", "/datset", "/type", "/timeout"], 400
      ),
      (
        #"{"type":"aggregate","dataset":"t","params":{"agg":"mean(m)","price":1}}"#,
        ["/params/price", "/params/agg"], 400
      ),
      (#"{"type":"aggregate","dataset":"t","params":{"n":"many"}}"#, ["/params/n"], 422),
      (#"{"type":"import"}"#, ["/params/url", "/dataset"], 400),
      (#"{"type":"import","dataset":"a","params":{"url":"x"}}"#, ["/params/url"], 422),
      (
        #"{"type":"import","dataset":"?","params":{"url":"http://a/","mode":"x","types":[]}}"#,
        ["/params/mode", "/params/types", "/dataset"], 400
      ),
      (
        #"{"type":"import","params":{"url":"http://a/","name":"?","_dry_run":true}}"#,
        ["/params/_dry_run", "/params/name"], 400
      ),
      (
        #"{"type":"import","dataset":"a","params":{"url":"http://a/","name":"b"}}"#,
        ["/params/name"], 400
      ),
      (
        #"{"type":"import","dataset":"a","params":{"url":"http://a/","encoding":"x"}}"#,
        ["/params/encoding"], 400
      ),
      (
        #"{"type":"import","dataset":"a","params":{"url":"http://a/","types":{"a":"dat"}}}"#,
        ["/params/types"], 400
      ),
      (#"{"type":"survey"}"#, ["/params/statistic", "/params/question"], 400),
      (
        #"{"type":"survey","dataset":"t","params":{"statistic":"state_mean","question":7,"better":"x"}}"#,
        ["/dataset", "/params/question", "/params/state", "/params/better"], 400
      ),
      (
        #"{"type":"survey","params":{"statistic":"best5","question":"R"}}"#, ["/params/question"],
        400
      ),
      (
        #"{"type":"survey","params":{"statistic":"state_mean","question":"Q","state":"Ohoi"}}"#,
        ["/params/state"], 400
      ),
      (
        #"{"type":"survey","params":{"statistic":"best5","question":"Q","from_year":3,"to_year":2}}"#,
        ["/params/from_year"], 400
      ),
    ] as [(String, [String], Int)])
  func `every mistake is told with its place`(body: String, expected: [String], status: Int) throws
  {
    let found = try #require(places(body))
    #expect(found.0 == expected)
    #expect(found.1 == status)
  }

  @Test func `what is near to what was meant is named`() throws {
    let account = try #require(
      refusal(#"{"type":"agregate","dataset":"t","timout":1}"#)?.account)
    #expect(
      account.mistakes.map(\.detail) == [
        "There is no member 'timout'; did you mean 'timeout'?",
        "'type' cannot be 'agregate'; did you mean 'aggregate'?",
      ])
    #expect(account.mistakes.last?.expected == "aggregate, profile, import, survey")
  }

  @Test func `what is no JSON object is told as everywhere`() {
    for body in ["", "{", "[]", "7"] {
      switch refusal(body) {
      case .malformedJSON, .notAnObject: continue
      case let other: Issue.record("\(body): \(String(describing: other))")
      }
    }
  }

  @Test func `what is not there is 404, once everything else is right`() throws {
    for type in ["aggregate", "profile"] {
      let missing = try #require(refusal(#"{"type":"\#(type)","dataset":"gone"}"#)).account
      #expect(missing.status == .notFound && missing.slug == "unknown-dataset")
      #expect(places(#"{"type":"\#(type)","dataset":"gone","timeout":-1}"#)?.1 == 422)
    }
    let other = try Site(hasSurvey: false)
    let body = #"{"type":"survey","params":{"statistic":"best5","question":"Q"}}"#
    let failure = #expect(throws: Failure.self) {
      _ = try JobOrder(Array(body.utf8), engine: other.engine)
    }
    #expect(failure == .noSurvey)
  }

  // Blocking

  @Test func `an order waits for a file only where columns are not known`() throws {
    func mayBlock(_ body: String) -> Bool {
      JobOrder.mayBlock(Array(body.utf8), engine: site.engine)
    }
    try site.put("a\n1\n", as: "own.csv")
    let own = try #require(DatasetName("own"))
    #expect(try site.engine.catalog.dataset(own).shape == nil)
    #expect(mayBlock(#"{"type":"aggregate","dataset":"own"}"#))
    for body in [
      #"{"type":"aggregate","dataset":"t"}"#, #"{"type":"profile","dataset":"own"}"#,
      #"{"type":"aggregate","dataset":"gone"}"#, #"{"type":"aggregate","dataset":"?"}"#,
      #"{"type":"import","dataset":"own"}"#, "{", "[]", "",
    ] {
      #expect(!mayBlock(body), "\(body)")
    }
    #expect(mayBlock(String(repeating: " ", count: 20_000)))
    // Its columns are known from now on.
    #expect(places(#"{"type":"aggregate","dataset":"own","params":{"b":1}}"#)?.0 == ["/params/b"])
    #expect(!mayBlock(#"{"type":"aggregate","dataset":"own"}"#))
  }

  @Test func `a file that cannot be read has no aggregate`() throws {
    try site.put("a,b\n\"1,2\n", as: "broken.csv")
    let account = try #require(refusal(#"{"type":"aggregate","dataset":"broken"}"#)).account
    #expect(account.status == .unprocessableContent && account.slug == "unreadable-csv")
  }
}
