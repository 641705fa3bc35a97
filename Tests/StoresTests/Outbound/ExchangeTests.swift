import Synchronization
import Testing

@testable import Stores

struct ExchangeTests {
  private func limits(
    bytes: Int = 1000, total: Double = 20, connect: Double = 10, stall: Double = 10
  ) -> HTTPClient.Limits {
    HTTPClient.Limits(
      bytes: bytes, totalSeconds: total, connectSeconds: connect, stallSeconds: stall)
  }

  private static let open: HTTPClient.Options = {
    var options = HTTPClient.Options()
    options.allowsPrivate = true
    return options
  }()

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n",
  ])
  func `a body without end is given up at the limit, however it is framed`(_ head: String) throws {
    let server = try OddServer { _ in
      [.send(head), .sendForEver([UInt8](repeating: 65, count: 100_000))]
    }
    let fetched = fetch(server.url(), limits: limits(bytes: 300_000))
    #expect(fetched.failure == .tooLarge(limitBytes: 300_000))
    #expect(fetched.body.count <= 300_000)
  }

  @Test func `a body that says nothing more is stalled`() throws {
    let server = try OddServer { _ in
      [.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"), .waitForEver]
    }
    let fetched = fetch(server.url(), limits: limits(stall: 0.2))
    #expect(fetched.failure == .timedOut(.stalled, seconds: 0.2))
    #expect(fetched.body == Array("abc".utf8))
  }

  @Test func `a server that never answers is stalled`() throws {
    let server = try OddServer { _ in [.waitForEver] }
    #expect(
      fetch(server.url(), limits: limits(stall: 0.2)).failure == .timedOut(.stalled, seconds: 0.2))
  }

  @Test func `all of it together has its time, also over redirects`() throws {
    let server = try OddServer { _ in
      [.send("HTTP/1.1 200 OK\r\n\r\n"), .sendForEver([65])]
    }
    let endless = limits(bytes: .max, total: 0.2)
    #expect(fetch(server.url(), limits: endless).failure == .timedOut(.total, seconds: 0.2))
    let slow = try OddServer { request in
      request.path == "/" ? [.redirect("/slow")] : [.waitForEver]
    }
    #expect(
      fetch(slow.url(), limits: limits(total: 0.2)).failure == .timedOut(.total, seconds: 0.2))
  }

  @Test func `an asker that loses its interest ends it`() throws {
    let server = try OddServer { _ in [.waitForEver] }
    var count = 0
    let fetched = fetch(
      server.url(), limits: limits(),
      isCancelled: {
        count += 1
        return count > 3
      })
    #expect(fetched.failure == .cancelled)
    #expect(count == 4)
    #expect(fetch(server.url(), isCancelled: { true }).failure == .cancelled)
  }

  @Test func `no piece is larger than 2 MiB, however fast they come`() throws {
    let server = try OddServer { _ in
      [.send("HTTP/1.1 200 OK\r\n\r\n"), .sendForEver([UInt8](repeating: 65, count: 1 << 20))]
    }
    let client = HTTPClient(options: Self.open)
    var largest = 0
    var count = 0
    #expect(throws: OutboundFailure.sinkFailed) {
      try client.get(
        server.url(), limits: limits(bytes: .max),
        into: { piece in
          largest = max(largest, piece.count)
          count += piece.count
          return count < 50 << 20
        })
    }
    #expect(largest <= 2 << 20)
  }

  @Test func `an asker that cannot take the bytes ends it`() throws {
    let server = try OddServer { _ in
      [.send("HTTP/1.1 200 OK\r\n\r\n"), .sendForEver([UInt8](repeating: 65, count: 10_000))]
    }
    let client = HTTPClient(options: Self.open)
    var pieces = 0
    #expect(throws: OutboundFailure.sinkFailed) {
      try client.get(
        server.url(), limits: limits(bytes: .max),
        into: { _ in
          pieces += 1
          return pieces < 3
        })
    }
    #expect(pieces == 3)
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n",
    "HTTP/1.1 200 OK\r\nContent-Le", "", "SSH-2.0-OpenSSH_9.2\r\n", "220 ftp ready\r\n",
  ])
  func `an answer that ends too early, or is none, is broken off`(_ answer: String) throws {
    let server = try OddServer { _ in [.send(answer)] }
    let fetched = fetch(server.url(), limits: limits())
    guard case .brokenOff(let text) = fetched.failure else {
      Issue.record("\(fetched)")
      return
    }
    #expect(!text.isEmpty)
  }

  @Test func `a head without end is broken off`() throws {
    let server = try OddServer { _ in
      [.send("HTTP/1.1 200 OK\r\n"), .sendForEver(Array("X: y\r\n".utf8))]
    }
    #expect(fetch(server.url()).failure == .brokenOff("the head is too long"))
  }

  @Test func `a compressed body is refused, for nobody asked for it`() throws {
    let server = try OddServer { _ in
      [.answer("200 OK", "Content-Encoding: gzip\r\n", body: "\u{1F}?")]
    }
    let fetched = fetch(server.url())
    #expect(fetched.failure == .encoded("gzip"))
    #expect(fetched.body.isEmpty)
  }

  @Test func `where nobody listens nothing is reached`() throws {
    let port: Int
    do {
      let server = try OddServer { _ in [] }
      port = server.port
    }
    // A socket that was bound once and never listens.
    let failure = fetch("http://127.0.0.1:1/").failure
    #expect(failure == .unreachable(host: "127.0.0.1", port: 1))
    #expect(port > 1)
  }

  @Test func `a name without an address is not resolved`() {
    #expect(
      fetch("http://no.such.host.invalid/").failure == .unresolved(host: "no.such.host.invalid"))
  }

  @Test func `a place that speaks no TLS is not secure`() throws {
    let server = try OddServer(isRash: true) { _ in [.answer("200 OK")] }
    let fetched = fetch("https://127.0.0.1:\(server.port)/", limits: limits())
    guard case .tls(let text) = fetched.failure else {
      Issue.record("\(fetched)")
      return
    }
    #expect(!text.isEmpty)
  }

  @Test func `a place that is silent about TLS has the time of a connection`() throws {
    let server = try OddServer { _ in [] }
    let fetched = fetch("https://127.0.0.1:\(server.port)/", limits: limits(connect: 0.2))
    #expect(fetched.failure == .timedOut(.connecting, seconds: 0.2))
  }

  @Test func `a connection is kept for the next request, also behind an answer that says no`()
    throws
  {
    let server = try OddServer { request in
      let status = request.path == "/no" ? "404 Not Found" : "200 OK"
      return [.send("HTTP/1.1 \(status)\r\nContent-Length: 0\r\n\r\n"), .takeNext]
    }
    let client = HTTPClient(options: Self.open)
    for path in ["/a", "/no", "/b"] { _ = fetch(server.url(path), client: client) }
    #expect(server.requestCount == 3)
    #expect(server.connectionCount == 1)
  }

  @Test func `a client goes on after each failure`() throws {
    let server = try OddServer { request in
      switch request.path {
      case "/endless": [.send("HTTP/1.1 200 OK\r\n\r\n"), .sendForEver([65])]
      case "/silent": [.waitForEver]
      case "/broken": [.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")]
      default: [.answer("200 OK", body: "fine")]
      }
    }
    let client = HTTPClient(options: Self.open)
    for path in ["/endless", "/silent", "/broken"] {
      let failed = fetch(server.url(path), limits: limits(bytes: 10, stall: 0.1), client: client)
      #expect(failed.failure != nil)
      #expect(fetch(server.url(), client: client).body == Array("fine".utf8))
    }
  }

  @Test func `an empty body is sent with its length, and HEAD takes none`() throws {
    let asked = Mailbox()
    let server = try OddServer { request in
      asked.put(request.text)
      return [.answer("200 OK", body: request.text.hasPrefix("HEAD") ? "" : "x")]
    }
    let client = HTTPClient(options: Self.open)
    for method in ["POST", "DELETE", "HEAD"] {
      let response = try client.send(
        .init(method: method), to: server.url(), limits: limits(), into: { _ in true })
      #expect(response.status == 200)
    }
    #expect(asked.all.map { $0.split(separator: " ")[0] } == ["POST", "DELETE", "HEAD"])
    #expect(asked.all.map { $0.contains("Content-Length: 0") } == [true, false, false])
  }

  @Test(arguments: [
    ("GET", "X\r\nY", "z"), ("GET", "", "z"), ("GET", "X:", "z"), ("GET", "X", "z\r\nHost: other"),
    ("GET", "X", "z\u{0}"), ("GE T", "X", "z"), ("", "X", "z"), ("GET / HTTP/1.1\r\nX:", "X", "z"),
  ])
  func `a request that would be two is not sent`(
    _ method: String, _ name: String, _ value: String
  ) throws {
    let server = try OddServer { _ in [.answer("200 OK")] }
    let client = HTTPClient(options: Self.open)
    let request = HTTPClient.Request(method: method, fields: [.init(name: name, value: value)])
    do throws(OutboundFailure) {
      _ = try client.send(request, to: server.url(), limits: limits(), into: { _ in true })
      Issue.record("it was sent")
    } catch {
      guard case .badField = error else {
        Issue.record("\(error)")
        return
      }
    }
    #expect(server.connectionCount == 0)
  }
}
