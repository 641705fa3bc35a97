import Testing

@testable import Posix
@testable import Stores

/// Readings of a server that breaks off, lies and changes its mind.
struct S3ReadingTests {
  private static let body = SampleObject.noise(3_000_000, seed: 9).map { $0 % 26 + 97 }
  private let object = StoredObject(key: "a/b.csv", byteCount: body.count, version: "\"v1\"")

  private struct Reading {
    var bytes: [UInt8] = []
    var failure: ObjectFailure?
  }

  private func read(
    _ server: ScriptedS3, _ object: StoredObject? = nil, stallSeconds: Double = 20
  ) throws -> Reading {
    let store = try server.store(stallSeconds: stallSeconds)
    var reading = Reading()
    do throws(ObjectFailure) {
      try store.read(object ?? self.object) { piece in
        reading.bytes += piece
        return true
      } isCancelled: {
        false
      }
    } catch {
      reading.failure = error
    }
    return reading
  }

  /// An answer whose body may be shorter than announced.
  private static func part(
    from start: Int, status: String = "206 Partial Content", tag: String = "\"v1\"",
    announced: Int? = nil, sent: Int? = nil, range: String? = nil
  ) -> [OddServer.Step] {
    let length = announced ?? body.count - start
    let place = range ?? "bytes \(start)-\(body.count - 1)/\(body.count)"
    let head =
      "HTTP/1.1 \(status)\r\nContent-Length: \(length)\r\nETag: \(tag)\r\n"
      + (status.hasPrefix("206") ? "Content-Range: \(place)\r\n" : "") + "\r\n"
    return [.send(head), .sendBytes(Array(body[start..<start + (sent ?? body.count - start)]))]
  }

  private static func ranges(_ server: ScriptedS3) -> [String?] {
    server.calls.map { call in
      call.split(separator: "\r\n").first { $0.hasPrefix("range: ") }.map {
        String($0.dropFirst(7))
      }
    }
  }

  @Test func `an object is read on condition that it is the one that was listed`() throws {
    let server = try ScriptedS3([Self.part(from: 0, status: "200 OK")])
    let reading = try read(server)
    #expect(reading.bytes == Self.body && reading.failure == nil)
    let call = try #require(server.calls.first)
    #expect(call.hasPrefix("GET /tally/a/b.csv HTTP/1.1\r\n"))
    #expect(call.contains("\r\nif-match: \"v1\"\r\n"))
    #expect(call.contains("SignedHeaders=host;if-match;"))
    #expect(Self.ranges(server) == [nil])
  }

  @Test func `a reading that broke off goes on where it was`() throws {
    let cuts = [1_000_000, 1_500_000, 2_999_999]
    let server = try ScriptedS3([
      Self.part(from: 0, status: "200 OK", sent: cuts[0]),
      [.refusal("500 No", "InternalError")],
      Self.part(from: cuts[0], sent: cuts[1] - cuts[0]),
      Self.part(from: cuts[1], sent: cuts[2] - cuts[1]), Self.part(from: cuts[2]),
    ])
    let reading = try read(server)
    #expect(reading.bytes == Self.body && reading.failure == nil)
    #expect(
      Self.ranges(server) == [
        nil, "bytes=1000000-", "bytes=1000000-", "bytes=1500000-", "bytes=2999999-",
      ])
  }

  @Test func `a server that stops in the middle is asked for the rest`() throws {
    let server = try ScriptedS3([
      Self.part(from: 0, status: "200 OK", sent: 1_000_000) + [.waitForEver],
      Self.part(from: 1_000_000),
    ])
    let reading = try read(server, stallSeconds: 0.2)
    #expect(reading.bytes == Self.body && reading.failure == nil)
  }

  @Test func `a server that knows no ranges sends it all, and the beginning is dropped`() throws {
    let server = try ScriptedS3([
      Self.part(from: 0, status: "200 OK", sent: 2_000_000),
      Self.part(from: 0, status: "200 OK"),
    ])
    let reading = try read(server)
    #expect(reading.bytes == Self.body && reading.failure == nil)
  }

  @Test func `a connection that is cut behind the last byte has done its work`() throws {
    let server = try ScriptedS3([
      [
        .send("HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nTransfer-Encoding: chunked\r\n\r\n2DC6C0\r\n"),
        .sendBytes(Self.body),
      ]
    ])
    let reading = try read(server)
    #expect(reading.bytes == Self.body && reading.failure == nil)
    #expect(server.calls.count == 1)
  }

  @Test func `an object that keeps breaking off is given up, if nothing comes`() throws {
    let first = Self.part(from: 0, status: "200 OK", sent: 1_000_000)
    let server = try ScriptedS3([first, Self.part(from: 1_000_000, sent: 0)])
    let reading = try read(server)
    guard case .outbound(.brokenOff)? = reading.failure else {
      Issue.record("\(String(describing: reading.failure))")
      return
    }
    #expect(reading.bytes == Array(Self.body[..<1_000_000]))
    #expect(server.calls.count == 4)
  }

  @Test(arguments: [
    [OddServer.Step.refusal("412 Precondition Failed", "PreconditionFailed")],
    [.refusal("404 Not Found", "NoSuchKey")], [.answer("404 Not Found")],
    [.answer("200 OK", "ETag: \"v2\"\r\n", body: "other")],
  ])
  func `an object that is another one by now is told as changed`(
    _ answer: [OddServer.Step]
  ) throws {
    let server = try ScriptedS3([answer])
    let reading = try read(server)
    #expect(reading.failure == .changed && reading.bytes.isEmpty)
    #expect(server.calls.count == 1)
  }

  @Test func `an object that changes between two parts is told as changed`() throws {
    for second in [
      Self.part(from: 1_000_000, tag: "\"v2\""),
      [.refusal("412 Precondition Failed", "PreconditionFailed")],
    ] {
      let server = try ScriptedS3([
        Self.part(from: 0, status: "200 OK", sent: 1_000_000), second,
      ])
      let reading = try read(server)
      #expect(reading.failure == .changed)
      #expect(reading.bytes.count == 1_000_000)
    }
  }

  @Test func `an answer of another length is none`() throws {
    let longer = StoredObject(key: "a/b.csv", byteCount: Self.body.count + 1, version: "\"v1\"")
    let shorter = StoredObject(key: "a/b.csv", byteCount: 1000, version: "\"v1\"")
    for object in [longer, shorter] {
      let server = try ScriptedS3([Self.part(from: 0, status: "200 OK")])
      let reading = try read(server, object)
      #expect(reading.failure != nil)
      #expect(reading.bytes.count <= object.byteCount)
    }
  }

  @Test func `a part from another place is none`() throws {
    for range in ["bytes 0-2999999/3000000", "bytes 10000000-2999999/3000000", "", "x"] {
      let server = try ScriptedS3([
        Self.part(from: 0, status: "200 OK", sent: 1_000_000),
        Self.part(from: 1_000_000, range: range),
      ])
      #expect(try read(server).failure == .malformedAnswer("Content-Range"))
    }
    // Nobody asked for a part.
    let server = try ScriptedS3([Self.part(from: 0)])
    #expect(try read(server).failure == .malformedAnswer("Content-Range"))
  }

  @Test func `an answer that does not say what it is of is none`() throws {
    let server = try ScriptedS3([[.answer("200 OK", body: "abc")]])
    let three = StoredObject(key: "a/b.csv", byteCount: 3, version: "\"v1\"")
    let reading = try read(server, three)
    #expect(reading.failure == .malformedAnswer("ETag") && reading.bytes.isEmpty)
  }

  @Test func `what a server says that says no does not get to the reader`() throws {
    let long = String(repeating: "x", count: 60_000)
    for body in ["<Error><Code>AccessDenied</Code></Error>", long] {
      let server = try ScriptedS3([[.answer("403 Forbidden", body: body)]])
      let reading = try read(server)
      #expect(reading.bytes.isEmpty)
      guard case .denied? = reading.failure else {
        Issue.record("\(String(describing: reading.failure))")
        return
      }
    }
  }

  @Test func `an object of no bytes is looked at too`() throws {
    let none = StoredObject(key: "a/b.csv", byteCount: 0, version: "\"v1\"")
    let server = try ScriptedS3([[.answer("200 OK", "ETag: \"v1\"\r\n")]])
    #expect(try read(server, none).failure == nil)
    let other = try ScriptedS3([[.answer("200 OK", "ETag: \"v2\"\r\n")]])
    #expect(try read(other, none).failure == .changed)
  }
}
