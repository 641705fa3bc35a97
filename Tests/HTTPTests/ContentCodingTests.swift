import Testing

@testable import HTTP

struct ContentCodingTests {
  private static let fields: [(String, Bool)] = [
    ("gzip", true), ("GZIP", true), ("x-gzip", true), ("deflate, gzip;q=1.0, *;q=0.5", true),
    ("*", true),
    ("gzip;q=0.001", true), ("gzip ; q=0.8", true), ("identity;q=0.5, gzip;q=0.5", true),
    ("", false), ("identity", false), ("deflate", false), ("gzip;q=0", false),
    ("gzip;q=0.000", false),
    ("*;q=0", false), ("gzip;q=0.4, identity;q=0.5", false), ("*, gzip;q=0", false),
    ("gzip;q=2", false), ("gzip;q=1.5", false), ("gzip;q=x", false), ("gzip;x=1", false),
    ("gzip;q=0.5000", false),
    ("gzip;q=0,5", false), ("gzip;q=", false), (";q=1", false),
  ]

  @Test(arguments: fields)
  func `gzip is sent to clients that take it and do not prefer plain content`(
    value: String, accepts: Bool
  ) throws {
    let request = try #require(Request(.get, "/", fields: [(.acceptEncoding, value)]))
    #expect(ContentCoding.acceptsGzip(request.head) == accepts)
  }

  @Test func `a client that says nothing gets plain content`() throws {
    #expect(!ContentCoding.acceptsGzip(try #require(Request(.get, "/")).head))
  }

  @Test(arguments: [
    ("text/plain", true), ("TEXT/CSV; charset=utf-8", true), ("application/json", true),
    ("application/problem+json", true), ("image/svg+xml", true), ("application/atom+xml", true),
    ("text/event-stream", false), ("image/png", false), ("application/zip", false), ("", false),
  ])
  func `text becomes smaller, pictures and event streams do not`(type: String, smaller: Bool) {
    #expect(ContentCoding.isCompressible(type: Array(type.utf8)[...]) == smaller)
  }

  private final class Owner: Sendable {}

  @Test func `only whole, plain content that is long enough is compressed`() {
    let long = [UInt8](repeating: 65, count: 2000)
    func isEligible(_ response: Response) -> Bool {
      ContentCoding.isEligible(response, leastBytes: 1024)
    }
    #expect(isEligible(.json(long)))
    #expect(!isEligible(.json([UInt8](repeating: 65, count: 1023))))
    #expect(!isEligible(Response(.ok)))
    #expect(!isEligible(.bytes(long, type: "image/png")))
    #expect(!isEligible(Response(.ok, body: .bytes(long))))
    #expect(!isEligible(.json(long, status: .partialContent)))
    #expect(!isEligible(.json(long, status: .noContent)))
    var coded = Response.json(long)
    coded.fields.set(.contentEncoding, "br")
    #expect(!isEligible(coded))
    let stream = StreamBody(unfolding: 0) { _, _ in .done }
    #expect(
      isEligible(Response(.ok, fields: Fields([(.contentType, "text/csv")]), body: .stream(stream)))
    )
    let short = StreamBody(unfolding: 0, length: 10) { _, _ in .done }
    #expect(
      !isEligible(Response(.ok, fields: Fields([(.contentType, "text/csv")]), body: .stream(short)))
    )
    let file = FileBody(descriptor: 1, offset: 0, length: 10, owner: Owner())
    #expect(
      !isEligible(Response(.ok, fields: Fields([(.contentType, "text/csv")]), body: .file(file))))
  }

  @Test func `compressed content has its fields changed with it`() throws {
    var response = Response.json([UInt8](repeating: 65, count: 2000))
    response.fields.set(.entityTag, "\"v1\"")
    response.fields.set(.acceptRanges, "bytes")
    ContentCoding.markVarying(&response)
    ContentCoding.markVarying(&response)
    #expect(response.fields.values(of: .vary) == ["Accept-Encoding"])
    let coded = ContentCoding.compressed(response) { _ in NoBytes() }
    guard case .bytes(let content) = coded.body else {
      Issue.record("the body is no bytes")
      return
    }
    #expect(try inflated(content) == [UInt8](repeating: 65, count: 2000))
    #expect(coded.fields[.contentEncoding] == "gzip" && coded.fields[.entityTag] == "W/\"v1\"")
    #expect(!coded.fields.contains(.acceptRanges))
    let empty = ContentCoding.compressed(Response(.ok)) { _ in NoBytes() }
    #expect(!empty.fields.contains(.contentEncoding))
  }

  private struct NoBytes: BodyProducer {
    mutating func next(into bytes: inout [UInt8]) -> Production { .done }
  }

  @Test func `streams and files are compressed while they are made`() throws {
    let stream = StreamBody(unfolding: 0) { round, bytes in
      round += 1
      bytes += [UInt8](repeating: UInt8(round), count: 50_000)
      return round < 5 ? .more : .done
    }
    let file = FileBody(descriptor: 1, offset: 0, length: 10, owner: Owner())
    for body in [Body.stream(stream), .file(file)] {
      let coded = ContentCoding.compressed(Response(.ok, body: body)) { _ in stream.producer }
      guard case .stream(var made) = coded.body else {
        Issue.record("the body is no stream")
        return
      }
      var content: [UInt8] = []
      while case .more = made.producer.next(into: &content) {}
      #expect(made.length == nil)
      #expect(try inflated(content) == (1...5).flatMap { [UInt8](repeating: $0, count: 50_000) })
    }
  }
}
