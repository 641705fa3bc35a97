@testable import HTTP
import Testing

/// Paths and queries, as they were sent and decoded.
struct TargetTests {
  @Test(arguments: [
    ("/", "/", ""), ("/a/b", "/a/b", ""), ("/a?b=c", "/a", "b=c"), ("/a?", "/a", ""),
    ("/a?b?c", "/a", "b?c"), ("/%2F?%3F", "/%2F", "%3F"), ("?a", "/", "a"), ("", "/", ""),
  ])
  func `a target is parted at its first question mark`(
    _ text: String, _ path: String, _ query: String
  ) {
    let target = Target(text)
    #expect(target.form == .origin)
    #expect(String(decoding: target.rawPath, as: UTF8.self) == path)
    #expect(String(decoding: target.rawQuery, as: UTF8.self) == query)
  }

  @Test func `a path is decoded as a whole, and plus stays plus`() {
    #expect(Target("/a%20b+c/%C3%A9%2Fd?e").decodedPath == "/a b+c/é/d")
    #expect(Target("/%FF").decodedPath == "/\u{FFFD}")
  }

  @Test func `a query's parts come in their order, decoded`() {
    #expect(
      Target("/?a=1&b&c=&a=2=3&=d&%26=%3D+%2B").queryItems == [
        QueryItem(name: "a", value: "1"), QueryItem(name: "b", value: ""),
        QueryItem(name: "c", value: ""), QueryItem(name: "a", value: "2=3"),
        QueryItem(name: "", value: "d"), QueryItem(name: "&", value: "= +"),
      ])
  }

  @Test func `empty parts of a query are none`() {
    #expect(Target("/?&&a=1&").queryItems == [QueryItem(name: "a", value: "1")])
    #expect(Target("/?").queryItems.isEmpty)
    #expect(Target("/").queryItems.isEmpty)
  }

  @Test func `the first part with a name has its value`() {
    let target = Target("/?a=1&b=2&a=3&c")
    #expect(target.queryValue("a") == "1")
    #expect(target.queryValue("c") == "")
    #expect(target.queryValue("A") == nil)
    #expect(Target("/").queryValue("") == nil)
  }
}
