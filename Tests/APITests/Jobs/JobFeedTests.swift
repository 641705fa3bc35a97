import Engine
import Foundation
import HTTP
import JSON
import Posix
import Testing

@testable import API

struct JobFeedTests {
  /// An event as a client sees it.
  private struct Event {
    var name = ""
    var id = ""
    var data: JSONValue = .null
    var retry: String?
  }

  private func events(_ bytes: [UInt8]) throws -> [Event] {
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.isEmpty || text.hasSuffix("\n\n"))
    return try text.components(separatedBy: "\n\n").filter { !$0.isEmpty }.map { block in
      var event = Event()
      for line in block.components(separatedBy: "\n") {
        let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
        let value = parts.count == 2 ? String(parts[1].drop { $0 == " " }) : ""
        switch parts.first {
        case "event": event.name = value
        case "id": event.id = value
        case "retry": event.retry = value
        case "data": event.data = try JSONParser.parse(Array(value.utf8))
        default: Issue.record("a line that makes no sense: \(line)")
        }
      }
      return event
    }
  }

  private func ask(_ site: Site, _ id: Int, after last: String? = nil) throws -> Response {
    let field: FieldName = "Last-Event-ID"
    return try site.ask(
      .get, "/api/v1/jobs/\(id)/events", fields: last.map { [(field, $0)] } ?? [])
  }

  @Test func `a finished job is told once, and the stream ends`() throws {
    let site = try Site()
    _ = try site.finish()
    let response = try ask(site, 1)
    #expect(response.status == .ok)
    #expect(response.fields[.contentType] == "text/event-stream")
    guard case .events(let body) = response.body else {
      Issue.record("there are no events")
      return
    }
    let feed = body.begin {}
    var bytes: [UInt8] = []
    guard case .done = feed.next(&bytes) else {
      Issue.record("the stream goes on")
      return
    }
    feed.end()
    let events = try events(bytes)
    #expect(events.map(\.name) == ["state"])
    #expect(events.map(\.retry) == ["2000"])
    #expect(events.first?.data["state"] == .string("succeeded"))
    #expect(events.first?.data == (try site.json(.get, "/api/v1/jobs/1")))
  }

  @Test func `a client that knows the end is told so, and comes no more`() throws {
    let site = try Site()
    _ = try site.finish()
    let last = try #require(events(try ask(site, 1).content()).last)
    let response = try ask(site, 1, after: last.id)
    #expect(response.status == .noContent)
    // Any other revision, and what is none, is behind.
    for other in ["\((Int(last.id) ?? 0) + 1)", "-1", "x", ""] {
      #expect(try events(ask(site, 1, after: other).content()).count == 1)
    }
  }

  @Test func `each change is told in its order until the end`() throws {
    let site = try Site(engine: { $0.workers = 1 })
    let gate = site.holdLane()
    _ = try site.ask(.post, "/api/best5", Site.question)
    guard case .events(let body) = try ask(site, 1).body else {
      Issue.record("there are no events")
      return
    }
    let changed = DispatchSemaphore(value: 0)
    let feed = body.begin { changed.signal() }
    var bytes: [UInt8] = []
    guard case .more = feed.next(&bytes) else {
      Issue.record("the stream ends before the job does")
      return
    }
    #expect(try events(bytes).map { $0.data["state"] } == [.string("queued")])
    let before = bytes.count
    guard case .more = feed.next(&bytes) else { return }
    #expect(bytes.count == before, "nothing has changed")
    gate.signal()
    while changed.wait(timeout: .now() + 10) == .success {
      if case .done = feed.next(&bytes) { break }
    }
    feed.end()
    let events = try events(bytes)
    #expect(events.last?.data["state"] == .string("succeeded"))
    #expect(events.dropFirst().allSatisfy { $0.retry == nil })
    let ids = events.compactMap { Int($0.id) }
    #expect(ids == ids.sorted() && Set(ids).count == events.count)
    // An event is called for what has changed.
    var state: JSONValue?
    for event in events {
      #expect((event.name == "state") == (event.data["state"] != state))
      state = event.data["state"]
    }
  }

  @Test func `a client that knows where the job stands is told nothing until it changes`() throws {
    let site = try Site(engine: { $0.workers = 1 })
    let gate = site.holdLane()
    _ = try site.ask(.post, "/api/best5", Site.question)
    let first = try #require(events(try ask(site, 1).content()).last)
    guard case .events(let body) = try ask(site, 1, after: first.id).body else {
      Issue.record("there are no events")
      return
    }
    let changed = DispatchSemaphore(value: 0)
    let feed = body.begin { changed.signal() }
    var bytes: [UInt8] = []
    _ = feed.next(&bytes)
    #expect(bytes.isEmpty)
    gate.signal()
    while changed.wait(timeout: .now() + 10) == .success {
      if case .done = feed.next(&bytes) { break }
    }
    feed.end()
    let events = try events(bytes)
    #expect(events.first?.name == "state")
    #expect(events.first?.retry == "2000")
    #expect(events.last?.data["state"] == .string("succeeded"))
  }

  @Test(arguments: ["9", "x", "0"])
  func `a number that was never given has no events`(id: String) throws {
    let response = try Site().ask(.get, "/api/v1/jobs/\(id)/events")
    #expect(response.status == .notFound)
    #expect(response.fields[.contentType] == "application/problem+json")
  }
}
