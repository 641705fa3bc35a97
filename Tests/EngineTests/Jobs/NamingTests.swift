import Engine
import Testing

struct NamingTests {
  @Test func `equal bodies are the same submission, and every byte tells others apart`() throws {
    let name = try #require(JobName("may"))
    let body = Array(#"{"job_id":"may"}"#.utf8)
    let naming = Submission.Naming(name, body: body)
    #expect(naming == Submission.Naming(name, body: body))
    #expect(naming.name == name)
    #expect(naming.digest.count == 32)
    for place in body.indices {
      var other = body
      other[place] ^= 1
      #expect(Submission.Naming(name, body: other).digest != naming.digest)
    }
    #expect(Submission.Naming(name, body: body + [32]).digest != naming.digest)
  }
}
