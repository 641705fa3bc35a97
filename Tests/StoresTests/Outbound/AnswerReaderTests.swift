import Testing

@testable import Stores

struct AnswerReaderTests {
  /// Feeds lines; a piece without an end of line is a part of the body.
  private func read(
    _ pieces: [String], _ appetite: AnswerReader.Appetite = .success, limit: Int = 10
  ) -> (reader: AnswerReader, taken: Int) {
    var reader = AnswerReader(appetite, limitBytes: limit)
    for (number, piece) in pieces.enumerated() {
      let goesOn =
        piece.hasSuffix("\r\n")
        ? reader.take(line: Array(piece.utf8)) : reader.take(body: Array(piece.utf8))
      if !goesOn { return (reader, number) }
    }
    return (reader, pieces.count)
  }

  @Test func `an answer is read, and its body fetched once`() {
    var (reader, taken) = read([
      "HTTP/1.1 200 OK\r\n", "Content-Type:  text/csv \r\n", "ETAG: \"a:b\"\r\n", "X:\r\n", "\r\n",
      "a,b", "c",
    ])
    #expect(taken == 7)
    #expect(reader.status == 200)
    #expect(reader.fields.map(\.name) == ["content-type", "etag", "x"])
    #expect(reader.fields.map(\.value) == ["text/csv", "\"a:b\"", ""])
    #expect(reader.fetch() == Array("a,bc".utf8))
    #expect(reader.fetch() == [])
    #expect(reader.byteCount == 4)
    #expect(reader.ending == nil)
  }

  @Test func `an interim answer means nothing`() {
    let (reader, _) = read([
      "HTTP/1.1 103 Early Hints\r\n", "Content-Encoding: gzip\r\n", "\r\n", "HTTP/1.1 200 OK\r\n",
      "A: b\r\n", "\r\n",
    ])
    #expect(reader.status == 200)
    #expect(reader.fields.map(\.name) == ["a"])
    #expect(reader.ending == nil)
  }

  @Test func `a body may have the limit and not a byte more, however it is cut`() {
    let head = ["HTTP/1.1 200 OK\r\n", "\r\n"]
    #expect(read(head + ["1234567890"]).reader.ending == nil)
    #expect(read(head + ["12345", "67890", ""]).reader.ending == nil)
    for body in [["12345678901"], ["1234567890", "1"], ["1", "2345678901"]] {
      let (reader, taken) = read(head + body)
      #expect(reader.ending == .tooLarge)
      #expect(taken == 1 + body.count)
    }
  }

  @Test func `a length that was announced is believed before the body comes`() {
    #expect(
      read(["HTTP/1.1 200 OK\r\n", "Content-Length: 11\r\n", "\r\n"]).reader.ending == .tooLarge)
    #expect(read(["HTTP/1.1 200 OK\r\n", "Content-Length: 10\r\n", "\r\n"]).reader.ending == nil)
    #expect(read(["HTTP/1.1 200 OK\r\n", "Content-Length: x\r\n", "\r\n"]).reader.ending == nil)
    let head = ["HTTP/1.1 200 OK\r\n", "Content-Length: 11\r\n", "\r\n"]
    #expect(read(head, .head).reader.ending == nil)
  }

  @Test func `a head is whole behind its empty line, and an interim one is none`() {
    #expect(!read(["HTTP/1.1 200 OK\r\n", "A: b\r\n"]).reader.hasHead)
    #expect(!read(["HTTP/1.1 100 Continue\r\n", "\r\n"]).reader.hasHead)
    #expect(
      read(["HTTP/1.1 100 Continue\r\n", "\r\n", "HTTP/1.1 200 OK\r\n", "\r\n"]).reader.hasHead)
    #expect(read(["HTTP/1.1 404 No\r\n", "\r\n"]).reader.hasHead)
  }

  @Test func `a compressed body is refused at the end of its head`() {
    let head = ["HTTP/1.1 200 OK\r\n", "Content-Encoding: GZIP\r\n", "\r\n"]
    #expect(read(head).reader.ending == .encoded("GZIP"))
    #expect(
      read(["HTTP/1.1 200 OK\r\n", "Content-Encoding: Identity\r\n", "\r\n"]).reader.ending == nil)
  }

  @Test(arguments: [301, 304, 404, 500, 206, 199, 0])
  func `only a success has a body, unless every body is wanted`(_ status: Int) {
    let answer = ["HTTP/1.1 \(status) X\r\n", "\r\n", "abc"]
    #expect(read(answer).reader.ending == .unwanted)
    #expect(read(answer).reader.byteCount == 0)
    #expect(read(answer, .everything).reader.byteCount == 3)
  }

  @Test func `an error may be longer than the limit`() {
    let (reader, _) = read(["HTTP/1.1 404 No\r\n", "Content-Length: 999\r\n", "\r\n", "no"])
    #expect(reader.ending == .unwanted)
    #expect(reader.status == 404)
  }

  @Test func `a head has an end`() {
    let line = "X: " + String(repeating: "y", count: 1000) + "\r\n"
    let (reader, taken) = read(["HTTP/1.1 200 OK\r\n"] + Array(repeating: line, count: 100))
    #expect(reader.ending == .longHead)
    #expect(taken == 66)
  }

  @Test func `fields behind the body change nothing`() {
    let (reader, _) = read([
      "HTTP/1.1 200 OK\r\n", "\r\n", "abc", "Content-Encoding: gzip\r\n", "HTTP/1.1 404 No\r\n",
      "\r\n",
    ])
    #expect(reader.status == 200)
    #expect(reader.fields.isEmpty)
    #expect(reader.ending == nil)
  }

  @Test func `lines that are no fields are passed over`() {
    let (reader, _) = read(["HTTP/1.1 nonsense\r\n", "no colon\r\n", " : x\r\n", "\r\n"])
    #expect(reader.status == 0)
    #expect(reader.fields.isEmpty)
  }

  @Test(arguments: [200, 204, 206, 302, 404, 500])
  func `of a verdict the head is kept, and the body dropped up to the limit`(_ status: Int) {
    let head = ["HTTP/1.1 \(status) X\r\n", "Content-Encoding: gzip\r\n", "A: b\r\n", "\r\n"]
    var (short, taken) = read(head + ["12345", "67890"], .verdict)
    #expect(taken == 6)
    #expect(short.ending == nil)
    #expect(short.status == status)
    #expect(short["a"] == "b")
    #expect(short.byteCount == 10)
    #expect(short.fetch() == [])
    let long = read(head + ["12345", "678901", "2"], .verdict)
    #expect(long.taken == 5)
    #expect(long.reader.ending == .unwanted)
    #expect(long.reader.status == status)
  }
}
