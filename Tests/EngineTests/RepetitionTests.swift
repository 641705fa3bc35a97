import Testing

@testable import Engine

struct RepetitionTests {
  private func digest(_ method: String, _ path: String, _ body: String) -> [UInt8] {
    Submission.Repetition(
      key: "k", method: method, path: Array(path.utf8)[...], body: Array(body.utf8)
    ).digest
  }

  @Test func `the same request has the same digest, any other another one`() {
    let requests = [
      ("POST", "/api/v1/jobs", "{}"), ("POST", "/api/v1/jobs", "{ }"), ("POST", "/api/v1/jobs", ""),
      ("POST", "/api/v1/imports", "{}"), ("PUT", "/api/v1/jobs", "{}"),
      ("POST", "/api/v1/job", "s{}"), ("POST", "/api/v1/jobs{}", ""),
    ]
    let digests = requests.map(digest)
    #expect(digests == requests.map(digest))
    #expect(Set(digests).count == requests.count)
    #expect(digests.allSatisfy { $0.count == 32 })
  }

  @Test func `the key is kept as it was sent`() {
    let repetition = Submission.Repetition(key: "A-b", method: "POST", path: [], body: [])
    #expect(repetition.key == "A-b")
  }
}
