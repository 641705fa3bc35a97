@testable import HTTP
import Testing

/// What the fields say about their message. The tables of requests hold what must be refused; here is how fields work together.
struct FieldNotesTests {
  private func notes(_ lines: [String]) throws -> FieldNotes {
    var notes = FieldNotes()
    for (place, line) in lines.enumerated() {
      let bytes = Array(line.utf8)
      let colon = try #require(bytes.firstIndex(of: UInt8(ascii: ":")))
      try bytes.withUnsafeBufferPointer {
        try notes.take($0, name: 0..<colon, value: colon + 1..<bytes.count, place: place)
      }
    }
    return notes
  }

  private func fault(_ lines: [String], minorVersion: UInt8 = 1) throws -> RequestFault? {
    let notes = try notes(["Host:x"] + lines)
    do throws(HeadScanner.Stop) {
      _ = try notes.framing(minorVersion: minorVersion)
      return nil
    } catch {
      guard case .fault(let fault) = error else { return nil }
      return fault
    }
  }

  @Test func `the place of the last id is kept`() throws {
    #expect(try notes([]).givenID == -1)
    #expect(try notes(["A:b", "X-REQUEST-ID:c", "D:e"]).givenID == 1)
    #expect(try notes(["X-Request-Id:a", "X-Request-Id:b"]).givenID == 1)
  }

  @Test func `a wish for codings is noted without reading it`() throws {
    #expect(try !notes(["Accept:a", "Accept-Encodin:b", "Accept-Encodings:c"]).acceptsCodings)
    #expect(try notes(["accept-encoding:"]).acceptsCodings)
  }

  @Test func `a connection's words are found in lists and in several fields`() throws {
    let notes = try notes(["Connection:a,Keep-Alive ,b", "CONNECTION:\tclose"])
    #expect(notes.asksKeepAlive)
    #expect(notes.asksClose)
    let others = try self.notes(["Connection:keep-alives,close d,clos", "Connections:close"])
    #expect(!others.asksKeepAlive)
    #expect(!others.asksClose)
  }

  @Test func `names of the same length as a known one are not taken for it`() throws {
    let lines = [
      "Hosu:a b", "Expecu:x", "Connectiom:close", "Content-Lengti:x", "Transfer-Encodinh:x",
      "Content.Length:x", "X-Request-Ie:a", "Accept-Encodinh:a",
    ]
    let notes = try notes(["Host:x"] + lines)
    #expect(try notes.framing(minorVersion: 1) == .none)
    #expect(notes.givenID == -1)
    #expect(!notes.acceptsCodings)
    #expect(!notes.asksClose)
  }

  @Test func `the Host is judged before the length, and both before an expectation`() throws {
    let both = ["Content-Length:1", "Transfer-Encoding:chunked", "Expect:x"]
    #expect(try fault(["Host:x"] + both) == .malformed(.repeatedHost))
    #expect(try fault(both) == .malformed(.bothFramings))
    #expect(try fault(["Transfer-Encoding:x", "Expect:x"]) == .unknownTransferCoding)
    #expect(try fault(["Expect:x"]) == .unknownExpectation)
  }

  @Test func `an old version needs no Host and knows no expectation and no coding`() throws {
    let notes = try notes(["Expect:x", "Content-Length:3"])
    #expect(try notes.framing(minorVersion: 0) == .length(3))
    #expect(throws: HeadScanner.Stop.self) { try notes.framing(minorVersion: 1) }
    #expect(
      try fault(["Transfer-Encoding:chunked"], minorVersion: 0)
        == .malformed(.transferCodingInOldVersion))
  }

  @Test func `one bad Host among good ones stays bad or repeated`() throws {
    #expect(try fault(["Host:a b"]) == .malformed(.repeatedHost))
    let notes = try notes(["Host:a b"])
    #expect(throws: HeadScanner.Stop.self) { try notes.framing(minorVersion: 0) }
  }
}
