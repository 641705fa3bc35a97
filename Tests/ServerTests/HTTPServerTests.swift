import Dispatch
import Foundation
import HTTP
import Posix
import Server
import Testing

struct HTTPServerTests {
  private static let hello: @Sendable (Request) -> Response = { _ in .text("hello") }

  @Test func `a request is answered and the connection stays open`() throws {
    let server = try TestServer { .text("hello \($0.target.decodedPath)") }
    let client = try server.client()
    for round in 1...3 {
      client.get("/\(round)")
      let answer = try client.answer()
      #expect(answer.status == 200)
      #expect(answer.text == "hello /\(round)")
      #expect(answer.value("Connection") == nil)
      #expect(answer.value("Server") == "tally")
      #expect(answer.value("Content-Type") == "text/plain; charset=utf-8")
      #expect(answer.value("Date")?.hasSuffix(" GMT") == true)
    }
    #expect(eventually { server.server.counts.requests == 3 })
    #expect(server.server.counts.acceptedConnections == 1)
  }

  @Test func `several loops share a port and their counts are one`() throws {
    let server = try TestServer {
      $0.loops = 3
    } answer: {
      Self.hello($0)
    }
    let clients = try (0..<60).map { _ in try server.client() }
    for client in clients { client.get("/") }
    for client in clients { #expect(try client.answer().text == "hello") }
    let counts = server.server.counts
    #expect(counts.acceptedConnections == 60)
    #expect(counts.openConnections == 60)
    #expect(counts.requests == 60)
    #expect(counts.refusedConnections == 0)
  }

  @Test func `a pulse is answered once every loop has turned, and not by one that is held up`()
    throws
  {
    let began = DispatchSemaphore(value: 0)
    let gate = DispatchSemaphore(value: 0)
    let server = try TestServer {
      $0.loops = 2
    } answer: { _ in
      began.signal()
      gate.wait()
      return .text("late")
    }
    #expect(server.server.answeredPulse == 0)
    server.server.pulse(1)
    #expect(eventually { server.server.answeredPulse == 1 })
    let client = try server.client()
    client.get("/")
    // From here on the loop of this client turns no more, whichever it is.
    began.wait()
    server.server.pulse(2)
    #expect(server.server.answeredPulse == 1)
    gate.signal()
    #expect(try client.answer().text == "late")
    #expect(eventually { server.server.answeredPulse == 2 })
  }

  @Test func `a port that is taken is reported`() throws {
    let server = try TestServer(answer: Self.hello)
    #expect(throws: Errno.addressInUse) {
      _ = try TestServer { [port = server.server.port] in
        $0.port = port
      } answer: {
        Self.hello($0)
      }
    }
  }

  @Test func `what ended is reported with its figures`() throws {
    let server = try TestServer(
      plan: { _ in .accept(mode: .inline, body: .memory(limitBytes: 100), endpoint: 5) },
      answer: { _ in .text("created", status: .created) })
    let client = try server.client()
    client.send(
      "POST / HTTP/1.1\r\nHost: x\r\nX-Request-Id: seven\r\nContent-Length: 4\r\n\r\nbody")
    client.send("BROKEN\r\n\r\n")
    _ = client.rest()
    let exchanges = server.ended(2)
    let first = try #require(exchanges.first)
    #expect(first.requestID.description == "seven")
    #expect(first.endpoint == 5)
    #expect(first.method == .post)
    #expect(first.status == .created)
    #expect(first.bytesIn == 4)
    #expect(first.bytesOut == 7)
    #expect(first.durationNanoseconds > 0)
    #expect(first.isComplete)
    let second = try #require(exchanges.last)
    #expect(second.endpoint == nil)
    #expect(second.method == nil)
    #expect(second.status == .badRequest)
  }

  @Test func `a server that accepts no more still answers who is there, for the last time`() throws
  {
    let server = try TestServer(answer: Self.hello)
    let client = try server.client()
    client.get("/")
    #expect(try client.answer().value("Connection") == nil)
    server.server.stopAccepting()
    #expect(eventually { (try? server.client()) == nil })
    client.get("/")
    let last = try client.answer()
    #expect(last.text == "hello")
    #expect(last.value("Connection") == "close")
    #expect(client.isClosedByServer())
  }

  @Test(.timeLimit(.minutes(2)))
  func `closing waits for the answers that are owed`() throws {
    let gate = Gate()
    let server = try TestServer(plan: planByPath) { request in
      gate.pass()
      return Self.hello(request)
    }
    let client = try server.client()
    let idle = try server.client()
    client.get("/pool")
    #expect(eventually { server.lanes.taken == 1 })
    let closed = DispatchSemaphore(value: 0)
    try Posix.Thread.start(name: "closer") {
      server.server.close(afterSeconds: 3600)
      closed.signal()
    }
    #expect(idle.isClosedByServer())
    gate.open()
    let answer = try client.answer()
    #expect(answer.text == "hello")
    #expect(answer.value("Connection") == "close")
    #expect(client.isClosedByServer())
    #expect(closed.wait(timeout: .now() + 60) == .success)
    #expect(server.server.counts.openConnections == 0)
  }

  @Test(.timeLimit(.minutes(2)))
  func `closing waits for a stream that began before it`() throws {
    let server = try TestServer { _ in
      Response(
        .ok,
        body: .stream(
          StreamBody(unfolding: 0) { (number, bytes) in
            bytes += [UInt8](repeating: 0x61, count: 10_000)
            number += 1
            return number < 3000 ? .more : .done
          }))
    }
    let client = try server.client(receiveBufferBytes: 4096)
    client.get("/")
    #expect(try client.head().first == "HTTP/1.1 200 OK")
    let closed = DispatchSemaphore(value: 0)
    try Posix.Thread.start(name: "closer") {
      server.server.close(afterSeconds: 3600)
      closed.signal()
    }
    #expect(eventually { (try? server.client()) == nil })
    #expect(client.rest().count > 30_000_000)
    #expect(closed.wait(timeout: .now() + 60) == .success)
    #expect(server.ended(1).map(\.isComplete) == [true])
  }

  @Test func `closing at once cuts what is owed`() throws {
    let gate = Gate()
    defer { gate.open() }
    let server = try TestServer(plan: planByPath) { request in
      gate.pass()
      return Self.hello(request)
    }
    let client = try server.client()
    client.get("/pool")
    #expect(eventually { server.lanes.taken == 1 })
    server.server.close()
    #expect(client.isClosedByServer())
    #expect(server.ended(1).map(\.status) == [Exchange.clientGone])
  }
}
