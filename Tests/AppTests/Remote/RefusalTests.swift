import Stores
import Testing

@testable import App

struct RefusalTests {
  private func refusal(
    _ status: Int, _ body: String = "", _ fields: [String: String] = [:], hasKey: Bool = false
  ) -> Refusal {
    Refusal(
      status, fields.map { .init(name: $0, value: $1) }, Array(body.utf8), hasKey: hasKey)
  }

  @Test func `each mistake is a sentence with its place and what would be right`() {
    let body = """
      {"title":"Bad","detail":"It cannot be read","errors":[
        {"detail":"There is no column 'x'","pointer":"/params/columns/0","expected":"price"},
        {"detail":"Too many","parameter":"_limit"},{"detail":"No key","header":"X-API-Key"},
        {"detail":"Odd"},{"pointer":"/silent"},7]}
      """
    #expect(
      refusal(400, body).sentences == [
        "It cannot be read", "/params/columns/0: There is no column 'x'; expected price",
        "_limit: Too many", "X-API-Key: No key", "Odd",
      ])
  }

  @Test func `a title stands in for a detail, and a number for silence`() {
    #expect(refusal(404, "{\"title\":\"Not Found\",\"detail\":\"\"}").sentences == ["Not Found"])
    for body in ["", "<html>", "[]", "{\"detail\":7}"] {
      #expect(
        refusal(502, body).sentences == ["the server answers 502 and does not say why"])
    }
  }

  @Test func `what a server says cannot steer the terminal`() {
    let problem = refusal(400, #"{"detail":"a\u001b[2Jb\nc"}"#)
    #expect(problem.sentences == ["a\\u{1b}[2Jb\\nc"])
  }

  @Test func `who shows no key is told how`() {
    let hint = "show a key with --key or TALLY_API_KEY"
    #expect(refusal(401, "{\"detail\":\"No\"}").sentences == ["No", hint])
    #expect(refusal(401, "{\"detail\":\"No\"}", hasKey: true).sentences == ["No"])
  }

  @Test func `a server that has moved is told with its place`() {
    #expect(
      refusal(301, "<a>", ["location": "https://b/"]).sentences == [
        "the server has moved to https://b/; name it with --server"
      ])
  }

  @Test(arguments: [
    (nil, nil), ("3", 3), ("99999", 60), ("-1", nil), ("Wed, 21 Oct 2015 07:28:00 GMT", nil),
  ])
  func `when to ask again is read in seconds and bounded`(field: String?, seconds: Int?) {
    let fields = field.map { ["retry-after": $0] } ?? [:]
    #expect(refusal(503, "", fields).retryAfterSeconds == seconds)
  }
}
