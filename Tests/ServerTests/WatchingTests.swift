import Dispatch
import Foundation
import HTTP
import Posix
import Testing

@testable import Server

/// Events: told as they happen, to clients that read, read slowly, hang up or wait.
struct WatchingTests {
  private static let comment = ":\n\n"

  /// A server that tells a story at `/events` and says its path elsewhere. It is silent for as long as a test may take.
  private func server(
    _ story: Story, _ change: @escaping (inout HTTPServer.Options) -> Void = { _ in }
  ) throws -> TestServer {
    try TestServer {
      $0.heartbeatMilliseconds = 3_600_000
      change(&$0)
    } plan: {
      planByPath($0)
    } answer: { request in
      let path = request.target.decodedPath
      return path.hasPrefix("/events") ? story.response : .text(path)
    }
  }

  @Test func `the head comes at once, then events as they happen, then the next answer`() throws {
    let story = Story()
    let server = try server(story)
    let client = try server.client()
    client.get("/events")
    client.get("/next")
    let head = try client.head()
    #expect(head.first == "HTTP/1.1 200 OK")
    #expect(head.contains("Transfer-Encoding: chunked"))
    #expect(head.contains("Content-Type: text/event-stream"))
    for number in 1...3 {
      story.tell("data: \(number)\n\n")
      #expect(try client.text() == "data: \(number)\n\n")
    }
    story.tell("data: last\n\n", .done)
    #expect(try client.text() == "data: last\n\n")
    #expect(try client.text() == "")
    #expect(try client.answer().text == "/next")
    #expect(story.ended == 1)
    let exchange = try #require(server.ended(2).first)
    #expect(exchange.isComplete)
    #expect(exchange.bytesOut == 3 * 9 + 12)
  }

  @Test func `a client of HTTP 1.0 gets events until the connection ends`() throws {
    let story = Story()
    story.tell("data: first\n\n")
    let server = try server(story)
    let client = try server.client()
    client.send("GET /events HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
    #expect(try client.head().contains("Connection: close"))
    #expect(try client.read(13) == Array("data: first\n\n".utf8))
    story.tell("data: last\n\n", .done)
    #expect(client.rest() == Array("data: last\n\n".utf8))
    #expect(story.ended == 1)
  }

  @Test func `events that fail are cut so that the client sees it`() throws {
    let story = Story()
    let server = try server(story)
    let client = try server.client()
    client.get("/events")
    _ = try client.head()
    story.tell("data: lost\n\n", .failed)
    #expect(throws: TestClient.Failure.self) { try client.chunk() }
    #expect(story.ended == 1)
    #expect(server.ended(1).map(\.isComplete) == [false])
  }

  @Test func `HEAD gets the head, and nothing begins`() throws {
    let story = Story()
    let server = try server(story)
    let client = try server.client()
    client.send("HEAD /events HTTP/1.1\r\nHost: x\r\n\r\n")
    client.get("/next")
    #expect(try client.answer(toHead: true).value("Content-Type") == "text/event-stream")
    #expect(try client.answer().text == "/next")
    #expect(story.begun == 0)
    #expect(!story.hasEnded)
  }

  // Wakes

  @Test func `a bell that is rung ten thousand times sends one letter until the loop listens`()
    throws
  {
    let mailbox = try Mailbox()
    let bell = Bell(mailbox, 5)
    bell.ring()
    #expect(mailbox.takeAll().isEmpty)
    for _ in 0..<3 {
      bell.listen()
      for _ in 0..<10_000 { bell.ring() }
      let letters = mailbox.takeAll()
      #expect(letters.count == 1)
      guard case .wake(5, let rung)? = letters.first else {
        Issue.record("the letter is no wake")
        return
      }
      #expect(rung === bell)
    }
    bell.listen()
    bell.fallSilent()
    bell.ring()
    #expect(mailbox.takeAll().isEmpty)
  }

  @Test(.timeLimit(.minutes(2)))
  func `no wake of many threads is lost`() throws {
    let count = Guarded(0)
    let wakes = Guarded<[@Sendable () -> Void]>([])
    let server = try TestServer { _ in
      .events(
        EventBody { wake in
          wakes.withLock { $0.append(wake) }
          return EventFeed(
            next: { bytes in
              let count = count.withLock { $0 }
              bytes += Array("\(count)\n".utf8)
              return count < 10_000 ? .more : .done
            }, end: {})
        })
    }
    let client = try server.client()
    client.get("/")
    _ = try client.head()
    #expect(try client.text() == "0\n")
    for _ in 0..<4 {
      try Posix.Thread.start(name: "waker") {
        for _ in 0..<2500 {
          count.withLock { $0 += 1 }
          for wake in wakes.withLock({ $0 }) { wake() }
        }
      }
    }
    var last = 0
    while case let text = try client.text(), !text.isEmpty {
      let next = try #require(Int(text.dropLast()))
      #expect(next >= last)
      last = next
    }
    #expect(last == 10_000)
  }

  @Test func `wakes for what has ended do not reach what follows on the connection`() throws {
    let (first, second) = (Story(), Story())
    let server = try TestServer { request in
      request.target.decodedPath == "/first" ? first.response : second.response
    }
    let client = try server.client()
    client.get("/first")
    client.get("/second")
    _ = try client.head()
    first.tell("data: 1\n\n", .done)
    #expect(try client.text() == "data: 1\n\n")
    #expect(try client.text() == "")
    _ = try client.head()
    #expect(eventually { second.asked == 1 })
    let asked = first.asked
    for _ in 0..<100 { first.tell("") }
    second.tell("data: 2\n\n")
    #expect(try client.text() == "data: 2\n\n")
    #expect(second.asked == 2)
    #expect(first.asked == asked)
  }

  // Clients that go

  @Test(arguments: ["", "Connection: close\r\n"], [true, false])
  func `a client that hangs up is let go at once`(fields: String, isReset: Bool) throws {
    let story = Story()
    let server = try server(story)
    let client = try server.client()
    client.get("/events", fields)
    _ = try client.head()
    if isReset { client.reset() } else { client.end() }
    #expect(story.ended == 1)
    #expect(server.ended(1).map(\.isComplete) == [false])
    #expect(eventually { server.server.counts.openConnections == 0 })
    story.tell("data: late\n\n")
  }

  @Test func `a client that has only finished sending gets a comment and all its events`() throws {
    let story = Story()
    let server = try server(story)
    let client = try server.client()
    client.get("/events")
    _ = try client.head()
    // Nothing is read from it now, but it will be.
    client.get("/next")
    client.finishSending()
    #expect(try client.text() == Self.comment)
    story.tell("data: 1\n\n")
    #expect(try client.text() == "data: 1\n\n")
    story.tell("", .done)
    #expect(try client.text() == "")
    #expect(try client.answer().text == "/next")
    #expect(client.isClosedByServer())
  }

  @Test(arguments: ["1.1", "1.0"])
  func `a silent stream is kept alive by comments`(version: String) throws {
    let story = Story()
    let server = try server(story) { $0.heartbeatMilliseconds = 250 }
    let client = try server.client()
    client.send("GET /events HTTP/\(version)\r\nHost: x\r\n\r\n")
    _ = try client.head()
    for _ in 0..<3 {
      let comment = version == "1.1" ? try client.chunk() : try client.read(3)
      #expect(String(decoding: comment, as: UTF8.self) == Self.comment)
    }
    #expect(story.asked == 1)
  }

  // Clients that read slowly

  /// Makes the socket of a client that does not read take no more.
  private func fill(_ story: Story) {
    var asked = 0
    repeat {
      asked = story.asked
      story.tell(String(repeating: "x", count: 64 << 10))
    } while eventuallySoon { story.asked > asked }
  }

  private func eventuallySoon(_ condition: () -> Bool) -> Bool {
    for _ in 0..<1500 {
      if condition() { return true }
      usleep(2000)
    }
    return false
  }

  @Test func `a client that reads slowly is told the newest state, not each between`() throws {
    let story = Story()
    let server = try server(story) { $0.writeMilliseconds = 600_000 }
    let client = try server.client(receiveBufferBytes: 4096)
    client.get("/events")
    _ = try client.head()
    fill(story)
    let asked = story.asked
    for _ in 0..<1000 { story.tell("") }
    #expect(story.asked == asked)
    story.tell("newest", .done)
    var last: [UInt8] = []
    while case let chunk = try client.chunk(), !chunk.isEmpty { last = chunk }
    #expect(last.suffix(6) == Array("newest".utf8))
    #expect(story.asked == asked + 1)
    #expect(story.ended == 1)
  }

  @Test func `a client that reads nothing is given up`() throws {
    let story = Story()
    let server = try server(story) { $0.writeMilliseconds = 1000 }
    let client = try server.client(receiveBufferBytes: 4096)
    client.get("/events")
    _ = try client.head()
    fill(story)
    #expect(eventually { story.ended == 1 })
    #expect(eventually { server.server.counts.openConnections == 0 })
    #expect(server.server.counts.timeouts == 1)
    client.end()
  }

  // The end of the server

  @Test(.timeLimit(.minutes(2)))
  func `a server that accepts no more goes on telling, one that closes ends it at once`() throws {
    let (story, oldStory) = (Story(), Story())
    let server = try TestServer { request in
      request.target.decodedPath == "/old" ? oldStory.response : story.response
    }
    let (client, oldClient) = (try server.client(), try server.client())
    client.get("/")
    oldClient.send("GET /old HTTP/1.0\r\n\r\n")
    _ = (try client.head(), try oldClient.head())
    server.server.stopAccepting()
    #expect(eventually { (try? server.client()) == nil })
    story.tell("data: 1\n\n")
    #expect(try client.text() == "data: 1\n\n")
    #expect(!story.hasEnded && !oldStory.hasEnded)
    server.server.close(afterSeconds: 3600)
    #expect(try client.text() == "")
    #expect(client.isClosedByServer())
    #expect(oldClient.rest() == [])
    #expect(story.ended == 1 && oldStory.ended == 1)
    #expect(server.ended(2).map(\.isComplete) == [true, true])
  }

  @Test(.timeLimit(.minutes(2)))
  func `events that would begin while the server closes end at once`() throws {
    let story = Story()
    let gate = Gate()
    let server = try TestServer(plan: planByPath) { _ in
      gate.pass()
      return story.response
    }
    let (client, idle) = (try server.client(), try server.client())
    client.get("/pool")
    #expect(eventually { server.lanes.taken == 1 })
    let closed = DispatchSemaphore(value: 0)
    try Posix.Thread.start(name: "closer") {
      server.server.close(afterSeconds: 3600)
      closed.signal()
    }
    #expect(idle.isClosedByServer())
    gate.open()
    #expect(try client.answer().body.isEmpty)
    #expect(closed.wait(timeout: .now() + 60) == .success)
    #expect(story.begun == 0)
  }

  @Test func `closing lets go of what a client did not read`() throws {
    let story = Story()
    let server = try server(story)
    let client = try server.client(receiveBufferBytes: 4096)
    client.get("/events")
    _ = try client.head()
    fill(story)
    server.server.close()
    #expect(story.ended == 1)
    #expect(server.ended(1).map(\.isComplete) == [false])
  }

  // Memory

  #if !RACE_CHECK
    @Test func `a thousand idle streams cost less than 32 MiB`() async {
      await #expect(processExitsWith: .success) {
        try #require(Process.raiseDescriptorLimit() >= 4096)
        let body = EventBody { _ in
          EventFeed(
            next: {
              $0 += Array("data: \(String(repeating: "x", count: 1000))\n\n".utf8)
              return .more
            }, end: {})
        }
        let server = try TestServer { _ in .events(body) }
        func stream() throws -> TestClient {
          let client = try server.client()
          client.get("/events")
          _ = try client.head()
          _ = try client.chunk()
          return client
        }
        // What the first of them costs is not paid again.
        var clients = try (0..<10).map { _ in try stream() }
        let before = Self.residentBytes
        for _ in 0..<1000 { clients.append(try stream()) }
        let cost = Self.residentBytes - before
        #expect(before > 0 && cost < 32 << 20)
        withExtendedLifetime(clients) {}
      }
    }

    private static var residentBytes: Int {
      let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
      let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
      return (pages ?? 0) * 4096
    }
  #endif
}
