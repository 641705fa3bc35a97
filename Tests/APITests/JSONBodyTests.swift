import HTTP
import Testing

@testable import API

struct JSONBodyTests {
  private func body(_ text: String) throws -> JSONBody { try JSONBody(Array(text.utf8)) }

  @Test(arguments: [("2015", 2015), ("2015.0", 2015), ("2.015e3", 2015), ("-0", 0), ("null", nil)])
  func `a whole number may be written in any way that JSON has`(text: String, year: Int?) throws {
    #expect(try body(#"{"year":\#(text)}"#).optionalInteger("year") == year)
  }

  @Test(arguments: [
    ("2015.5", "2015.5"), ("1e30", "1e+30"), ("9223372036854775808", "9.223372036854776e+18"),
    ("true", "a boolean"), (#""2015""#, "a text"), ("[]", "an array"), ("{}", "an object"),
  ])
  func `what is no whole number is named`(text: String, found: String) throws {
    let body = try body(#"{"year":\#(text)}"#)
    #expect(throws: Failure.wrongType(field: "year", expected: "a whole number", found: found)) {
      try body.optionalInteger("year")
    }
  }

  @Test func `a field that is not there, or null, is missing`() throws {
    for text in ["{}", #"{"question":null}"#] {
      let body = try body(text)
      #expect(try body.optionalText("question") == nil)
      #expect(throws: Failure.missingField("question")) { try body.text("question") }
    }
  }

  @Test(arguments: ["[]", "7", "\"text\"", "null"])
  func `a body that is no object is refused`(text: String) {
    #expect(throws: Failure.notAnObject) { try body(text) }
  }

  @Test(arguments: [
    ("application/json", true), ("Application/JSON; charset=utf-8", true),
    ("application/problem+json", true), ("text/json", false), ("text/plain", false),
    ("application/x-www-form-urlencoded", false), ("", false),
  ])
  func `the type of a body says whether it is JSON`(type: String, isJSON: Bool) {
    #expect(JSONBody.isJSON(Fields([(.contentType, type)])) == isJSON)
  }

  @Test func `a body without a type is taken as JSON`() {
    #expect(JSONBody.isJSON(Fields()))
  }

  @Test func `what is said of a file are members as texts, but for its address`() throws {
    let items = try body(
      #"{"url":"http://a/","name":"a","types":{"b":"text","c":"date:%d"},"n":1.5,"t":true,"x":null}"#
    ).arrivalItems()
    #expect(items.map(\.name) == ["name", "types", "n", "t"])
    #expect(items.map(\.value) == ["a", #"{"b":"text","c":"date:%d"}"#, "1.5", "true"])
    #expect(try body("{}").arrivalItems().isEmpty)
  }
}
