import Foundation
import Posix
import Statistics
import Stores
import Testing

@testable import Engine

struct UpstreamTests {
  private let scratch = ScratchFolder()
  private let counters = CollectorCounters()
  private let paris = City(id: "7", name: "Paris", country: "France")

  private func client(
    _ server: LoopbackUpstream, breaker: PlaceBreaker = PlaceBreaker(),
    isCancelled: @escaping () -> Bool = { false },
    _ change: (inout Upstream.Options) -> Void = { _ in }
  ) -> UpstreamClient {
    var options = Upstream.Options()
    options.backoff = Backoff(attempts: 4, firstSeconds: 0.001, limitSeconds: 0.01)
    change(&options)
    return UpstreamClient(
      Upstream(server.address, breaker: breaker, counters: counters, options: options),
      isCancelled: isCancelled)
  }

  private func journeys(_ client: UpstreamClient) throws(UpstreamFailure) -> DraftFile {
    let path = scratch.path
    return try client.journeys(of: paris, on: CollectorPlace.day) { () throws(Errno) in
      try Folder(path: path, creating: true).draft(named: "city")
    }.file
  }

  @Test(arguments: [
    ("7", "7"), ("a/b", "a%2Fb"), ("..", "%2E%2E"), (".", "%2E"), ("...", "..."),
    ("ä b", "%C3%A4%20b"),
    ("a~b_c-d.e", "a~b_c-d.e"), ("%41", "%2541"), ("\0", "%00"),
  ])
  func `a text is one segment of a path`(_ text: String, segment: String) {
    #expect(Upstream.segment(text) == segment)
  }

  @Test(arguments: [
    ("http://localhost:8000", nil), ("https://a.example/buses/", nil), ("", "it is no URL"),
    ("ftp://a", "only http and https are fetched, not ftp"), ("http://", "it names no host"),
    ("http://u:p@a", "it holds a name or a password"),
    ("http://a?x=1", "paths are added to it, so it can have neither a query nor a fragment"),
    ("http://a#x", "paths are added to it, so it can have neither a query nor a fragment"),
  ])
  func `an address that cannot be one is known before it is asked`(
    _ address: String, fault: String?
  ) {
    #expect(Upstream.fault(of: address) == fault)
  }

  @Test func `only the file of the attempt that succeeded is left`() throws {
    let city = SampleCity("7", "Paris", "France", rows: 3)
    let server = try LoopbackUpstream { _, count in
      count < 3 ? .cut(String(city.answer.dropLast(10)), announcing: 9999) : .answer(city.answer)
    }
    let file = try journeys(client(server))
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).count == 1)
    let text = String(decoding: try file.open().read(limit: 10_000), as: UTF8.self)
    #expect(text.split(separator: "\n").count == 4)
    #expect(counters.figures.upstreamRequests == 4 && counters.figures.upstreamRetries == 3)
    #expect(counters.figures.upstreamBytes > city.answer.utf8.count * 3)
  }

  @Test func `a long answer is written as it comes`() throws {
    let city = SampleCity("7", "Paris", "France", rows: 30_000)
    let server = try LoopbackUpstream { _, _ in .answer(city.answer) }
    let file = try journeys(client(server))
    #expect(file.byteCount > 1_000_000)
    var reader = JourneyReader()
    try reader.append(try file.open().read(limit: file.byteCount))
    #expect(try reader.finish().rows == 30_000)
  }

  @Test func `while it is left alone nobody calls, and the trial brings it back`() throws {
    let now = Guarded<Int64>(0)
    let breaker = PlaceBreaker(CircuitBreaker(failureLimit: 2, openSeconds: 30)) {
      now.withLock { $0 }
    }
    breaker.noteFailure()
    breaker.noteFailure()
    let server = try LoopbackUpstream { _, _ in .answer("[]") }
    let looks = Guarded(0)
    let client = client(
      server, breaker: breaker,
      isCancelled: {
        // Its time comes while the client waits for it.
        looks.withLock { looks in
          looks += 1
          if looks == 3 { now.withLock { $0 = 30_000_000_000 } }
        }
        return false
      })
    #expect(try client.cities().cities.isEmpty)
    #expect(server.targets == ["/cities"] && !breaker.isOpen)
  }

  @Test func `a place that does not come back is not called`() throws {
    let breaker = PlaceBreaker(CircuitBreaker(failureLimit: 1, openSeconds: 0.05)) {
      // Its time never comes.
      0
    }
    breaker.noteFailure()
    let server = try LoopbackUpstream { _, _ in .answer("[]") }
    #expect(throws: UpstreamFailure.rests(cause: nil)) {
      try client(server, breaker: breaker).cities()
    }
    #expect(server.targets.isEmpty)
  }

  @Test func `an answer that says no does not make it a dead place`() throws {
    // Its time never comes.
    let breaker = PlaceBreaker(CircuitBreaker(failureLimit: 1, openSeconds: 0.05)) { 0 }
    for status in [204, 206, 400, 404, 429, 500] {
      let server = try LoopbackUpstream { _, _ in .answer(status: status, "") }
      #expect(throws: UpstreamFailure.status(status, retryAfterSeconds: nil)) {
        try client(server, breaker: breaker).cities()
      }
      #expect(!breaker.isOpen)
    }
    let server = try LoopbackUpstream { _, _ in .answer(status: 503, "") }
    #expect(throws: UpstreamFailure.rests(cause: "the answer has the status 503")) {
      try client(server, breaker: breaker, { $0.backoff = Backoff(attempts: 2) }).cities()
    }
    #expect(breaker.isOpen && server.targets.count == 1)
  }

  @Test func `an answer that is cancelled ends soon`() throws {
    let server = try LoopbackUpstream { _, _ in .silence }
    let start = Moment.monotonicNanoseconds()
    #expect(throws: UpstreamFailure.cancelled) {
      try client(server, isCancelled: { Moment.monotonicNanoseconds() - start > 50_000_000 })
        .cities()
    }
    #expect(Moment.monotonicNanoseconds() - start < 20_000_000_000)
  }

  @Test func `a file that cannot be written is told, and nothing is asked again`() throws {
    let server = try LoopbackUpstream { _, _ in .answer("[]") }
    let client = client(server)
    #expect(throws: UpstreamFailure.storage(.noSpace)) {
      _ = try client.journeys(of: paris, on: CollectorPlace.day) { () throws(Errno) in
        throw .noSpace
      }
    }
    #expect(server.targets.isEmpty)
  }

  @Test(arguments: ["..", "."])
  func `a city whose number is a step in a path is asked for by it`(_ id: String) throws {
    let server = try LoopbackUpstream { _, _ in .answer(status: 404, "") }
    let path = scratch.path
    #expect(throws: UpstreamFailure.status(404, retryAfterSeconds: nil)) {
      _ = try client(server).journeys(
        of: City(id: id, name: "Paris", country: "France"), on: CollectorPlace.day
      ) { () throws(Errno) in try Folder(path: path, creating: true).draft(named: "city") }
    }
    let target = "/cities/\(Upstream.segment(id))/stats?date=\(CollectorPlace.day)T00:00:00Z"
    #expect(server.targets == [target])
  }

  @Test func `a refusal with a long body says how long to stay away`() throws {
    let body = String(repeating: "later ", count: 100_000)
    let server = try LoopbackUpstream { _, _ in
      .answer(status: 503, fields: ["Retry-After: 3600"], body)
    }
    #expect(throws: UpstreamFailure.status(503, retryAfterSeconds: 3600)) {
      try client(server).cities()
    }
    #expect(server.targets == ["/cities"])
  }

  @Test func `redirects are followed on the same server, and not in a circle`() throws {
    let elsewhere = try LoopbackUpstream { _, _ in .answer("[]") }
    let server = try LoopbackUpstream { target, _ in
      switch target {
      case "/cities": .answer(status: 302, fields: ["Location: /a/../b?x=1"], "moved")
      // As it is written.
      case "/a/../b?x=1": .answer("[]")
      default: .answer(status: 404, "")
      }
    }
    #expect(try client(server).cities().cities.isEmpty)
    server.answer { _, _ in .answer(status: 302, fields: ["Location: /cities"], "") }
    #expect(throws: UpstreamFailure.redirect(to: server.address + "/cities")) {
      try client(server).cities()
    }
    let address = elsewhere.address + "/cities"
    server.answer { _, _ in .answer(status: 302, fields: ["Location: \(address)"], "") }
    #expect(throws: UpstreamFailure.redirect(to: address)) { try client(server).cities() }
    #expect(elsewhere.targets.isEmpty)
  }
}
