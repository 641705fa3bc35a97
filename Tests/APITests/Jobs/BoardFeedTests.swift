import Engine
import Foundation
import HTTP
import JSON
import Testing

@testable import API

struct BoardFeedTests {
  /// The events of all jobs as one client gets them.
  private final class Client {
    private let feed: EventFeed
    private let news = DispatchSemaphore(value: 0)
    private(set) var text = ""

    init(_ site: Site) throws {
      let response = try site.ask(.get, "/api/v1/job-events")
      #expect(response.fields[.contentType] == "text/event-stream")
      guard case .events(let body) = response.body else { throw Failure.invalidJobID }
      let news = news
      feed = body.begin { news.signal() }
      read()
    }

    func read() {
      var bytes: [UInt8] = []
      guard case .more = feed.next(&bytes) else {
        Issue.record("the stream ends")
        return
      }
      text += String(decoding: bytes, as: UTF8.self)
    }

    /// Reads until an event says this.
    func reads(_ part: String) -> Bool {
      while !text.contains(part) {
        guard news.wait(timeout: .now() + 10) == .success else { return false }
        read()
      }
      return true
    }

    func end() { feed.end() }
  }

  @Test func `jobs are told of from their submission to their removal`() throws {
    let site = try Site(engine: { $0.workers = 1 })
    let gate = site.holdLane()
    let client = try Client(site)
    #expect(client.text == "retry: 2000\n\n")
    _ = try site.ask(.post, "/api/best5", Site.question)
    #expect(client.reads(#""state":"queued""#))
    #expect(client.text.contains("event: job\ndata: {\"id\":\"job_id_1\""))
    gate.signal()
    #expect(client.reads(#""state":"succeeded""#))
    site.settle()
    #expect(try site.ask(.delete, "/api/v1/jobs/1").status == .noContent)
    #expect(client.reads("event: gone\ndata: {\"id\":\"job_id_1\"}\n\n"))
    client.end()
  }

  @Test func `what was before a client came is not told`() throws {
    let site = try Site()
    _ = try site.finish()
    let client = try Client(site)
    _ = try site.finish()
    #expect(client.reads("job_id_2"))
    #expect(!client.text.contains(#""id":"job_id_1""#))
    client.end()
  }

  @Test func `of very many changes only that there were so many is told`() throws {
    let site = try Site(engine: { $0.workers = 1 })
    let gate = site.holdLane()
    let client = try Client(site)
    for _ in 0..<200 { _ = try site.ask(.post, "/api/best5", Site.question) }
    #expect(client.reads("event: reset\ndata: {}\n\n"))
    client.end()
    gate.signal()
    site.settle()
  }

  @Test func `those who listen are counted`() throws {
    let site = try Site()
    let client = try Client(site)
    #expect(try site.ask(.get, "/metrics").text.contains("tally_job_listeners 1\n"))
    client.end()
    #expect(try site.ask(.get, "/metrics").text.contains("tally_job_listeners 0\n"))
  }

  @Test func `a job may be called as the last part of the path`() throws {
    let site = try Site()
    #expect(try site.ask(.get, "/api/v1/jobs/job-events").status == .notFound)
    #expect(try site.ask(.get, "/api/v1/jobs/events").status == .notFound)
  }

  @Test func `as many listen as may, and who comes then is told so`() throws {
    let site = try Site()
    var listeners = (0..<TallyEngine.jobListenerLimit).map { _ in site.engine.listenToJobs {} }
    let refused = try site.ask(.get, "/api/v1/job-events")
    #expect(refused.status == .serviceUnavailable)
    #expect(refused.fields[.retryAfter] != nil)
    listeners.removeLast()
    #expect(try site.ask(.get, "/api/v1/job-events").status == .ok)
    withExtendedLifetime(listeners) {}
  }
}
