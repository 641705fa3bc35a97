import Synchronization
import Testing

@testable import Posix
@testable import Stores

/// What a client sends beside the plain requests of `HTTPClientTests`.
struct SendingTests {
  private let scratch = ScratchFolder()

  private func client(keepsPaths: Bool = false, connections: Int = 4) -> HTTPClient {
    var options = HTTPClient.Options()
    options.allowsPrivate = true
    options.keepsPaths = keepsPaths
    options.connections = connections
    return HTTPClient(options: options)
  }

  private func request(_ method: String, _ file: FileStretch) -> HTTPClient.Request {
    var request = HTTPClient.Request(method: method)
    request.file = file
    return request
  }

  @Test(arguments: ["PUT", "POST"], [0, 1, 300_000])
  func `a stretch of a file is sent with its length and as it is`(
    _ method: String, _ count: Int
  ) throws {
    let letters = (0..<count).map { UInt8(ascii: "a") + UInt8($0 / 1000 % 26) }
    let file = try openFile(Array("xx".utf8) + letters + Array("yyy".utf8), in: scratch)
    let asked = Mailbox()
    let server = try OddServer { request in
      asked.put(request.text)
      return [.answer("200 OK")]
    }
    let response = try client().send(
      request(method, FileStretch(of: file, from: 2, limit: count)), to: server.url("/k"),
      limits: .init(bytes: 100, totalSeconds: 20), into: { _ in true })
    #expect(response.status == 200)
    let text = try #require(asked.all.first)
    #expect(text.hasPrefix("\(method) /k HTTP/1.1\r\n"))
    #expect(text.contains("\r\nContent-Length: \(count)\r\n"))
    #expect(!text.contains("Expect") && !text.contains("Transfer-Encoding"))
    let isWhole = text.hasSuffix("\r\n\r\n" + String(decoding: letters, as: UTF8.self))
    #expect(isWhole)
  }

  @Test func `a body is sent again when the connection that was kept is gone`() throws {
    let file = try openFile(Array("abc".utf8), in: scratch)
    let asked = Mailbox()
    // It says that the connection stays, and closes it.
    let server = try OddServer { request in
      asked.put(request.text)
      return [.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]
    }
    let client = client()
    for _ in 0..<3 {
      let response = try client.send(
        request("PUT", FileStretch(of: file)), to: server.url(),
        limits: .init(bytes: 100, totalSeconds: 20), into: { _ in true })
      #expect(response.status == 200)
    }
    #expect(asked.all.count == 3)
    #expect(asked.all.allSatisfy { $0.hasSuffix("\r\n\r\nabc") })
  }

  @Test func `a file that becomes shorter meanwhile is a failure of its own`() throws {
    let file = try openFile([UInt8](repeating: 65, count: 100_000), in: scratch)
    let stretch = FileStretch(of: file)
    try #require(truncateFile(scratch.path + "/f", to: 70_000))
    let server = try OddServer { _ in [.answer("200 OK")] }
    #expect(throws: OutboundFailure.sourceFailed(.inputOutput)) {
      try client().send(
        request("PUT", stretch), to: server.url(), limits: .init(bytes: 100, totalSeconds: 20),
        into: { _ in true })
    }
  }

  @Test(arguments: [
    "HTTP/1.1 503 Busy\r\nRetry-After: 9\r\nContent-Length: 100\r\n\r\nlater",
    "HTTP/1.1 503 Busy\r\nRetry-After: 9\r\n\r\n" + String(repeating: "later ", count: 100_000),
  ])
  func `with the body of a refusal comes how long to stay away`(_ answer: String) throws {
    let server = try OddServer { _ in [.send(answer)] }
    var told: [Int?] = []
    _ = try? client().send(
      HTTPClient.Request(), to: server.url(), limits: .init(bytes: 100_000, totalSeconds: 20),
      into: { head, _ in
        told.append(head.retryAfterSeconds)
        return true
      })
    #expect(!told.isEmpty)
    #expect(told.allSatisfy { $0 == 9 })
  }

  @Test func `dots in paths are names for those who want them`() throws {
    let asked = Mailbox()
    let server = try OddServer { request in
      asked.put(request.path)
      return [.answer("200 OK")]
    }
    let path = "/a/../b/./c%2F%3d/%C3%A9?x=%2f&y"
    for keepsPaths in [true, false] {
      _ = try client(keepsPaths: keepsPaths).send(
        .init(), to: server.url(path), limits: .init(bytes: 100, totalSeconds: 20),
        into: { _ in true })
    }
    #expect(asked.all == [path, "/b/c%2F%3d/%C3%A9?x=%2f&y"])
  }

  @Test(arguments: [("7", 7), ("0", nil), ("soon", nil), (nil, nil)])
  func `a server may ask for time`(_ value: String?, _ seconds: Int?) throws {
    let field = value.map { "Retry-After: \($0)\r\n" } ?? ""
    let server = try OddServer { _ in [.answer("503 Busy", field, body: "later")] }
    let response = try client().send(
      .init(), to: server.url(), limits: .init(bytes: 100, totalSeconds: 20), into: { _ in true })
    #expect(response.status == 503)
    #expect(response.retryAfterSeconds == seconds)
  }

  @Test func `a server may name the moment until which it wants time`() throws {
    let server = try OddServer { _ in
      [.answer("429 Later", "Retry-After: Fri, 31 Dec 2199 23:59:59 GMT\r\n")]
    }
    let response = try client().send(
      .init(), to: server.url(), limits: .init(bytes: 100, totalSeconds: 20), into: { _ in true })
    #expect((response.retryAfterSeconds ?? 0) > 3600)
  }

  @Test func `each piece comes with the head that it belongs to`() throws {
    let server = try OddServer { _ in
      [.answer("404 Not Found", "X-Y: z\r\n", body: "there is none")]
    }
    var body: [UInt8] = []
    _ = try client().send(
      .init(), to: server.url(), limits: .init(bytes: 100, totalSeconds: 20),
      into: { (head: OutboundResponse, piece: [UInt8]) in
        #expect(head.status == 404 && head["x-y"] == "z")
        body += piece
        return head.byteCount == body.count
      })
    #expect(body == Array("there is none".utf8))
  }

  @Test func `connections are kept for later requests, as many as may be`() throws {
    let servers = try (0..<3).map { _ in
      try OddServer { _ in
        [.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), .takeNext]
      }
    }
    func connectionCounts(keeping connections: Int) throws -> [Int] {
      let before = servers.map(\.connectionCount)
      let client = client(connections: connections)
      for _ in 0..<3 {
        for server in servers {
          _ = try client.send(
            .init(), to: server.url(), limits: .init(bytes: 0, totalSeconds: 20),
            into: { _ in true })
        }
      }
      return zip(servers, before).map { $0.connectionCount - $1 }
    }
    #expect(try connectionCounts(keeping: 3) == [1, 1, 1])
    let few = try connectionCounts(keeping: 1).reduce(0, +)
    #expect(few > 3)
  }
}
