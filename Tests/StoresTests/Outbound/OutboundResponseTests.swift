import Testing

@testable import Stores

struct OutboundResponseTests {
  private func response(_ type: String?) -> OutboundResponse {
    let fields = type.map { [OutboundResponse.Field(name: "content-type", value: $0)] } ?? []
    return OutboundResponse(status: 200, fields: fields, finalURL: "", byteCount: 0)
  }

  @Test(arguments: [
    ("text/csv", "text/csv"), ("Text/CSV; charset=utf-8", "text/csv"),
    (" text/html ;x", "text/html"),
    ("", ""), (";", ""),
  ])
  func `the kind of a body is read without its parameters`(_ type: String, _ expected: String) {
    #expect(response(type).mediaType == expected)
  }

  @Test func `a field that is not there has no value`() {
    #expect(response(nil).mediaType == nil)
    #expect(response("a/b")["etag"] == nil)
    #expect(response("a/b")["content-type"] == "a/b")
  }

  @Test(arguments: [
    ("", ""), (" ", ""), ("\t a b \r\n", "a b"), ("a", "a"), ("é ", "é"),
  ])
  func `blanks go from both ends and stay inside`(_ text: String, _ expected: String) {
    #expect(text.trimmedBlanks == expected)
  }
}
