@testable import HTTP
import Testing

/// Bodies in chunks, in every cutting of their bytes.
struct ChunkedBodyTests {
  private static let next = Array("GET".utf8)

  /// What a decoder makes of bytes: the last step, the data, and how many bytes it left.
  private struct Outcome: Equatable {
    var step = ChunkedDecoder.Step.incomplete
    var body: [UInt8] = []
    var left = 0
  }

  private func decoded(
    _ pieces: [ArraySlice<UInt8>], limitBytes: Int, _ limits: RequestParser.Limits,
    keeping: Bool = true
  ) -> Outcome {
    var decoder = ChunkedDecoder()
    var outcome = Outcome()
    for piece in pieces {
      let bytes = Array(piece)
      var place = 0
      if outcome.step == .incomplete {
        outcome.step = decoder.next(
          in: bytes, from: &place, to: bytes.count, into: &outcome.body, keeping: keeping,
          limitBytes: limitBytes, limits)
      }
      outcome.left += bytes.count - place
    }
    return outcome
  }

  private func expect(
    _ step: ChunkedDecoder.Step, _ body: String? = nil, from text: String, left: Int? = nil,
    limitBytes: Int = 100, _ limits: RequestParser.Limits = .init()
  ) {
    for (name, pieces) in Cutting.all(of: Array(text.utf8)) {
      let outcome = decoded(pieces, limitBytes: limitBytes, limits)
      #expect(outcome.step == step, "\(name)")
      if let body { #expect(String(decoding: outcome.body, as: UTF8.self) == body, "\(name)") }
      if let left { #expect(outcome.left == left, "\(name)") }
    }
  }

  @Test(arguments: [
    ("nothing", "0\r\n\r\n", ""),
    ("zeros", "0000000000000000\r\n\r\n", ""),
    ("a chunk", "3\r\nabc\r\n0\r\n\r\n", "abc"),
    ("two chunks", "1\r\na\r\n2\r\nbc\r\n0\r\n\r\n", "abc"),
    ("a size in small letters", "a\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
    ("a size in capitals", "0B\r\n0123456789a\r\n0\r\n\r\n", "0123456789a"),
    ("data that looks like framing", "7\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n", "\r\n0\r\n\r\n"),
    ("an extension", "3;a\r\nabc\r\n0\r\n\r\n", "abc"),
    ("an extension with a value", "3;a=b\r\nabc\r\n0;c=d\r\n\r\n", "abc"),
    ("many extensions", "3;a;b=c;d\r\nabc\r\n0\r\n\r\n", "abc"),
    ("blanks around an extension", "3 \t; a = b\r\nabc\r\n0\r\n\r\n", "abc"),
    ("a quoted value", "3;a=\"b c;,d\"\r\nabc\r\n0\r\n\r\n", "abc"),
    ("a quoted quote", "3;a=\"b\\\"\\\\c\"\r\nabc\r\n0\r\n\r\n", "abc"),
    ("a quoted letter above 127", "3;a=\"\u{E9}\"\r\nabc\r\n0\r\n\r\n", "abc"),
    ("an empty quoted value", "3;a=\"\";b\r\nabc\r\n0\r\n\r\n", "abc"),
    ("a trailer", "3\r\nabc\r\n0\r\nA: b\r\n\r\n", "abc"),
    ("an empty trailer", "0\r\nA:\r\n\r\n", ""),
    ("trailers that would frame", "0\r\nContent-Length: 5\r\nTransfer-Encoding: x\r\n\r\n", ""),
  ])
  func `a good body ends where it ends`(_ name: String, _ text: String, _ body: String) {
    expect(.complete, body, from: text + "GET", left: 3)
    for length in text.indices {
      expect(.incomplete, from: String(text[..<length]), left: 0)
    }
  }

  @Test(
    arguments: [
      ("no size", "\r\n", .chunkSize), ("a size of blanks", " 3\r\n", .chunkSize),
      ("a sign", "+3\r\n", .chunkSize), ("a negative size", "-3\r\n", .chunkSize),
      ("a prefix", "0x3\r\n", .chunkSize), ("no hexadecimal digit", "g\r\n", .chunkSize),
      ("a separator", "1_0\r\n", .chunkSize), ("a comma", "1,0\r\n", .chunkSize),
      ("a NUL", "3\u{0}\r\n", .chunkSize), ("other digits", "\u{663}\r\n", .chunkSize),
      ("LF behind a size", "3\nabc\r\n", .chunkSize),
      ("CR behind a size", "3\rabc\r\n", .chunkSize),
      ("two CRs behind a size", "3\r\r\nabc", .chunkSize),
      ("a blank behind a size", "3 \r\nabc\r\n", .chunkSize),
      ("a word behind a size", "3 a\r\nabc\r\n", .chunkSize),
      ("LF behind blanks", "3 \t\nabc\r\n", .chunkSize),
      ("LF behind the last size", "0\n\r\n", .chunkSize),
      ("seventeen digits", "00000000000000003\r\n", .chunkSize),
      ("more than a signed number holds", "8000000000000000\r\n", .chunkSize),
      ("more than a number holds", "10000000000000000\r\n", .chunkSize),
      ("all ones", "FFFFFFFFFFFFFFFF\r\n", .chunkSize),
      ("no name of an extension", "3;\r\nabc\r\n", .chunkExtension),
      ("no name before a value", "3;=a\r\nabc\r\n", .chunkExtension),
      ("no value behind =", "3;a=\r\nabc\r\n", .chunkExtension),
      ("two words for a value", "3;a=b c\r\nabc\r\n", .chunkExtension),
      ("two words for a name", "3;a b\r\nabc\r\n", .chunkExtension),
      ("= twice", "3;a==b\r\nabc\r\n", .chunkExtension),
      ("two semicolons", "3;;a\r\nabc\r\n", .chunkExtension),
      ("a quoted name", "3;\"a\"\r\nabc\r\n", .chunkExtension),
      ("LF in an extension", "3;a\nabc\r\n", .chunkExtension),
      ("LF in place of a name", "3;\nabc\r\n", .chunkExtension),
      ("a control in an extension", "3;a\u{0}\r\nabc\r\n", .chunkExtension),
      ("DEL in an extension", "3;a=\u{7F}\r\nabc\r\n", .chunkExtension),
      ("a letter above 127", "3;a=\u{E9}\r\nabc\r\n", .chunkExtension),
      ("CR LF in quotes", "3;a=\"\r\n\"\r\nabc\r\n", .chunkExtension),
      ("LF in quotes", "3;a=\"\n\"\r\nabc\r\n", .chunkExtension),
      ("an escaped CR", "3;a=\"\\\r\n\"\r\nabc\r\n", .chunkExtension),
      ("CR behind an extension", "3;a\rb\r\nabc\r\n", .chunkSize),
      ("data that is longer", "3\r\nabcd\r\n0\r\n\r\n", .chunkEnd),
      ("LF behind data", "3\r\nabc\n0\r\n\r\n", .chunkEnd),
      ("CR behind data", "3\r\nabc\r0\r\n\r\n", .chunkEnd),
      ("no end behind data", "3\r\nabc0\r\n\r\n", .chunkEnd),
      ("a trailer without colon", "0\r\nabc\r\n\r\n", .trailer),
      ("a trailer without name", "0\r\n: a\r\n\r\n", .trailer),
      ("a space before a trailer's colon", "0\r\nA : b\r\n\r\n", .trailer),
      ("a folded trailer", "0\r\nA: b\r\n c\r\n\r\n", .trailer),
      ("a control in a trailer", "0\r\nA: \u{0}\r\n\r\n", .trailer),
      ("LF behind a trailer", "0\r\nA: b\n\r\n", .trailer),
      ("CR in a trailer", "0\r\nA: b\rc\r\n\r\n", .trailer),
      ("LF as the end", "0\r\n\n", .trailer), ("CR at the end", "0\r\n\rx", .trailer),
      ("a request without the end", "0\r\nGET / HTTP/1.1\r\n\r\n", .trailer),
    ] as [(String, String, RequestFault.Malformation)])
  func `a bad body gives one fault`(
    _ name: String, _ text: String, _ rule: RequestFault.Malformation
  ) {
    expect(.fault(.malformed(rule)), from: text)
    expect(.fault(.malformed(rule)), from: "2\r\nab\r\n" + text)
  }

  @Test func `a body may be as long as its limit, and no longer`() {
    let text = "2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n"
    expect(.complete, "abcde", from: text, limitBytes: 5)
    expect(.fault(.bodyTooLarge(limitBytes: 4)), "ab", from: text, limitBytes: 4)
    expect(.fault(.bodyTooLarge(limitBytes: 0)), "", from: text, limitBytes: 0)
    expect(.complete, "", from: "0\r\n\r\n", limitBytes: 0)
  }

  @Test func `sizes whose sum is beyond all numbers are a body too large`() {
    expect(
      .fault(.bodyTooLarge(limitBytes: .max)), "a",
      from: "1\r\na\r\n7FFFFFFFFFFFFFFF\r\n", limitBytes: .max)
    expect(
      .incomplete, "a", from: "1\r\na\r\n7FFFFFFFFFFFFFFE\r\n", limitBytes: .max)
  }

  @Test func `all extensions of a body together have a limit`() {
    let limits = MalformedRequest.limits(head: 8)
    // A line's CR counts as its extension's last byte.
    expect(.complete, "a", from: "1;abc\r\na\r\n0;d\r\n\r\n", limits)
    expect(.fault(.malformed(.chunkExtension)), from: "1;abc\r\na\r\n0;abcde\r\n\r\n", limits)
    expect(.fault(.malformed(.chunkExtension)), from: "1;abcdefghi\r\na\r\n0\r\n\r\n", limits)
    expect(.fault(.malformed(.chunkExtension)), from: "1         ;a\r\na\r\n0\r\n\r\n", limits)
  }

  @Test func `all trailers of a body together have a limit`() {
    let limits = MalformedRequest.limits(head: 8)
    expect(.complete, from: "0\r\nA: b\r\n\r\n", limits)
    expect(.fault(.headTooLarge(limitBytes: 8)), from: "0\r\nA: bc\r\n\r\n", limits)
  }

  @Test func `trailers are counted`() {
    let limits = MalformedRequest.limits(fields: 2)
    expect(.complete, from: "0\r\nA: b\r\nC: d\r\n\r\n", limits)
    expect(.fault(.tooManyFields(limit: 2)), from: "0\r\nA: b\r\nC: d\r\nE: f\r\n\r\n", limits)
  }

  @Test func `data that nobody wants is counted and dropped`() {
    let bytes = Array("3\r\nabc\r\n0\r\n\r\n".utf8)
    for (name, pieces) in Cutting.all(of: bytes) {
      let outcome = decoded(pieces, limitBytes: 3, .init(), keeping: false)
      #expect(outcome == Outcome(step: .complete), "\(name)")
      let refused = decoded(pieces, limitBytes: 2, .init(), keeping: false)
      #expect(refused.step == .fault(.bodyTooLarge(limitBytes: 2)), "\(name)")
    }
  }

  // MARK: Writing

  @Test func `a chunk is its size, its data and two line ends`() {
    var output: [UInt8] = []
    ChunkedEncoder.append(Array(repeating: 0x61, count: 26), to: &output)
    #expect(output == Array("1a\r\naaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".utf8))
  }

  @Test func `no data gives no chunk, which would end the body`() {
    var output: [UInt8] = []
    ChunkedEncoder.append([], to: &output)
    #expect(output.isEmpty)
    ChunkedEncoder.appendEnd(to: &output)
    #expect(output == Array("0\r\n\r\n".utf8))
  }

  @Test(arguments: [[], [0], [1], [15, 16, 17], [0, 255, 0, 256], [70_000]])
  func `what was written in chunks is read back`(_ sizes: [Int]) {
    var output: [UInt8] = []
    var data: [UInt8] = []
    for size in sizes {
      let part = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      data += part
      ChunkedEncoder.append(part, to: &output)
    }
    ChunkedEncoder.appendEnd(to: &output)
    output += Self.next
    let cuttings = [1, 2, 13, 4_096, output.count].map { Cutting.pieces(of: output, size: $0) }
    for pieces in cuttings {
      let outcome = decoded(pieces, limitBytes: data.count, .init())
      #expect(outcome == Outcome(step: .complete, body: data, left: Self.next.count))
    }
  }
}
