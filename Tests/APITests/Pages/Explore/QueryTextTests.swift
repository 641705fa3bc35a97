import HTTP
import Testing

@testable import API

struct QueryTextTests {
  @Test(arguments: ["", "a b", "a&b=c+d%20#e?", "'\"<>", "é\u{202E}", "a,b(c):d"])
  func `what is written is read back`(value: String) {
    let items = [QueryItem(name: "a" + value, value: value), QueryItem(name: "_or", value: "x")]
    #expect(Target(QueryText.target("/p", items)).queryItems == items)
  }

  @Test func `an apostrophe never stands in an address`() {
    #expect(QueryText.encoded("it's") == "it%27s")
    #expect(QueryText.target("/p", []) == "/p")
  }

  @Test func `names in lists stand in quotes where they have to`() {
    #expect(QueryText.listed("price_2") == "price_2")
    #expect(QueryText.listed("a \"b\",c") == "\"a \"\"b\"\",c\"")
  }
}
