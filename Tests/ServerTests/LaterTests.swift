import Dispatch
import HTTP
import Posix
import Testing

@testable import Server

/// Answers that are begun in the loop and come when they are known, from whichever thread.
struct LaterTests {
  /// Keeps replies until a test sends them.
  private final class Desk: Sendable {
    private let replies = Guarded<[String: Reply]>([:])

    @Sendable func keep(_ request: Request, _ reply: Reply) {
      replies.withLock { $0[request.target.decodedPath] = reply }
    }

    func reply(to path: String) throws -> Reply {
      _ = eventually { self.replies.withLock { $0[path] != nil } }
      return try #require(replies.withLock { $0[path] })
    }
  }

  private static let path: @Sendable (Request) -> Response = { .text($0.target.decodedPath) }

  private func server(_ desk: Desk) throws -> TestServer {
    try TestServer(plan: planByPath, answerLater: desk.keep, answer: Self.path)
  }

  @Test func `a reply from another thread answers the request`() throws {
    let desk = Desk()
    let server = try server(desk)
    let client = try server.client()
    for round in 0..<3 {
      client.get("/later/\(round)")
      try desk.reply(to: "/later/\(round)").send(.text("answer \(round)"))
      #expect(try client.answer().text == "answer \(round)")
    }
    #expect(server.ended(3).map(\.status) == [.ok, .ok, .ok])
  }

  @Test func `a reply that is sent at once keeps its place among the others`() throws {
    let server = try TestServer(
      plan: planByPath,
      answerLater: {
        $1.send(.text($0.target.decodedPath))
        $1.send(.text("twice"))
      }, answer: Self.path)
    let client = try server.client()
    let paths = (0..<60).map {
      $0 % 3 == 0 ? "/later/\($0)" : $0 % 3 == 1 ? "/\($0)" : "/pool/\($0)"
    }
    for path in paths { client.get(path) }
    for path in paths { #expect(try client.answer().text == path) }
  }

  @Test func `replies in any order leave in the order of their requests`() throws {
    let desk = Desk()
    let server = try server(desk)
    let client = try server.client()
    let paths = ["/later/1", "/inline", "/later/2", "/pool", "/later/3"]
    for path in paths { client.get(path) }
    for path in ["/later/3", "/later/1", "/later/2"] {
      try desk.reply(to: path).send(.text(path))
    }
    for path in paths { #expect(try client.answer().text == path) }
  }

  @Test func `no request starts beside one that may change something`() throws {
    let desk = Desk()
    let started = Guarded(false)
    let server = try TestServer(plan: planByPath, answerLater: desk.keep) { request in
      started.withLock { $0 = true }
      return Self.path(request)
    }
    let client = try server.client()
    client.send("POST /later HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody")
    client.get("/after")
    let reply = try desk.reply(to: "/later")
    #expect(!started.withLock { $0 })
    reply.send(.text("changed"))
    #expect(try client.answer().text == "changed")
    #expect(try client.answer().text == "/after")
  }

  @Test func `the first of two replies counts, and the next request gets its own`() throws {
    let desk = Desk()
    let server = try server(desk)
    let client = try server.client()
    client.get("/later/first")
    client.get("/later/second")
    let first = try desk.reply(to: "/later/first")
    first.send(.text("first"))
    first.send(.text("again"))
    #expect(try client.answer().text == "first")
    first.send(.text("and again"))
    try desk.reply(to: "/later/second").send(.text("second"))
    #expect(try client.answer().text == "second")
    #expect(server.ended(2).count == 2)
  }

  @Test func `a reply to a client that is gone reaches nobody else`() throws {
    let desk = Desk()
    let server = try server(desk)
    let gone = try server.client()
    gone.get("/later/gone")
    let late = try desk.reply(to: "/later/gone")
    gone.reset()
    #expect(server.ended(1).map(\.status) == [Exchange.clientGone])
    // The next connection gets the slot of the one that is gone, and its first request the same number.
    let next = try server.client()
    next.get("/later/own")
    let own = try desk.reply(to: "/later/own")
    late.send(.text("late"))
    own.send(.text("own"))
    #expect(try next.answer().text == "own")
  }

  @Test func `a request with a body is begun when the whole body has come`() throws {
    let server = try TestServer(
      plan: planByPath,
      answerLater: {
        $1.send(.bytes($0.body, type: "application/octet-stream"))
      }, answer: Self.path)
    let client = try server.client()
    client.send("POST /later HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\nhalf")
    client.send("half")
    #expect(try client.answer().text == "halfhalf")
    #expect(server.ended(1).map(\.bytesIn) == [8])
  }

  @Test func `HEAD gets a head, and a last request its answer before the end`() throws {
    let desk = Desk()
    let server = try server(desk)
    let client = try server.client()
    client.send("HEAD /later/head HTTP/1.1\r\nHost: x\r\n\r\n")
    try desk.reply(to: "/later/head").send(.text("hello"))
    #expect(try client.answer(toHead: true).value("Content-Length") == "5")
    client.get("/later/last", "Connection: close\r\n")
    try desk.reply(to: "/later/last").send(.text("bye"))
    let last = try client.answer()
    #expect(last.text == "bye")
    #expect(last.value("Connection") == "close")
    #expect(client.isClosedByServer())
  }

  private static let long = String(repeating: "tally ", count: 1000)

  @Test(arguments: [true, false])
  func `a long reply is compressed on a lane`(isAtOnce: Bool) throws {
    let desk = Desk()
    let server = try TestServer(
      plan: planByPath,
      answerLater: {
        if isAtOnce { $1.send(.text(Self.long)) } else { desk.keep($0, $1) }
      }, answer: Self.path)
    let client = try server.client()
    for (coding, lanes) in [("gzip", 1), ("identity", 1)] {
      client.get("/later/\(coding)", "Accept-Encoding: \(coding)\r\n")
      if !isAtOnce { try desk.reply(to: "/later/\(coding)").send(.text(Self.long)) }
      let answer = try client.answer()
      #expect(answer.value("Content-Encoding") == (coding == "gzip" ? "gzip" : nil))
      #expect(answer.value("Vary") == "Accept-Encoding")
      if coding == "identity" { #expect(answer.text == Self.long) }
      #expect(server.lanes.taken == lanes)
    }
  }

  @Test func `a long reply goes out plain when no lane is free`() throws {
    let desk = Desk()
    let server = try server(desk)
    server.lanes.refuseEverything()
    let client = try server.client()
    client.get("/later", "Accept-Encoding: gzip\r\n")
    try desk.reply(to: "/later").send(.text(Self.long))
    let answer = try client.answer()
    #expect(answer.value("Content-Encoding") == nil)
    #expect(answer.text == Self.long)
  }

  @Test(.timeLimit(.minutes(2)))
  func `closing waits for replies that are owed`() throws {
    let desk = Desk()
    let server = try server(desk)
    let client = try server.client()
    let idle = try server.client()
    client.get("/later")
    let reply = try desk.reply(to: "/later")
    let closed = DispatchSemaphore(value: 0)
    try Posix.Thread.start(name: "closer") {
      server.server.close(afterSeconds: 3600)
      closed.signal()
    }
    #expect(idle.isClosedByServer())
    reply.send(.text("bye"))
    let answer = try client.answer()
    #expect(answer.text == "bye")
    #expect(answer.value("Connection") == "close")
    #expect(closed.wait(timeout: .now() + 60) == .success)
    reply.send(.text("after the end"))
  }
}
