import Testing

@testable import App

struct OriginsTests {
  @Test func `origins are separated by commas, with or without blanks`() {
    #expect(Origins.list("") == [])
    #expect(Origins.list("*") == ["*"])
    #expect(
      Origins.list("https://a.example, http://b.example:8080 ,http://[::1]:3000")
        == ["https://a.example", "http://b.example:8080", "http://[::1]:3000"])
  }

  @Test(arguments: [
    "app.example", "https://", "://a", "https://a/", "https://a/page", "https://u@a", "https://a b",
    "https://a,", ",", "null", "https://ä",
  ])
  func `what no browser sends as an origin is none`(text: String) {
    #expect(Origins.list(text) == nil)
  }
}
