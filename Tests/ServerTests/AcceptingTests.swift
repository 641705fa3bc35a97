import Foundation
import HTTP
import Posix
import Server
import Testing

/// How connections come in, and what happens when there are too many of them.
struct AcceptingTests {
  @Test func `connections beyond the limit are told so and closed`() throws {
    let server = try TestServer {
      $0.connectionLimit = 2
    } answer: { _ in
      .text("hello")
    }
    let first = try server.client()
    let second = try server.client()
    for client in [first, second] {
      client.get("/")
      #expect(try client.answer().status == 200)
    }
    let third = try server.client()
    let refusal = try third.answer()
    #expect(refusal.status == 503)
    #expect(refusal.value("Connection") == "close")
    #expect(third.isClosedByServer())
    #expect(server.server.counts.refusedConnections == 1)
    first.get("/")
    #expect(try first.answer().status == 200)
  }

  @Test func `a connection that ends makes room for another`() throws {
    let server = try TestServer {
      $0.connectionLimit = 1
    } answer: { _ in
      .text("hello")
    }
    for _ in 0..<5 {
      let client = try server.client()
      client.get("/")
      #expect(try client.answer().status == 200)
      client.end()
      #expect(eventually { server.server.counts.openConnections == 0 })
    }
  }

  @Test func `a request sent with the connection itself is answered`() throws {
    let server = try TestServer { _ in .text("hello") }
    for _ in 0..<50 {
      let client = try server.client()
      client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
      #expect(try client.answer().text == "hello")
    }
    #expect(server.server.counts.acceptedConnections == 50)
  }

  /// In a process of its own, because the limit holds for all of it.
  @Test func `without descriptors the server goes on answering and recovers`() async {
    await #expect(processExitsWith: .success) {
      let server = try TestServer { _ in .text("hello") }
      let early = try server.client()
      early.get("/")
      #expect(try early.answer().text == "hello")

      // These have their descriptors already; the server has four left for them.
      let late = (0..<12).map { _ in TestClient.unconnected() }
      let free = open("/dev/null", O_RDONLY)
      close(free)
      var limit = rlimit()
      getrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &limit)
      limit.rlim_cur = rlim_t(free + 4)
      setrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &limit)
      for client in late { try client.connect(to: server.server.port) }

      #expect(eventually { server.server.counts.refusedConnections > 0 })
      for _ in 0..<10 {
        early.get("/")
        #expect(try early.answer().text == "hello")
      }

      for client in late { client.end() }
      #expect(eventually { server.server.counts.openConnections == 1 })
      let next = try server.client()
      next.get("/")
      #expect(try next.answer().text == "hello")
    }
  }

  @Test func `a plan is told where a request comes from, and when`() throws {
    let arrivals = Guarded<[Arrival]>([])
    let start = Moment.monotonicNanoseconds()
    let server = try TestServer(arrived: { arrival in arrivals.withLock { $0.append(arrival) } }) {
      _ in .text("hello")
    }
    let client = try server.client()
    for _ in 0..<2 {
      client.get("/")
      #expect(try client.answer().status == 200)
    }
    let seen = arrivals.withLock { $0 }
    #expect(
      seen.map(\.peer) == Array(repeating: ClientAddress(high: 0, low: 0xFFFF_7F00_0001), count: 2))
    let times = [start] + seen.map(\.monotonicNanoseconds) + [Moment.monotonicNanoseconds()]
    #expect(times == times.sorted())
  }

  @Test(arguments: [Plan.Mode.inline, .pool])
  func `fields that the plan wants in the answer come back in the request`(
    mode: Plan.Mode
  ) throws {
    let fields = AnswerFields.fields(Fields([("A", "b")]))
    let server = try TestServer(
      plan: { _ in .accept(mode: mode, body: .none, answerFields: fields) },
      answer: { request in
        var response = Response.text("hello")
        request.answerFields.add(to: &response)
        return response
      })
    let client = try server.client()
    client.get("/")
    #expect(try client.answer().value("A") == "b")
  }
}
