import Testing

@testable import HTTP

struct RangesTests {
  // RFC 9110, section 14.1.2, on 10,000 bytes.
  private static let ranges: [(String, Ranges.Verdict)] = [
    ("bytes=0-499", .part(0..<500)), ("bytes=500-999", .part(500..<1000)),
    ("bytes=-500", .part(9500..<10_000)), ("bytes=9500-", .part(9500..<10_000)),
    ("bytes=0-0", .part(0..<1)), ("bytes=-1", .part(9999..<10_000)), ("BYTES=0-1", .part(0..<2)),
    ("bytes= 0-1 ", .part(0..<2)), ("bytes=0-99999", .part(0..<10_000)),
    ("bytes=-99999", .part(0..<10_000)), ("bytes=9999-", .part(9999..<10_000)),
    ("bytes=0-99999999999999999999999", .part(0..<10_000)),
    ("bytes=10000-", .unsatisfiable), ("bytes=10000-10001", .unsatisfiable),
    ("bytes=-0", .unsatisfiable),
    ("bytes=99999999999999999999999-", .unsatisfiable),
    ("bytes=0-0,-1", .whole), ("bytes=", .whole), ("bytes=-", .whole), ("bytes=5-4", .whole),
    ("bytes=a-b", .whole), ("bytes=1-b", .whole), ("bytes=-x", .whole), ("bytes 0-1", .whole),
    ("lines=0-1", .whole), ("bytes=+1-2", .whole), ("bytes=1", .whole), ("", .whole),
  ]

  @Test(arguments: ranges)
  func `a range is the part it names, or the whole if it is not understood`(
    value: String, verdict: Ranges.Verdict
  ) {
    #expect(Ranges.verdict(on: Fields([(.range, value)]), length: 10_000) == verdict)
  }

  @Test func `no range and several fields mean the whole`() {
    #expect(Ranges.verdict(on: Fields(), length: 5) == .whole)
    let twice = Fields([(.range, "bytes=0-1"), (.range, "bytes=0-1")])
    #expect(Ranges.verdict(on: twice, length: 5) == .whole)
    #expect(Ranges.verdict(on: Fields([(.range, "bytes=-1")]), length: 0) == .unsatisfiable)
  }
}

struct FileAnswerTests {
  private final class Owner: Sendable {}

  private func answer(
    _ fields: [(FieldName, String)] = [], _ method: HTTP.Method = .get,
    tag: EntityTag? = EntityTag("v1"),
    modified: Int? = 784_111_777
  ) throws -> Response {
    let file = FileBody(descriptor: 7, offset: 100, length: 1000, owner: Owner())
    let answer = FileAnswer(
      file: file, type: "application/json", tag: tag, modifiedSeconds: modified)
    let request = try #require(Request(method, "/", fields: fields))
    return answer.response(to: request.head, nowSeconds: 1_700_000_000)
  }

  private func part(_ response: Response) -> Range<Int>? {
    guard case .file(let file) = response.body else { return nil }
    return file.offset..<file.offset + file.length
  }

  @Test func `the whole file comes with its tag, date and type`() throws {
    let response = try answer()
    #expect(response.status == .ok && part(response) == 100..<1100)
    #expect(response.fields[.entityTag] == "\"v1\"")
    #expect(response.fields[.lastModified] == "Sun, 06 Nov 1994 08:49:37 GMT")
    #expect(response.fields[.contentType] == "application/json")
    #expect(
      response.fields[.acceptRanges] == "bytes" && response.fields[.vary] == "Accept-Encoding")
    let bare = try answer(tag: nil, modified: nil)
    #expect(!bare.fields.contains(.entityTag) && !bare.fields.contains(.lastModified))
  }

  @Test func `a part says which part of how much it is`() throws {
    let response = try answer([(.range, "bytes=10-19")])
    #expect(response.status == .partialContent && part(response) == 110..<120)
    #expect(response.fields[.contentRange] == "bytes 10-19/1000")
    let beyond = try answer([(.range, "bytes=1000-")])
    #expect(beyond.status == .rangeNotSatisfiable && part(beyond) == nil)
    #expect(beyond.fields[.contentRange] == "bytes */1000")
    #expect(try answer([(.range, "bytes=10-19")], .head).status == .ok)
  }

  @Test func `a part of another version is not sent`() throws {
    let range = (FieldName.range, "bytes=10-19")
    #expect(try answer([range, (.ifRange, "\"v1\"")]).status == .partialContent)
    #expect(try answer([range, (.ifRange, "\"v0\"")]).status == .ok)
    #expect(try answer([range, (.ifRange, "W/\"v1\"")]).status == .ok)
    #expect(try answer([range, (.ifRange, "\"v1\"")], tag: nil).status == .ok)
    #expect(
      try answer([range, (.ifRange, "Sun, 06 Nov 1994 08:49:37 GMT")]).status == .partialContent)
    #expect(try answer([range, (.ifRange, "Sun, 06 Nov 1994 08:49:38 GMT")]).status == .ok)
    #expect(
      try answer([range, (.ifRange, "Sun, 06 Nov 1994 08:49:37 GMT")], modified: nil).status == .ok)
  }

  @Test func `conditions are weighed before anything is sent`() throws {
    let same = try answer([(.ifNoneMatch, "\"v1\"")])
    #expect(same.status == .notModified && part(same) == nil)
    #expect(same.fields[.entityTag] == "\"v1\"" && !same.fields.contains(.contentType))
    #expect(try answer([(.ifMatch, "\"v0\"")]).status == .preconditionFailed)
  }
}
