@testable import HTTP
import Testing

struct MultipartReaderTests {
  /// What a reader told, contents put together.
  struct Form: Equatable {
    var parts: [PartHead] = []
    var contents: [String] = []
    var endedParts = 0
    var isEnded = false
    var failure: MultipartFailure?
  }

  private static func form(
    _ pieces: [ArraySlice<UInt8>], boundary: String, _ limits: MultipartReader.Limits
  ) -> Form {
    var form = Form()
    do throws(MultipartFailure) {
      var reader = try MultipartReader(
        contentType: Array("multipart/form-data; boundary=\(boundary)".utf8)[...], limits)
      var contents: [[UInt8]] = []
      defer { form.contents = contents.map { String(decoding: $0, as: UTF8.self) } }
      for piece in pieces {
        // A piece stands somewhere in a buffer that holds other bytes too.
        let buffer = Array("\r\n--".utf8) + piece + Array(boundary.utf8)
        var place = 4
        let end = 4 + piece.count
        while place < end {
          switch reader.next(in: buffer, from: &place, to: end) {
          case .incomplete: #expect(place == end)
          case .part(let head):
            form.parts.append(head)
            contents.append([])
          case .content(let range): contents[contents.count - 1] += buffer[range]
          case .withheld(let bytes): contents[contents.count - 1] += bytes
          case .partEnd: form.endedParts += 1
          case .end: form.isEnded = true
          case .failure(let failure): throw failure
          }
        }
      }
      try reader.finish()
    } catch {
      form.failure = error
    }
    return form
  }

  /// The form in the body, after every cutting gave the same.
  private func form(
    _ body: String, boundary: String = "xYz", _ limits: MultipartReader.Limits = .init()
  ) -> Form {
    let bytes = Array(body.utf8)
    let whole = Self.form([bytes[...]], boundary: boundary, limits)
    for (name, pieces) in Cutting.all(of: bytes) {
      #expect(Self.form(pieces, boundary: boundary, limits) == whole, "\(name) of \(body)")
    }
    return whole
  }

  private func field(_ name: String) -> String {
    "Content-Disposition: form-data; name=\"\(name)\"\r\n\r\n"
  }

  @Test func `fields and a file come in their order`() {
    let form = form(
      """
      --xYz\r\n\(field("delimiter"));\r\n--xYz\r\n\
      Content-Disposition: form-data; name="file"; filename="a.csv"\r\n\
      Content-Type: text/csv\r\n\r\na,b\r\n1,2\r\n\r\n--xYz--\r\n
      """)
    #expect(
      form
        == Form(
          parts: [
            PartHead(name: "delimiter"),
            PartHead(name: "file", fileName: "a.csv", contentType: "text/csv"),
          ], contents: [";", "a,b\r\n1,2\r\n"], endedParts: 2, isEnded: true))
  }

  @Test(arguments: [
    "", "x", "\r", "\r\n", "\r\n-", "\r\n--", "\r\n--xY", "\r\r\n--xY", "\r\n\r\n--x", "--xYz",
    "-\r\n-\r\n--xYzz".replacing("zz", with: ""), "\n--xYz\n", "\r--xYz\r", "\0\r\n --xYz",
  ])
  func `content that looks like a boundary stays content`(_ content: String) {
    let form = form("--xYz\r\n\(field("a"))\(content)\r\n--xYz--")
    #expect(form.failure == nil && form.isEnded)
    #expect(form.contents == [content])
  }

  @Test func `preamble, epilogue and blanks behind boundaries are skipped`() {
    let form = form(
      "preamble --xYz \r\n--xY\r\n--xYz \t\r\n\(field("a"))1\r\n--xYz-- \t\r\nepilogue\r\n--xYz\n")
    #expect(form.contents == ["1"])
    #expect(form.isEnded && form.failure == nil)
  }

  @Test(arguments: ["--xYz--", "\r\n--xYz--\r\n", "no form at all\r\n--xYz--\r\n"])
  func `a form without parts is a form`(_ body: String) {
    #expect(form(body) == Form(isEnded: true))
  }

  @Test(arguments: [
    ("", MultipartFailure.missingEnd(parts: 0)), ("--xYz", .missingEnd(parts: 0)),
    ("--xYz-", .missingEnd(parts: 0)), ("--xYz\r\n", .missingEnd(parts: 1)),
    ("--xYz\r\nContent-Disposition: form-data; name=a\r\n\r\n1", .missingEnd(parts: 1)),
    ("--xYz\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--xYz", .missingEnd(parts: 1)),
    ("--xYz\n", .boundaryLine(part: 1)), ("--xYzz\r\n", .boundaryLine(part: 1)),
    ("--xYz -", .boundaryLine(part: 1)), ("--xYz-x", .boundaryLine(part: 1)),
    ("--xYz\rx", .boundaryLine(part: 1)), ("--xYz--x", .boundaryLine(part: 1)),
    ("--xYz--\n", .boundaryLine(part: 1)),
    ("--xYz\r\nContent-Disposition: form-data; name=a\n\n1", .bareLineEnd(part: 1)),
    ("--xYz\r\nContent-Disposition: form-data\r; name=a", .bareLineEnd(part: 1)),
    ("--xYz\r\n\r\nx\r\n--xYz--", .noFormData(part: 1)),
    ("--xYz\r\nContent-Disposition: form-data\r\n\r\n", .missingName(part: 1)),
    ("--xYz\r\nname\r\n\r\n", .malformedField(part: 1)),
  ])
  func `a body that is none is refused in every cutting`(
    _ body: String, _ failure: MultipartFailure
  ) {
    #expect(form(body).failure == failure)
  }

  @Test func `more parts than the limit are refused, and so is a longer head`() {
    var limits = MultipartReader.Limits()
    limits.parts = 2
    limits.headBytes = 60
    let part = "--xYz\r\n\(field("a"))1\r\n"
    #expect(form(part + part + "--xYz--", limits).endedParts == 2)
    let three = form(part + part + part + "--xYz--", limits)
    #expect(three.failure == .tooManyParts(limit: 2))
    let long = "--xYz\r\n\(field(String(repeating: "n", count: 20)))"
    #expect(form(long, limits).failure == .partHeadTooLarge(part: 1, limitBytes: 60))
    let blanks = "--xYz" + String(repeating: " ", count: 61) + "\r\n"
    #expect(form(blanks, limits).failure == .boundaryLine(part: 1))
  }

  @Test func `random contents survive random cuttings`() {
    var random = SystemRandomNumberGenerator()
    let scraps = ["\r", "\n", "-", "--", "xY", "\r\n--x", "\r\n--xY", "a,b", "z", "\r\n"]
    for _ in 0..<300 {
      let contents = (0..<Int.random(in: 0..<4, using: &random)).map { _ in
        (0..<Int.random(in: 0..<60, using: &random)).map { _ in
          scraps.randomElement(using: &random) ?? ""
        }.joined().replacing("\r\n--xYz", with: "")
      }.map { $0.utf8.count == 0 || !("\r\n" + $0).contains("\r\n--xYz") ? $0 : "" }
      let body =
        contents.map { "--xYz\r\n\(field("a"))\($0)\r\n" }.joined() + "--xYz--\r\n"
      let bytes = Array(body.utf8)
      for _ in 0..<10 {
        var pieces: [ArraySlice<UInt8>] = []
        var start = 0
        while start < bytes.count {
          let end = min(bytes.count, start + Int.random(in: 1..<40, using: &random))
          pieces.append(bytes[start..<end])
          start = end
        }
        let form = Self.form(pieces, boundary: "xYz", .init())
        #expect(form.contents == contents && form.failure == nil && form.isEnded)
      }
    }
  }

  // Content types

  @Test(arguments: [
    ("multipart/form-data", MultipartFailure.missingBoundary),
    ("multipart/form-data; charset=utf-8", .missingBoundary),
    ("multipart/form-data; boundary=\"\"", .boundaryLength(0)),
    ("multipart/form-data; boundary=\(String(repeating: "b", count: 71))", .boundaryLength(71)),
    ("multipart/form-data; boundary=\"a \"", .boundaryCharacter(0x20)),
    ("multipart/form-data; boundary=\"a\\\"\"", .boundaryCharacter(0x22)),
    ("multipart/form-data; boundary=\"a", .malformedType),
    ("multipart/form-data; boundary=a*b", .boundaryCharacter(0x2A)),
    ("multipart/form-data; boundary", .malformedType), ("", .malformedType),
  ])
  func `a type without a usable boundary is refused`(
    _ type: String, _ failure: MultipartFailure
  ) {
    #expect(throws: failure) { _ = try MultipartReader(contentType: Array(type.utf8)[...]) }
  }

  @Test(arguments: [
    "b", "0'()+_,-./:=?9", String(repeating: "b", count: 70), "\"a b\"",
    "----WebKitFormBoundary7MA4YWxkTrZu0gW", "\"===============1==\"",
  ])
  func `every boundary that the grammar allows is taken`(_ boundary: String) {
    let bare = boundary.replacing("\"", with: "")
    let form = form("--\(bare)\r\n\(field("a"))1\r\n--\(bare)--", boundary: boundary)
    #expect(form.contents == ["1"] && form.failure == nil)
  }

  @Test(arguments: [
    ("multipart/form-data; boundary=x", true), ("Multipart/Form-Data ;boundary=x", true),
    ("multipart/form-data", true), ("multipart/mixed; boundary=x", false),
    ("text/csv", false), ("", false), ("multipart/form-data-x", false),
  ])
  func `a form is told from other bodies`(_ type: String, _ isForm: Bool) {
    #expect(MultipartReader.isForm(Array(type.utf8)[...]) == isForm)
  }

  @Test func `after a failure nothing else is told`() throws {
    var reader = try MultipartReader(contentType: Array("a/b; boundary=x".utf8)[...])
    let bytes = Array("--x\n--x--".utf8)
    var place = 0
    for _ in 0..<3 {
      let step = reader.next(in: bytes, from: &place, to: bytes.count)
      #expect(step == .failure(.boundaryLine(part: 1)))
    }
    #expect(throws: MultipartFailure.boundaryLine(part: 1)) { try reader.finish() }
  }
}
