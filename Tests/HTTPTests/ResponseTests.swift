import Testing

@testable import HTTP

struct ResponseTests {
  private func text(_ response: Response) -> String {
    guard case .bytes(let bytes) = response.body else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `content comes with its media type`() {
    let json = Response.json(Array("{}".utf8))
    #expect(
      json.status == .ok && json.fields[.contentType] == "application/json" && text(json) == "{}")
    let plain = Response.text("grüß", status: .gone)
    #expect(plain.status == .gone && plain.fields[.contentType] == "text/plain; charset=utf-8")
    #expect(text(plain) == "grüß")
    #expect(Response.bytes([1], type: "image/png").fields[.contentType] == "image/png")
  }

  @Test func `a stream unfolds a state and leaves its copies alone`() {
    let stream = StreamBody(unfolding: 0, length: 3) { count, bytes in
      count += 1
      bytes.append(UInt8(count))
      return count < 3 ? .more : .done
    }
    for _ in 0..<2 {
      var producer = stream.producer
      var bytes: [UInt8] = []
      while case .more = producer.next(into: &bytes) {}
      #expect(bytes == [1, 2, 3])
    }
    #expect(stream.length == 3)
  }
}

struct StatusTests {
  @Test func `statuses without content are those of the standard`() {
    let none = (100...599).map { Status($0) }.filter(\.forbidsContent).map(\.code)
    #expect(none == Array(100...199) + [204, 304])
  }

  @Test func `a status that is common has its phrase`() {
    #expect(Status.headTooLarge.reason == "Request Header Fields Too Large")
    #expect(Status.insufficientStorage.reason == "Insufficient Storage")
    #expect(Status(599).reason == "")
  }
}

struct MethodTests {
  @Test func `methods are written as they are, and the safe ones are known`() {
    #expect(
      HTTP.Method.allCases.map(\.text) == [
        "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "QUERY",
      ])
    #expect(HTTP.Method.allCases.filter(\.isSafe) == [.get, .head, .options, .trace, .query])
  }
}
