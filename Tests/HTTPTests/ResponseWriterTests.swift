import Testing

@testable import HTTP

struct ResponseWriterTests {
  private func written(
    _ response: Response, isHead: Bool = false, minorVersion: UInt8 = 1, keepsAlive: Bool = true,
    at wallNanoseconds: Int64 = 784_111_777_000_000_000
  ) -> (text: String, framing: ResponseFraming) {
    var writer = ResponseWriter()
    writer.refresh(wallNanoseconds: wallNanoseconds)
    var output: [UInt8] = []
    let occasion = Occasion(
      isHead: isHead, minorVersion: minorVersion, keepsAlive: keepsAlive,
      requestID: RequestID(random: 0, 0))
    let framing = writer.write(response, for: occasion, into: &output)
    return (String(decoding: output, as: UTF8.self), framing)
  }

  private let common =
    "Server: tally\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
    + "X-Request-Id: 00000000-0000-4000-8000-000000000000\r\n"

  @Test func `a usual answer is a head and its content`() {
    let (text, framing) = written(.json(Array("{}".utf8)))
    #expect(
      text == "HTTP/1.1 200 OK\r\n" + common + "Content-Length: 2\r\n"
        + "Content-Type: application/json\r\n\r\n{}")
    #expect(framing == .none)
    let long = written(.text(String(repeating: "x", count: 12_345), status: .badRequest)).text
    #expect(long.hasPrefix("HTTP/1.1 400 Bad Request\r\n" + common + "Content-Length: 12345\r\n"))
    #expect(long.hasSuffix("\r\n\r\n" + String(repeating: "x", count: 12_345)))
  }

  @Test func `HEAD gets the head that GET would get`() {
    let get = written(.text("hello")).text
    let head = written(.text("hello"), isHead: true).text
    #expect(get == head + "hello" && head.hasSuffix("\r\n\r\n"))
    let stream = Response(.ok, body: .stream(StreamBody(unfolding: 0) { _, _ in .done }))
    let (text, framing) = written(stream, isHead: true)
    #expect(text.contains("Transfer-Encoding: chunked") && framing == .none)
  }

  // RFC 9110, section 6.4.1, and RFC 9112, section 6.3.
  @Test(arguments: [Status.noContent, .notModified])
  func `a status without content has neither content nor length`(status: Status) {
    let (text, framing) = written(Response(status, body: .bytes([65])))
    #expect(!text.contains("Content-Length") && text.hasSuffix("\r\n\r\n") && framing == .none)
  }

  @Test func `no content has the length 0`() {
    #expect(written(Response(.created)).text.contains("Content-Length: 0\r\n"))
  }

  @Test func `the connection's end is announced, to old clients also its going on`() {
    #expect(!written(Response(.ok)).text.contains("Connection"))
    #expect(written(Response(.ok), keepsAlive: false).text.contains("Connection: close\r\n\r\n"))
    #expect(written(Response(.ok), minorVersion: 0).text.contains("Connection: keep-alive\r\n\r\n"))
    let old = written(Response(.ok), minorVersion: 0, keepsAlive: false).text
    #expect(old.hasPrefix("HTTP/1.1 200 OK") && old.contains("Connection: close"))
  }

  private final class Owner: Sendable {}

  @Test func `a file and a stream follow their head`() {
    let file = FileBody(descriptor: 3, offset: 5, length: 77, owner: Owner())
    #expect(written(Response(.ok, body: .file(file))).framing == .length(77))
    let endless = Response(.ok, body: .stream(StreamBody(unfolding: 0) { _, _ in .done }))
    #expect(written(endless).framing == .chunked)
    let (text, framing) = written(endless, minorVersion: 0)
    #expect(framing == .untilClose && text.contains("Connection: close"))
    #expect(!text.contains("Content-Length") && !text.contains("Transfer-Encoding"))
    let known = StreamBody(unfolding: 0, length: 9) { _, _ in .done }
    let measured = written(Response(.ok, body: .stream(known)))
    #expect(measured.framing == .length(9) && measured.text.contains("Content-Length: 9\r\n"))
  }

  @Test func `a response cannot set what frames the message`() {
    var response = Response(.ok, fields: Fields([("X-Own", "1")]), body: .bytes([65]))
    response.fields.append(.contentLength, "999")
    response.fields.append(.transferEncoding, "chunked")
    response.fields.append(.connection, "close")
    response.fields.append("Date", "today")
    response.fields.append(.requestID, "forged")
    let text = written(response).text
    #expect(text.contains("X-Own: 1\r\n") && text.contains("Content-Length: 1\r\n"))
    for forged in ["999", "chunked", "close", "today", "forged"] { #expect(!text.contains(forged)) }
  }

  @Test func `a value cannot end its line`() {
    let response = Response(.ok, fields: Fields([(.location, "/a\r\nSet-Cookie: x\r\n\r\nbody\0")]))
    let text = written(response).text
    #expect(text.contains("Location: /a  Set-Cookie: x    body \r\n"))
    #expect(text.components(separatedBy: "\r\n\r\n").count == 2)
  }

  @Test func `the date follows the clock, second by second`() {
    #expect(written(Response(.ok), at: 784_111_777_999_999_999).text.contains("08:49:37 GMT"))
    #expect(written(Response(.ok), at: 784_111_778_000_000_000).text.contains("08:49:38 GMT"))
    #expect(
      String(decoding: ResponseWriter.continueLine, as: UTF8.self)
        == "HTTP/1.1 100 Continue\r\n\r\n")
  }
}

extension String {
  fileprivate func components(separatedBy separator: String) -> [Substring] {
    split(separator: separator, omittingEmptySubsequences: false)
  }
}
