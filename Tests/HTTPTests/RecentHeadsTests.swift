import Testing

@testable import HTTP

struct RecentHeadsTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  /// The head that a fresh parser gives for the bytes, and where it stopped.
  private func read(
    _ bytes: [UInt8], _ heads: inout RecentHeads, at number: Int = 3
  ) -> (head: RequestHead?, place: Int) {
    var parser = RequestParser()
    var place = 0
    let step = parser.next(
      in: bytes, from: &place, to: bytes.count, limits: .init(), knowing: &heads, at: number)
    guard case .head(let head) = step else { return (nil, place) }
    return (head, place)
  }

  private let poll = "GET /api/get_results/job_id_1 HTTP/1.1\r\nHost: localhost:8080\r\n\r\n"

  @Test func `the same bytes give the head that was read before`() throws {
    var heads = RecentHeads()
    let first = try #require(read(bytes(poll), &heads).head)
    let (again, place) = read(bytes(poll + poll), &heads)
    #expect(again?.storage === first.storage && place == poll.utf8.count)
    #expect(read(bytes(poll), &heads, at: 3 + RecentHeads.count).head?.storage === first.storage)
    #expect(read(bytes(poll), &heads, at: 4).head?.storage !== first.storage)
  }

  @Test func `bytes that differ anywhere are read anew`() throws {
    var heads = RecentHeads()
    let first = try #require(read(bytes(poll), &heads).head)
    for place in poll.utf8.indices {
      var other = bytes(poll)
      other[poll.utf8.distance(from: poll.utf8.startIndex, to: place)] ^= 1
      var copy = heads
      #expect(read(other, &copy).head?.storage !== first.storage)
    }
    let longer = poll.dropLast() + "Accept: */*\r\n\r\n"
    #expect(read(bytes(String(longer)), &heads).head?.fields.count == 2)
  }

  @Test func `the beginning of a known head is not the head`() {
    var heads = RecentHeads()
    _ = read(bytes(poll), &heads)
    for count in 0..<poll.utf8.count {
      #expect(read(Array(bytes(poll)[..<count]), &heads).head == nil)
    }
  }

  @Test func `a long head is not kept`() throws {
    var heads = RecentHeads()
    let filler = String(repeating: "x", count: RecentHeads.headBytes)
    let long = bytes("GET / HTTP/1.1\r\nHost: x\r\nA: \(filler)\r\n\r\n")
    let first = try #require(read(long, &heads).head)
    #expect(try #require(read(long, &heads).head).storage !== first.storage)
  }

  @Test func `the body of a known head is its own`() {
    var heads = RecentHeads()
    let head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n"
    var parser = RequestParser()
    let stream = bytes(head + "ab" + head + "cd")
    var place = 0
    var bodies: [String] = []
    while place < stream.count {
      let step = parser.next(
        in: stream, from: &place, to: stream.count, limits: .init(), knowing: &heads, at: 0)
      if case .body(let body) = step { bodies.append(String(decoding: body, as: UTF8.self)) }
    }
    #expect(bodies == ["ab", "cd"])
  }
}
