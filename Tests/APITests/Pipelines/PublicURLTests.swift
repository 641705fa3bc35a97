import Testing

@testable import API

struct PublicURLTests {
  @Test(
    arguments: [
      ("https://tally.example.org", "https://tally.example.org"),
      ("https://Tally.Example.org/", "https://tally.example.org"),
      ("HTTP://h:80", "http://h"), ("https://h:443/", "https://h"),
      ("http://h:443", "http://h:443"),
      ("http://[::1]:8080", "http://[::1]:8080"), ("https://h/tally//", "https://h/tally"),
      ("https://h/a/B", "https://h/a/B"),
    ])
  func `links begin with a scheme, an authority and perhaps a path`(text: String, kept: String) {
    #expect(PublicURL(text)?.description == kept)
  }

  @Test(
    arguments: [
      "", "/", "tally.example.org", "ftp://h", "https://", "https:///a", "https://u@h",
      "https://h?x",
      "https://h/#a", "https://h/a b", "https://h/\"", "https://h/\u{e4}", "http://h:70000",
      "javascript:alert(1)",
    ])
  func `what links cannot begin with is refused`(text: String) {
    #expect(PublicURL(text) == nil)
  }

  @Test func `absolute links begin as the operator says, else with what was asked`() {
    let set = OwnURLs(publicURL: PublicURL("https://h/t"), host: "localhost:8080")
    #expect(set.absolute("/a") == "https://h/t/a")
    #expect(
      OwnURLs(publicURL: nil, host: "localhost:8080").absolute("/a") == "http://localhost:8080/a")
    #expect(OwnURLs(publicURL: nil, host: "").absolute("/a") == "/a")
  }

  @Test(
    arguments: [
      ("http://localhost:8080/data/a.csv", "/data/a.csv"),
      ("https://LOCALHOST:8080/data/a.csv?x=1", "/data/a.csv?x=1"),
      ("https://h/t/data/a.csv", "/data/a.csv"), ("https://h:443/t/data/a.csv", "/data/a.csv"),
      ("HTTPS://H/t/data/A.csv", "/data/A.csv"), ("http://localhost:8080", ""),
      ("http://h/t/data/a.csv", nil), ("https://h/data/a.csv", nil), ("https://h/tx/a.csv", nil),
      ("http://localhost/data/a.csv", nil), ("http://localhost:80800/a.csv", nil),
      ("http://localhost:8080@evil/data/a.csv", nil),
      ("http://evil/localhost:8080/data/a.csv", nil),
      ("ftp://localhost:8080/data/a.csv", nil), ("/data/a.csv", nil), ("//h/data", nil), ("", nil),
    ] as [(String, String?)])
  func `a URL of this server is known by its authority`(url: String, path: String?) {
    let own = OwnURLs(publicURL: PublicURL("https://h/t"), host: "localhost:8080")
    #expect(own.path(of: url) == path)
  }

  @Test func `the port that a scheme has anyway makes no difference`() {
    let own = OwnURLs(publicURL: nil, host: "h")
    for url in ["http://h/x", "http://h:80/x", "https://h:443/x", "https://h/x"] {
      #expect(own.path(of: url) == "/x")
    }
    #expect(own.path(of: "http://h:443/x") == nil)
  }

  @Test func `without a host nothing is this server's`() {
    #expect(OwnURLs(publicURL: nil, host: "").path(of: "http://h/data/a.csv") == nil)
  }
}
