import Dispatch
import Engine
import HTTP
import Posix
import Statistics
import Testing

@testable import API

struct StatisticsFeedTests {
  @Test func `the stream begins at once and goes on at its pace`() throws {
    let site = try Site()
    let now = Moment.now().wallNanoseconds
    _ = try site.engine.events.add(Event(nanoseconds: now, value: 2), to: "", at: now)
    let answer = try site.ask(.get, "/statistics/stream?every=100ms")
    guard case .events(let stream) = answer.body else {
      Issue.record("there are no events")
      return
    }
    let wakes = DispatchSemaphore(value: 0)
    let feed = stream.begin { wakes.signal() }
    var bytes: [UInt8] = []
    for round in 0..<2 {
      wakes.wait()
      bytes = []
      guard case .more = feed.next(&bytes) else {
        Issue.record("the stream ends")
        return
      }
      let retry = round == 0 ? "retry: 2000\n" : ""
      #expect(
        String(decoding: bytes, as: UTF8.self)
          == "event: statistics\n\(retry)data: {\"count\":1,\"min\":2.0,\"max\":2.0,\"mean\":2.0}\n\n"
      )
    }
    bytes = []
    _ = feed.next(&bytes)
    #expect(bytes.isEmpty)
    feed.end()
    #expect(site.engine.events.figures.watches == 0)
  }

  @Test func `a pace or a parameter that makes no sense is refused`() throws {
    let site = try Site()
    for query in ["every=1ms", "as_of=2025-01-01", "stats=avg"] {
      #expect(try site.ask(.get, "/statistics/stream?" + query).status == .badRequest, "\(query)")
    }
    #expect(site.engine.events.figures.watches == 0)
  }
}
