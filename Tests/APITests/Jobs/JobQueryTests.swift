import Engine
import HTTP
import Testing

@testable import API

struct JobQueryTests {
  private func query(_ text: String) throws(Failure) -> JobQuery {
    try JobQuery(Target("/?" + text).queryItems.map { ($0.name, $0.value) })
  }

  private func mistakes(_ text: String) -> [Problem.Mistake] {
    do throws(Failure) {
      _ = try query(text)
    } catch {
      if case .badParameters(let mistakes) = error { return mistakes }
    }
    return []
  }

  @Test func `without parameters every job is wanted`() throws {
    let query = try query("")
    #expect(query.filter == JobFilter())
    #expect(query.limit == 100 && query.cursor == nil)
  }

  @Test func `states, a kind, a limit and a cursor are read`() throws {
    let query = try query("state=failed,queued,failed&type=import&_limit=7&_cursor=abc")
    #expect(query.filter.states == [.queued, .failed])
    #expect(query.filter.kind == "import")
    #expect(query.limit == 7 && query.cursor == "abc")
    #expect(try self.query("_limit=1000").limit == 1000)
  }

  @Test(
    arguments: [
      ("sate=failed", "There is no parameter 'sate'; did you mean 'state'?"),
      ("limit=5", "There is no parameter 'limit'; did you mean '_limit'?"),
      ("zzz=1", "There is no parameter 'zzz'"),
      ("state=runing", "There is no state 'runing'; did you mean 'running'?"),
      ("state=queued,done", "There is no state 'done'"), ("state=", "There is no state ''"),
      ("state=queued,", "There is no state ''"), ("type=", "'type' is empty"),
      ("_limit=0", "'_limit' must be a whole number"),
      ("_limit=1001", "'_limit' must be a whole number"),
      ("_limit=x", "'_limit' must be a whole number"),
      ("_limit=99999999999999999999", "'_limit' must be a whole number"),
      ("type=a&type=b", "'type' may be given once"),
    ] as [(String, String)])
  func `what makes no sense is told with what is near or allowed`(text: String, detail: String) {
    let mistakes = mistakes(text)
    #expect(mistakes.map(\.detail) == [detail])
    #expect(mistakes.allSatisfy { $0.expected != nil || $0.detail.contains("once") })
  }

  @Test func `every mistake is told`() {
    #expect(mistakes("a=1&state=x&_limit=0").count == 3)
  }

  @Test func `a cursor is good for its question alone, however it is spelled`() throws {
    let site = try Site()
    let signature = site.engine.signature
    let first = try query("state=failed,queued&type=import&_limit=5")
    let cursor = first.cursor(after: JobID(17), signature)
    func bound(_ text: String) throws -> JobID? {
      try query(text + "&_cursor=" + cursor).bound(signature)
    }
    #expect(try first.bound(signature) == nil)
    #expect(try bound("type=import&state=queued,failed") == JobID(17))
    #expect(try bound("type=import&state=queued,failed&_limit=9") == JobID(17))
    for other in ["", "type=import", "state=queued,failed", "type=impor&state=queued,failed"] {
      #expect(throws: Failure.foreignCursor) { try bound(other) }
    }
    for forged in ["", "17", "AAAA", String(cursor.dropLast())] {
      #expect(throws: Failure.foreignCursor) {
        try query("type=import&state=queued,failed&_cursor=" + forged).bound(signature)
      }
    }
  }
}
