import HTTP
import Testing

@testable import API

struct IdempotencyKeyTests {
  private func key(_ values: String...) throws(Failure) -> String? {
    try IdempotencyKey(Fields(values.map { ("idempotency-key", $0) }))?.text
  }

  @Test(
    arguments: [
      ("8e03978e-40d5-43e8-bc93-6894a57f9324", "8e03978e-40d5-43e8-bc93-6894a57f9324"),
      ("\"8e03978e\"", "8e03978e"), ("\"a\\\"b\\\\c\"", "a\"b\\c"), ("a\"b", "a\"b"), ("!", "!"),
      ("~", "~"), ("a,b;c=d", "a,b;c=d"),
    ] as [(String, String)])
  func `a key is taken with and without quotes`(value: String, text: String) throws {
    #expect(try key(value) == text)
  }

  @Test func `a request may have none`() throws {
    #expect(try key() == nil)
  }

  @Test func `a key has at most 255 characters`() throws {
    let longest = String(repeating: "k", count: 255)
    #expect(try key(longest) == longest)
    #expect(try key("\"\(longest)\"") == longest)
    #expect(throws: Failure.self) { try key(longest + "k") }
    #expect(throws: Failure.self) { try key("\"\(longest)k\"") }
  }

  @Test(arguments: ["", "\"\"", "a b", "\"a b\"", "\"a", "\"", "\"a\"b", "\"a\\b\"", "\"a\\", "ä"])
  func `what is no key is refused, and its field named`(value: String) {
    #expect {
      try key(value)
    } throws: { error in
      guard case Failure.badParameters(let mistakes)? = error as? Failure else { return false }
      return mistakes.map(\.place) == [.header("Idempotency-Key")]
        && mistakes.first?.value == value
    }
  }

  @Test func `two keys are none`() {
    #expect(throws: Failure.self) { try key("a", "a") }
  }
}
