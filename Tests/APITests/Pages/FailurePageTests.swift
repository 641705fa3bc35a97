import Engine
import HTTP
import Testing

@testable import API

struct FailurePageTests {
  private func text(_ failure: Failure) throws -> String {
    let id = try #require(RequestID(given: Array("request-1".utf8)[...]))
    let response = Page.failure(failure.account, requestID: id)
    #expect(response.status == failure.account.status)
    return response.text
  }

  @Test func `a page of a failure says what is wrong and which request it was`() throws {
    let text = try text(.unknownPath("/<script>"))
    #expect(text.contains("<h1>Not Found</h1>"))
    #expect(text.contains("Nothing is served at /&lt;script&gt;"))
    #expect(text.contains("request-1"))
  }

  @Test func `who lacks a key is led to where one is asked for`() throws {
    for failure in [Failure.missingKey, .wrongKey, .lackingScope(.write)] {
      #expect(try text(failure).contains(#"<a href="/sign-in">Sign in</a>"#))
    }
    #expect(try !text(.unknownPath("/x")).contains("/sign-in"))
  }

  @Test func `several mistakes are listed`() throws {
    let mistakes = ["_limit is wrong", "_sort is wrong"].map { Problem.Mistake($0) }
    let text = try text(.badParameters(mistakes))
    for mistake in mistakes { #expect(text.contains("<li>\(mistake.detail)</li>")) }
    let single = try self.text(.badParameters([mistakes[0]]))
    #expect(!single.contains("<li>_limit"))
  }
}
