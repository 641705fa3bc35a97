import Engine
import HTTP
import JSON
import Testing

@testable import API

struct JobListingTests {
  private func pieces(_ engine: TallyEngine) -> (count: Int, text: String) {
    var listing = JobListing(engine)
    var bytes: [UInt8] = []
    var count = 1
    while case .more = listing.next(into: &bytes) { count += 1 }
    return (count, String(decoding: bytes, as: UTF8.self))
  }

  @Test func `without jobs the list is empty`() throws {
    let (count, text) = pieces(try Site().engine)
    #expect(count == 1)
    #expect(text == #"{"status":"done","data":[]}"#)
  }

  @Test func `jobs stand in the order of their numbers with the family's words`() throws {
    let site = try Site()
    _ = try site.finish()
    _ = try site.finish("state_mean", #"{"question":"Q","state":"Guam","from_year":2012}"#)
    #expect(
      pieces(site.engine).text
        == #"{"status":"done","data":[{"job_id_1":"done"},{"job_id_2":"error"}]}"#)
  }

  @Test func `thousands of jobs come in pieces, each once`() throws {
    let site = try Site(engine: { $0.ledger.waitingLimit = 3000 })
    for _ in 0..<2500 { _ = try site.ask(.post, "/api/best5", Site.question) }
    let (count, text) = pieces(site.engine)
    #expect(count == 2)
    guard case .array(let jobs)? = try JSONParser.parse(Array(text.utf8))["data"] else {
      Issue.record("the list is no list")
      return
    }
    let names = jobs.compactMap { job -> String? in
      if case .object(let members) = job, members.count == 1 { members[0].key } else { nil }
    }
    #expect(names == (1...2500).map { "job_id_\($0)" })
    site.settle()
  }
}
