import Foundation
import HTTP
import Testing

@testable import Server

struct CodingTests {
  private let long = String(repeating: "tally ", count: 1000)

  private func head(_ acceptEncoding: String?) throws -> RequestHead {
    let fields = acceptEncoding.map { [(FieldName.acceptEncoding, $0)] } ?? []
    return try #require(Request(.get, "/", fields: fields)).head
  }

  @Test func `long text is compressed for a client that takes gzip`() throws {
    let response = Coding.coded(.text(long), for: try head("gzip"), leastBytes: 1024)
    #expect(response.fields[.contentEncoding] == "gzip")
    #expect(response.fields[.vary] == "Accept-Encoding")
    guard case .bytes(let bytes) = response.body else {
      Issue.record("the body is not bytes")
      return
    }
    #expect(bytes.starts(with: [0x1F, 0x8B]))
    #expect(bytes.count < 1000)
  }

  @Test func `long text says that it varies even if it goes out plain`() throws {
    let response = Coding.coded(.text(long), for: try head(nil), leastBytes: 1024)
    #expect(response.fields[.contentEncoding] == nil)
    #expect(response.fields[.vary] == "Accept-Encoding")
  }

  @Test func `short text is left as it is`() throws {
    let response = Coding.coded(.text("short"), for: try head("gzip"), leastBytes: 1024)
    #expect(response.fields[.contentEncoding] == nil)
    #expect(response.fields[.vary] == nil)
  }

  @Test func `a part of a file is read piece by piece to its end`() throws {
    let file = TestFile(count: 300_000)
    guard case .file(let body) = file.body(1000..<201_000) else { return }
    var producer = FileProducer(file: body)
    var bytes: [UInt8] = []
    var pieces = 0
    while case .more = producer.next(into: &bytes) { pieces += 1 }
    #expect(pieces == 3)
    #expect(bytes == Array(file.bytes[1000..<201_000]))
  }

  @Test func `a file that became shorter fails instead of ending`() throws {
    let file = TestFile(count: 100_000)
    guard case .file(let body) = file.body(0..<100_000) else { return }
    file.truncate(to: 70_000)
    var producer = FileProducer(file: body)
    var bytes: [UInt8] = []
    var last = Production.more
    while case .more = last { last = producer.next(into: &bytes) }
    guard case .failed = last else {
      Issue.record("the producer did not fail")
      return
    }
    #expect(bytes.count == 70_000)
  }

  @Test func `compressed answers keep their place in a pipeline`() throws {
    let server = try TestServer { request in
      .text(request.target.decodedPath + String(repeating: "x", count: 5000))
    }
    let client = try server.client()
    client.get("/1", "Accept-Encoding: gzip\r\n")
    client.get("/2")
    let first = try client.answer()
    #expect(first.value("Content-Encoding") == "gzip")
    #expect(first.body.starts(with: [0x1F, 0x8B]))
    let second = try client.answer()
    #expect(second.text.hasPrefix("/2xxx"))
    #expect(second.value("Vary") == "Accept-Encoding")
    #expect(server.lanes.taken == 1)
  }

  @Test func `text goes out plain when no lane is free to compress it`() throws {
    let text = long
    let server = try TestServer { _ in .text(text) }
    server.lanes.refuseEverything()
    let client = try server.client()
    client.get("/", "Accept-Encoding: gzip\r\n")
    let answer = try client.answer()
    #expect(answer.value("Content-Encoding") == nil)
    #expect(answer.text == text)
  }

  @Test func `a file is compressed as it is sent`() throws {
    let file = TestFile(count: 500_000)
    let server = try TestServer { _ in
      Response(
        .ok, fields: Fields([(.contentType, "text/csv; charset=utf-8")]),
        body: file.body(0..<500_000))
    }
    let client = try server.client()
    client.get("/", "Accept-Encoding: gzip\r\n")
    let answer = try client.answer()
    #expect(answer.value("Content-Encoding") == "gzip")
    #expect(answer.value("Transfer-Encoding") == "chunked")
    #expect(answer.body.count < 500_000)
    // The last four bytes of a gzip member are the length of the content (RFC 1952, section 2.3.1).
    #expect(answer.body.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) } == 500_000)
  }
}
