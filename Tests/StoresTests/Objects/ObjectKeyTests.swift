import Testing

@testable import Stores

struct ObjectKeyTests {
  @Test(arguments: [
    ("Paris", "Paris"), ("São Paulo", "S%C3%A3o%20Paulo"), ("..", "%2E."), (".", "%2E"),
    (".hidden", "%2Ehidden"), ("a.b", "a.b"), ("a/b", "a%2Fb"), ("a%2Fb", "a%252Fb"),
    ("L'Aquila", "L%27Aquila"), ("a~b", "a%7Eb"), ("a\u{0}b", "a%00b"), ("_-0", "_-0"),
    ("a=b+c", "a%3Db%2Bc"), ("🚌", "%F0%9F%9A%8C"),
  ])
  func `a name becomes a part, and comes back`(name: String, part: String) {
    #expect(ObjectKey.part(naming: name) == part)
    #expect(ObjectKey.name(in: part) == name)
    #expect(ObjectKey(part)?.parts == [part])
  }

  @Test func `any name comes back as it was, and makes a part or is too long`() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      let name = Self.randomName(using: &generator)
      guard let part = ObjectKey.part(naming: name) else {
        #expect(name.isEmpty || Self.partLength(name) > ObjectKey.partLimitBytes)
        continue
      }
      #expect(part.utf8.count <= ObjectKey.partLimitBytes)
      let key = try #require(ObjectKey("a/\(part)"))
      #expect(key.parts == ["a", part] && key.description == "a/\(part)")
      let back = try #require(ObjectKey.name(in: part))
      #expect(Array(back.utf8) == Array(name.utf8))
    }
  }

  @Test func `names that differ in any byte make parts that differ`() {
    let names = SampleObject.oddNames
    #expect(Set(names.compactMap { ObjectKey.part(naming: $0) }).count == names.count)
  }

  @Test func `a part has 200 bytes at most`() {
    #expect(ObjectKey.part(naming: String(repeating: "a", count: 200)) != nil)
    #expect(ObjectKey.part(naming: String(repeating: "a", count: 201)) == nil)
    #expect(ObjectKey.part(naming: String(repeating: "a", count: 300)) == nil)
    #expect(ObjectKey.part(naming: String(repeating: "é", count: 33)) != nil)
    #expect(ObjectKey.part(naming: String(repeating: "é", count: 34)) == nil)
    #expect(ObjectKey.part(naming: "") == nil)
  }

  @Test(arguments: [
    "", "/", "a/", "/a", "a//b", ".", "..", "a/..", "../a", "a/.b", "a b", "a\\b", "a'b", "a\u{0}",
    "a\n", "é", "a?b", "a#b", "a+b", "a=b", "a:b", "a*",
  ])
  func `what could mean something else in a path or a URL is no key`(text: String) {
    #expect(ObjectKey(text) == nil)
  }

  @Test func `a key has 900 bytes at most`() {
    let part = String(repeating: "a", count: 179)
    let key = Array(repeating: part, count: 5).joined(separator: "/")
    #expect(key.utf8.count == 899)
    #expect(ObjectKey(key) != nil)
    #expect(ObjectKey(key + "a") != nil)
    #expect(ObjectKey(key + "aa") == nil)
    #expect(ObjectKey(String(repeating: "a", count: 201)) == nil)
  }

  @Test(arguments: ["%", "a%", "a%2", "%2G", "%G2", "%+1", "% 1", "%é", "%FF", "%C3", "%C3%28"])
  func `a part that is no encoded UTF-8 names nothing`(part: String) {
    #expect(ObjectKey.name(in: part) == nil)
  }

  @Test func `a part that others encoded otherwise is read`() {
    #expect(ObjectKey.name(in: "%61%2e%2E") == "a..")
    #expect(ObjectKey.name(in: "") == "")
    #expect(ObjectKey.name(in: "a b") == "a b")
  }

  /// Some scalars, those with a meaning among them more often than others.
  private static func randomName(using generator: inout some RandomNumberGenerator) -> String {
    let special = Array("../%'\u{0}~ \u{301}éß🚌".unicodeScalars)
    var name = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...(Bool.random(using: &generator) ? 12 : 300), using: &generator)
    {
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: name.append(special.randomElement(using: &generator) ?? ".")
      case 1:
        let number = UInt32.random(in: 0...0x10FFFF, using: &generator)
        name.append(Unicode.Scalar(number) ?? "x")
      default: name.append(Unicode.Scalar(UInt8.random(in: 33...126, using: &generator)))
      }
    }
    return String(name)
  }

  /// How long the part of a name is, told the slow way.
  private static func partLength(_ name: String) -> Int {
    let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._".utf8)
    let length = name.utf8.reduce(0) { $0 + (plain.contains($1) ? 1 : 3) }
    return name.utf8.first == UInt8(ascii: ".") ? length + 2 : length
  }
}
