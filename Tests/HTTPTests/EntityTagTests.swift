import Testing

@testable import HTTP

struct EntityTagTests {
  private func tag(_ text: String) -> EntityTag? { EntityTag(parsing: Array(text.utf8)[...]) }

  @Test(arguments: ["\"xyzzy\"", "W/\"xyzzy\"", "\"\"", "\"a,b!#~\""])
  func `a tag is written as it was read`(text: String) {
    #expect(tag(text)?.text == text)
  }

  @Test(arguments: [
    "", "xyzzy", "\"", "\"a\"b\"", "w/\"a\"", "W/a", "\"a b\"", "\"a\u{7F}\"", "\"a",
  ])
  func `what is not in quotes is no tag`(text: String) {
    #expect(tag(text) == nil)
  }

  @Test func `characters that a tag cannot hold are left out`() {
    #expect(EntityTag("a \"b\"\n\u{7F}c").text == "\"abc\"")
    #expect(EntityTag("a", isWeak: true).text == "W/\"a\"")
  }

  // RFC 9110, section 8.8.3.2.
  @Test(arguments: [
    ("W/\"1\"", "W/\"1\"", false, true), ("W/\"1\"", "W/\"2\"", false, false),
    ("W/\"1\"", "\"1\"", false, true), ("\"1\"", "\"1\"", true, true),
  ])
  func `tags are compared as the standard's table says`(
    left: String, right: String, strongly: Bool, weakly: Bool
  ) throws {
    let (left, right) = (try #require(tag(left)), try #require(tag(right)))
    #expect(left.isStronglyEqual(to: right) == strongly)
    #expect(left.isWeaklyEqual(to: right) == weakly)
    #expect(!left.weakened.isStronglyEqual(to: left))
  }
}

struct ConditionsTests {
  private static let past = "Sun, 06 Nov 1994 08:49:37 GMT"
  private static let later = "Sun, 06 Nov 1994 08:49:38 GMT"
  private static let earlier = "Sun, 06 Nov 1994 08:49:36 GMT"

  private func verdict(
    _ method: HTTP.Method, _ fields: [(FieldName, String)], tag: String? = "v1",
    modified: Int? = 784_111_777
  ) throws -> Conditions.Verdict {
    let request = try #require(Request(method, "/", fields: fields))
    return Conditions.verdict(
      on: request.head, tag: tag.map { EntityTag($0) }, modifiedSeconds: modified,
      nowSeconds: 1_700_000_000)
  }

  @Test func `a version that the client has is not sent again`() throws {
    #expect(try verdict(.get, [(.ifNoneMatch, "\"v1\"")]) == .notModified)
    #expect(try verdict(.head, [(.ifNoneMatch, "\"v0\", W/\"v1\"")]) == .notModified)
    #expect(try verdict(.get, [(.ifNoneMatch, "*")]) == .notModified)
    #expect(
      try verdict(.get, [(.ifNoneMatch, "\"v0\""), (.ifNoneMatch, "\"v1\"")]) == .notModified)
    #expect(try verdict(.get, [(.ifNoneMatch, "\"v2\"")]) == .goOn)
    #expect(try verdict(.get, [(.ifNoneMatch, "v1")]) == .goOn)
    #expect(try verdict(.get, [(.ifNoneMatch, "\"v1\"")], tag: nil) == .goOn)
    #expect(try verdict(.get, [(.ifModifiedSince, Self.past)]) == .notModified)
    #expect(try verdict(.get, [(.ifModifiedSince, Self.earlier)]) == .goOn)
    #expect(try verdict(.get, [(.ifModifiedSince, "yesterday")]) == .goOn)
    #expect(try verdict(.get, [(.ifModifiedSince, Self.later)], modified: nil) == .goOn)
  }

  @Test func `a tag counts more than a date`() throws {
    let both = [(FieldName.ifNoneMatch, "\"v2\""), (.ifModifiedSince, Self.later)]
    #expect(try verdict(.get, both) == .goOn)
    let match = [(FieldName.ifMatch, "\"v1\""), (.ifUnmodifiedSince, Self.earlier)]
    #expect(try verdict(.put, match) == .goOn)
  }

  @Test func `a change is refused when the version is another than the client's`() throws {
    #expect(try verdict(.put, [(.ifMatch, "\"v2\"")]) == .failed)
    #expect(try verdict(.put, [(.ifMatch, "W/\"v1\"")]) == .failed)
    #expect(try verdict(.put, [(.ifMatch, "*")]) == .goOn)
    #expect(try verdict(.put, [(.ifMatch, "\"v1\"")], tag: nil) == .failed)
    #expect(try verdict(.put, [(.ifNoneMatch, "*")]) == .failed)
    #expect(try verdict(.put, [(.ifUnmodifiedSince, Self.earlier)]) == .failed)
    #expect(try verdict(.put, [(.ifUnmodifiedSince, Self.past)]) == .goOn)
    #expect(try verdict(.post, [(.ifModifiedSince, Self.later)]) == .goOn)
  }

  @Test func `the short way gives 304 with the tag, or nothing`() throws {
    let same = try #require(Request(.get, "/", fields: [(.ifNoneMatch, "\"v1\"")]))
    let response = try #require(Conditions.notModified(same.head, tag: EntityTag("v1")))
    #expect(response.status == .notModified && response.fields[.entityTag] == "\"v1\"")
    #expect(Conditions.notModified(same.head, tag: EntityTag("v2")) == nil)
  }
}
