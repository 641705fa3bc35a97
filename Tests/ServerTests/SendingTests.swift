import Foundation
import HTTP
import Posix
import Testing

@testable import Server

/// How answers leave: long texts, files, streams, and clients that read slowly or not at all.
struct SendingTests {
  private func body(of count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 13 &+ $0 >> 10) }
  }

  /// A stream of numbered pieces.
  private func numbers(
    _ count: Int, length: Int? = nil, end: Production = .done, pieceBytes: Int = 1000
  ) -> StreamBody {
    StreamBody(unfolding: 0, length: length) { number, bytes in
      guard number < count else { return end }
      bytes += [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: pieceBytes)
      number += 1
      return .more
    }
  }

  private func numberedBytes(_ count: Int) -> [UInt8] {
    (0..<count).flatMap { [UInt8](repeating: UInt8(truncatingIfNeeded: $0), count: 1000) }
  }

  @Test func `a text of some megabytes arrives whole, and the next answer after it`() throws {
    let text = body(of: 5_000_000)
    let server = try TestServer { request in
      request.target.decodedPath == "/next"
        ? .text("next") : .bytes(text, type: "application/octet-stream")
    }
    let client = try server.client(receiveBufferBytes: 4096)
    client.get("/")
    client.get("/next")
    #expect(try client.answer().body == text)
    #expect(try client.answer().text == "next")
    #expect(server.ended(2).map(\.bytesOut) == [5_000_000, 4])
  }

  @Test func `many answers arrive whole at a client that reads late`() throws {
    let text = body(of: 8000)
    let server = try TestServer { _ in .bytes(text, type: "application/octet-stream") }
    let client = try server.client(receiveBufferBytes: 4096)
    for _ in 0..<500 { client.get("/") }
    for _ in 0..<500 { #expect(try client.answer().body == text) }
  }

  @Test func `a file is sent whole, and the next answer after it`() throws {
    let file = TestFile(count: 8_000_000)
    let server = try TestServer { request in
      request.target.decodedPath == "/next"
        ? .text("next") : Response(.ok, body: file.body(0..<8_000_000))
    }
    let client = try server.client()
    client.get("/")
    client.get("/next")
    client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
    #expect(try client.answer().body == file.bytes)
    #expect(try client.answer().text == "next")
    #expect(try client.answer(toHead: true).value("Content-Length") == "8000000")
    #expect(server.ended(3).map(\.bytesOut) == [8_000_000, 4, 0])
  }

  @Test(arguments: [0..<1, 4095..<4097, 999_000..<1_000_000, 5..<5])
  func `a part of a file is sent from its place`(range: Range<Int>) throws {
    let file = TestFile(count: 1_000_000)
    let server = try TestServer { _ in Response(.partialContent, body: file.body(range)) }
    let client = try server.client()
    for _ in 0..<2 {
      client.get("/")
      let answer = try client.answer()
      #expect(answer.status == 206)
      #expect(answer.body == Array(file.bytes[range]))
    }
  }

  @Test func `an answer cut short by a shrunken file ends the connection`() throws {
    let file = TestFile(count: 100_000)
    file.truncate(to: 40_000)
    let server = try TestServer { _ in Response(.ok, body: file.body(0..<100_000)) }
    let client = try server.client()
    client.get("/")
    #expect(throws: TestClient.Failure.self) { try client.answer() }
    let exchange = try #require(server.ended(1).first)
    #expect(!exchange.isComplete)
    #expect(exchange.bytesOut == 40_000)
  }

  @Test func `a stream is sent in chunks`() throws {
    let server = try TestServer { _ in Response(.ok, body: .stream(numbers(300))) }
    let client = try server.client()
    for _ in 0..<2 {
      client.get("/")
      let answer = try client.answer()
      #expect(answer.value("Transfer-Encoding") == "chunked")
      #expect(answer.body == numberedBytes(300))
    }
  }

  @Test func `a stream of known length is sent without chunks`() throws {
    let server = try TestServer { _ in
      Response(.ok, body: .stream(numbers(300, length: 300_000)))
    }
    let client = try server.client()
    for _ in 0..<2 {
      client.get("/")
      let answer = try client.answer()
      #expect(answer.value("Content-Length") == "300000")
      #expect(answer.body == numberedBytes(300))
    }
  }

  @Test func `a client of HTTP 1.0 gets a stream that ends with the connection`() throws {
    let server = try TestServer { _ in Response(.ok, body: .stream(numbers(300))) }
    let client = try server.client()
    client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
    let answer = try client.answer()
    #expect(answer.value("Transfer-Encoding") == nil)
    #expect(answer.value("Connection") == "close")
    #expect(answer.body == numberedBytes(300))
  }

  @Test func `a stream that fails is cut so that the client sees it`() throws {
    let server = try TestServer { _ in
      Response(.ok, body: .stream(numbers(100, end: .failed)))
    }
    let client = try server.client()
    client.get("/")
    #expect(throws: TestClient.Failure.self) { try client.answer() }
    #expect(server.ended(1).map(\.isComplete) == [false])
  }

  @Test(arguments: [99_000, 101_000])
  func `a stream of another length than it said is cut`(length: Int) throws {
    let server = try TestServer { _ in
      Response(.ok, body: .stream(numbers(100, length: length)))
    }
    let client = try server.client()
    client.get("/")
    _ = client.rest()
    #expect(server.ended(1).map(\.isComplete) == [false])
  }

  @Test func `a slow reader of a stream holds no lane and at most 256 KiB`() throws {
    let made = Guarded(0)
    // On a busy machine the test may take longer than a slow reader has.
    let server = try TestServer(lanes: 1, { $0.writeMilliseconds = 600_000 }, plan: planByPath) {
      request in
      if request.target.decodedPath == "/pool/short" { return .text("short") }
      let stream = StreamBody(unfolding: 0) { (number, bytes) in
        bytes += [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 64 << 10)
        number += 1
        made.withLock { $0 = number }
        return number < 500 ? .more : .done
      }
      return Response(.ok, body: .stream(stream))
    }
    let slow = try server.client(receiveBufferBytes: 4096)
    slow.get("/pool/stream")
    let other = try server.client()
    // Each of these waits in the lane's queue behind the next piece of the stream, if one is being made.
    for _ in 0..<300 {
      other.get("/pool/short")
      #expect(try other.answer().text == "short")
    }
    // The kernel takes some megabytes of what was made; the rest is what the server holds.
    #expect(
      eventually {
        made.withLock { $0 } * 64 << 10 - slow.bytesInKernel(from: server.server.port) <= 256 << 10
      })
    #expect(made.withLock { $0 } < 200)
    #expect(try slow.answer().body.count == 500 * 64 << 10)
  }

  @Test func `a stream that finds no lane goes on when there is one`() throws {
    let server = try TestServer { _ in Response(.ok, body: .stream(numbers(300))) }
    server.lanes.refuseEverything()
    let client = try server.client()
    client.get("/")
    #expect(try client.head().first == "HTTP/1.1 200 OK")
    server.lanes.refuseEverything(false)
    #expect(try client.read(6).starts(with: Array("10".utf8)))
  }

  @Test func `a client that reads nothing is given up`() throws {
    let server = try TestServer {
      $0.writeMilliseconds = 300
    } answer: { _ in
      .bytes([UInt8](repeating: 0x61, count: 64 << 20), type: "application/octet-stream")
    }
    let client = try server.client(receiveBufferBytes: 4096)
    client.get("/")
    let exchange = try #require(server.ended(1).first)
    #expect(!exchange.isComplete)
    #expect(exchange.bytesOut < 64 << 20)
    #expect(eventually { server.server.counts.openConnections == 0 })
    #expect(server.server.counts.timeouts == 1)
    client.end()
  }

  @Test func `the answer for a client that is gone reaches nobody else`() throws {
    let gate = Gate()
    let server = try TestServer(plan: planByPath) { request in
      if request.target.decodedPath == "/pool/late" { gate.pass() }
      return .text(request.target.decodedPath)
    }
    let gone = try server.client()
    gone.get("/pool/late")
    #expect(eventually { server.lanes.taken == 1 })
    gone.reset()
    let exchange = try #require(server.ended(1).first)
    #expect(exchange.status == Exchange.clientGone)
    #expect(!exchange.isComplete)
    // The next connection gets the slot of the one that is gone, and its first request the same number.
    let next = try server.client()
    next.get("/pool/own")
    #expect(try next.answer().text == "/pool/own")
    gate.open()
    next.get("/pool/second")
    #expect(try next.answer().text == "/pool/second")
    #expect(server.ended(3).count == 3)
  }

  @Test func `a piece is made until it is worth sending`() {
    let piece = Piece.make(numbers(100).producer, leastBytes: 2500)
    #expect(piece.bytes.count == 3000)
    guard case .more = piece.production else {
      Issue.record("the producer has more")
      return
    }
    let rest = Piece.make(piece.producer, leastBytes: .max)
    #expect(rest.bytes.count == 97_000)
    guard case .done = rest.production else {
      Issue.record("the producer has no more")
      return
    }
  }

  @Test(arguments: [
    (Production.more, ResponseFraming.chunked, 10, false), (.failed, .chunked, 10, true),
    (.done, .length(10), 10, false), (.done, .length(11), 10, true),
    (.more, .length(11), 10, false), (.more, .length(9), 10, true),
    (.done, .untilClose, 10, false), (.failed, .untilClose, 10, true),
  ])
  func `a body that cannot keep its promise is known`(
    production: Production, framing: ResponseFraming, sent: Int, breaks: Bool
  ) {
    let piece = Piece(bytes: [], production: production, producer: numbers(1).producer)
    #expect(piece.breaks(framing, sent: sent) == breaks)
  }
}
