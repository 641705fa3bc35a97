@testable import HTTP
import Testing

/// Requests as messages: what is one, what is none and why, in every cutting of the bytes.
struct RequestParserTests {
  private static let good = Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8)

  @Test(arguments: MalformedRequest.all)
  func `a malformed request gives one fault in every cutting`(_ request: MalformedRequest) {
    expect([.fault(request.fault)], from: request.bytes, request.limits)
  }

  @Test(arguments: MalformedRequest.all)
  func `what follows a malformed request changes nothing`(_ request: MalformedRequest) {
    expect([.fault(request.fault)], from: request.bytes + Self.good, request.limits)
  }

  @Test(arguments: MalformedRequest.all)
  func `a good request before a malformed one is still given`(_ request: MalformedRequest) {
    guard request.limits == RequestParser.Limits() else { return }
    expect(
      [.head(HeadFacts()), .fault(request.fault)], from: Self.good + request.bytes, request.limits)
  }

  @Test(arguments: GoodRequest.all)
  func `a good request gives one head in every cutting`(_ request: GoodRequest) {
    expect([.head(request.facts)], from: request.bytes, request.limits)
  }

  @Test(arguments: GoodRequest.all)
  func `requests in one stream are parted`(_ request: GoodRequest) {
    guard request.facts.framing == .none, request.limits == RequestParser.Limits() else { return }
    expect(
      [.head(request.facts), .head(HeadFacts()), .head(request.facts)],
      from: request.bytes + Self.good + request.bytes, request.limits)
  }

  private func expect(
    _ events: [Reading.Event], from bytes: [UInt8], _ limits: RequestParser.Limits = .init(),
    _ location: SourceLocation = #_sourceLocation
  ) {
    for (name, pieces) in Cutting.all(of: bytes) {
      let found = Reading(pieces, limits).events
      let passed = Reading(pieces, limits, passingBodies: true).events
      #expect(passed == found, "\(name), passed on")
      // One cutting tells enough.
      guard found == events else {
        Issue.record("\(name): \(found) in place of \(events)", sourceLocation: location)
        return
      }
    }
  }

  // MARK: Bodies

  private static let post = HeadFacts(
    method: .post, fields: ["Host: x", "Content-Length: 5"], framing: .length(5))
  private static let postBytes = Array(
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n".utf8)

  @Test func `a body of a length is given whole, and the next request after it`() {
    expect(
      [.head(Self.post), .body("he\r\n!"), .head(HeadFacts())],
      from: Self.postBytes + Array("he\r\n!".utf8) + Self.good)
  }

  @Test func `a body in chunks is given whole, and the next request after it`() {
    var facts = HeadFacts(method: .post, framing: .chunked)
    facts.fields.append("Transfer-Encoding: chunked")
    let text = """
      POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n\
      3;a=b\r\nabc\r\nA\r\n0123456789\r\n0\r\nA: b\r\n\r\n
      """
    expect(
      [.head(facts), .body("abc0123456789"), .head(HeadFacts())],
      from: Array(text.utf8) + Self.good)
  }

  @Test func `a body beyond its limit is refused before it is read`() {
    var limits = RequestParser.Limits()
    limits.bodyBytes = 4
    expect(
      [.head(Self.post), .fault(.bodyTooLarge(limitBytes: 4))],
      from: Self.postBytes + Array("h".utf8), limits)
    limits.bodyBytes = 5
    expect(
      [.head(Self.post), .body("hello")], from: Self.postBytes + Array("hello".utf8), limits)
  }

  @Test(arguments: ["9223372036854775807", "9223372036854775808", "99999999999999999999999999"])
  func `a length beyond all numbers is a body too large`(_ length: String) {
    let fields = ["Host: x", "Content-Length: \(length)"]
    let facts = HeadFacts(method: .post, fields: fields, framing: .length(.max))
    let text = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \(length)\r\n\r\nhello"
    expect(
      [.head(facts), .fault(.bodyTooLarge(limitBytes: 1024 * 1024))], from: Array(text.utf8))
  }

  @Test func `an unwanted body is read to its end and thrown away`() {
    var parser = RequestParser()
    let bytes = Self.postBytes + Array("hello".utf8) + Self.good
    var place = 0
    _ = parser.next(in: bytes, from: &place, to: bytes.count, limits: .init())
    parser.takeBody(limitBytes: 5, keeping: false)
    let step = parser.next(in: bytes, from: &place, to: bytes.count, limits: .init())
    guard case .body(let body) = step else {
      Issue.record("\(step)")
      return
    }
    #expect(body.isEmpty)
    #expect(Array(bytes[place...]) == Self.good)
  }

  @Test func `a body that is passed on is told where it stands, and what follows it is not`() {
    var parser = RequestParser()
    let bytes = Self.postBytes + Array("hello".utf8) + Self.good
    var place = 0
    _ = parser.next(in: bytes, from: &place, to: bytes.count, limits: .init())
    parser.passBody(limitBytes: 5)
    let start = place
    for (end, isEnd) in [(start + 2, false), (bytes.count, true)] {
      let old = place
      let step = parser.next(in: bytes, from: &place, to: end, limits: .init())
      guard case .part(let range, let isLast) = step else {
        Issue.record("\(step)")
        return
      }
      #expect(range == old..<(isEnd ? start + 5 : end) && isLast == isEnd)
      #expect(parser.isInBody == !isEnd)
    }
    #expect(Array(bytes[place...]) == Self.good)
  }

  @Test func `the limit of one body is not that of the next`() {
    var parser = RequestParser()
    let bytes = Self.postBytes + Array("hello".utf8)
    for limit in [5, nil] {
      var place = 0
      _ = parser.next(in: bytes, from: &place, to: bytes.count, limits: .init())
      if let limit { parser.takeBody(limitBytes: limit, keeping: false) }
      let step = parser.next(in: bytes, from: &place, to: bytes.count, limits: .init())
      guard case .body(let body) = step else {
        Issue.record("\(step)")
        return
      }
      #expect(body == (limit == nil ? Array("hello".utf8) : []))
    }
  }

  // MARK: State

  @Test(arguments: [
    ("", false, false), ("\r", true, false), ("\r\n", false, false), ("\r\nG", true, false),
    ("GET / HTTP/1.1\r\nHost: x\r\n", true, false),
    ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", false, false),
    ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", false, false),
    ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n", true, true),
    ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\na", true, true),
    ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab", false, false),
    ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", true, true),
    ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", false, false),
    ("GET\r\n", false, false),
  ])
  func `a parser knows whether it is within a request`(
    _ text: String, isMidRequest: Bool, isInBody: Bool
  ) {
    for (name, pieces) in Cutting.all(of: Array(text.utf8)) {
      let reading = Reading(pieces, .init())
      #expect(reading.isMidRequest == isMidRequest, "\(name)")
      #expect(reading.isInBody == isInBody, "\(name)")
    }
  }

  @Test func `every step after a fault says it again`() {
    var parser = RequestParser()
    for bytes in [Array("GET\r\n".utf8), Self.good, Self.good] {
      var place = 0
      let step = parser.next(in: bytes, from: &place, to: bytes.count, limits: .init())
      guard case .fault(.malformed(.requestLine)) = step else {
        Issue.record("\(step)")
        return
      }
    }
  }

  @Test(arguments: MalformedRequest.all)
  func `a fault in a head is told with the byte that makes it`(_ request: MalformedRequest) throws {
    // The shortest part of the bytes that is known to be wrong when it comes in one piece.
    let count = try #require(
      (1...request.bytes.count).first {
        Reading([request.bytes[..<$0]], request.limits).events == [.fault(request.fault)]
      })
    let wrong = Array(request.bytes[..<count])
    for (name, pieces) in Cutting.all(of: wrong) {
      #expect(Reading(pieces, request.limits).events == [.fault(request.fault)], "\(name)")
    }
  }

  // MARK: The table

  @Test func `every malformed request has a name of its own`() {
    let names = MalformedRequest.all.map(\.testDescription)
    #expect(Set(names).count == names.count)
    #expect(names.count >= 120)
  }

  @Test func `every rule of a head is broken by some malformed request`() {
    let broken = Set(MalformedRequest.all.map { "\($0.fault)" })
    for rule in RequestFault.Malformation.headRules {
      #expect(broken.contains("\(RequestFault.malformed(rule))"), "\(rule)")
    }
  }
}

extension RequestFault.Malformation {
  /// All but those of chunked bodies.
  static let headRules: [Self] = [
    .requestLine, .target, .version, .percentEscape, .fieldName, .fieldValue, .spaceBeforeColon,
    .foldedField, .bareLineFeed, .bareCarriageReturn, .missingHost, .repeatedHost, .invalidHost,
    .contentLength, .differentContentLengths, .transferCoding, .bothFramings,
    .transferCodingInOldVersion,
  ]
}
