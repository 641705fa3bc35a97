import Foundation
import HTTP
import Posix
import Server
import Testing

/// What a loop does with time, and with clients that come, stay and go as they like.
struct LoopTests {
  private static let hello: @Sendable (Request) -> Response = { _ in .text("hello") }

  @Test func `a head that drips is answered with 408 while others are served`() throws {
    let server = try TestServer {
      $0.headMilliseconds = 300
      $0.limits.headBytes = 64 << 20
    } answer: {
      Self.hello($0)
    }
    let slow = try server.client()
    let other = try server.client()
    slow.send("GET / HTTP/1.1\r\nHost: x\r\nX-Drip: ")
    while slow.hasNothing {
      slow.send("x")
      other.get("/")
      #expect(try other.answer().text == "hello")
    }
    let answer = try slow.answer()
    #expect(answer.status == 408)
    #expect(answer.value("Connection") == "close")
    #expect(slow.isClosedByServer())
    #expect(server.server.counts.timeouts == 1)
  }

  @Test func `a body that pauses too long is answered with 408`() throws {
    let server = try TestServer {
      $0.bodyIdleMilliseconds = 300
    } answer: {
      Self.hello($0)
    }
    let client = try server.client()
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf")
    let answer = try client.answer()
    #expect(answer.status == 408)
    #expect(client.isClosedByServer())
    #expect(server.ended(1).map(\.status) == [.requestTimeout])
  }

  @Test func `a connection that asks nothing more is closed without a word`() throws {
    let server = try TestServer {
      $0.keepAliveMilliseconds = 300
    } answer: {
      Self.hello($0)
    }
    let client = try server.client()
    client.get("/")
    #expect(try client.answer().text == "hello")
    #expect(client.isClosedByServer())
    #expect(eventually { server.server.counts.openConnections == 0 })
    #expect(server.server.counts.timeouts == 0)
  }

  @Test func `a connection that never asks is closed without a word`() throws {
    let server = try TestServer {
      $0.headMilliseconds = 300
    } answer: {
      Self.hello($0)
    }
    let client = try server.client()
    #expect(client.isClosedByServer())
  }

  @Test func `a request on a lane outlives every deadline`() throws {
    let gate = Gate()
    let server = try TestServer {
      $0.headMilliseconds = 250
      $0.keepAliveMilliseconds = 250
    } plan: {
      planByPath($0)
    } answer: { request in
      gate.pass()
      return Self.hello(request)
    }
    let client = try server.client()
    client.get("/pool")
    // This one was silent from later on than the request was asked, and its deadline has passed.
    let silent = try server.client()
    #expect(silent.isClosedByServer())
    gate.open()
    #expect(try client.answer().text == "hello")
  }

  @Test func `a client that has finished sending gets all its answers`() throws {
    let gate = Gate()
    let server = try TestServer(plan: planByPath) { request in
      if request.target.decodedPath == "/pool" { gate.pass() }
      return .text(request.target.decodedPath)
    }
    let client = try server.client()
    client.get("/pool")
    client.get("/last")
    client.finishSending()
    #expect(eventually { server.lanes.taken == 1 })
    gate.open()
    #expect(try client.answer().text == "/pool")
    #expect(try client.answer().text == "/last")
    #expect(client.isClosedByServer())
  }

  @Test func `a client that ends in the middle of a request is forgotten`() throws {
    let server = try TestServer(answer: Self.hello)
    let client = try server.client()
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf")
    client.finishSending()
    #expect(client.isClosedByServer())
    #expect(eventually { server.server.counts.openConnections == 0 })
  }

  @Test(arguments: [
    "", "GET / HT", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf",
    "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET /pool HTTP/1.1\r\nHost: x\r\n\r\n",
    "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n", "BROKEN\r\n\r\n",
  ])
  func `resets at any moment leave nothing behind`(message: String) throws {
    let server = try TestServer(plan: planByPath) { request in
      guard request.target.decodedPath == "/stream" else { return .text("hello") }
      return Response(
        .ok,
        body: .stream(
          StreamBody(unfolding: 0) { (_, bytes) in
            bytes += [UInt8](repeating: 0, count: 10_000)
            return .more
          }))
    }
    for _ in 0..<50 {
      let client = try server.client()
      client.send(message)
      client.reset()
    }
    let client = try server.client()
    client.get("/")
    #expect(try client.answer().text == "hello")
    #expect(eventually { server.server.counts.openConnections == 1 })
  }

  @Test func `a thousand idle connections cost the others nothing and stay usable`() throws {
    try #require(Process.raiseDescriptorLimit() >= 4096)
    let server = try TestServer(answer: Self.hello)
    let idle = try (0..<1000).map { _ in try server.client() }
    let busy = try server.client()
    for _ in 0..<100 {
      busy.get("/")
      #expect(try busy.answer().text == "hello")
    }
    #expect(eventually { server.server.counts.openConnections == 1001 })
    for client in idle { client.get("/") }
    for client in idle { #expect(try client.answer().text == "hello") }
  }

  @Test func `a client with an endless pipeline does not keep others waiting`() throws {
    let server = try TestServer(answer: Self.hello)
    let busy = try server.client()
    let isEnough = Guarded(false)
    let request = Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8)
    let many = Array(repeating: request, count: 1000).flatMap(\.self)
    // A client that writes without end and reads nothing: its own answers pile up, and then it is read no more.
    let sender = Handover(busy)
    try Posix.Thread.start(name: "busy") {
      guard let client = sender.take() else { return }
      for _ in 0..<1000 where !isEnough.withLock({ $0 }) { client.send(many) }
      client.end()
    }
    let other = try server.client()
    for _ in 0..<100 {
      other.get("/")
      #expect(try other.answer().text == "hello")
    }
    isEnough.withLock { $0 = true }
    server.server.close()
  }
}
