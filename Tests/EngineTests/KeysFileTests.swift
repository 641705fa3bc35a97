import Testing

@testable import Engine

struct KeysFileTests {
  private static let digest = String(repeating: "0a", count: 32)
  private static let other = String(repeating: "Fb", count: 32)

  private func parse(_ text: String) throws(KeysFileFailure) -> [AccessKey] {
    try KeysFile.parse(Array(text.utf8))
  }

  @Test func `a line is a key, and comments and blank lines are none`() throws {
    let keys = try parse(
      """
      # who asks
      ann:read:\(Self.digest)

        bob:read,write,admin:\(Self.other)\t\r
         # the end
      """)
    #expect(keys.map(\.name) == ["ann", "bob"])
    #expect(keys[0].scopes == [.read])
    #expect(keys[1].scopes == [.read, .write, .admin])
    #expect(keys[0].digest == Array(repeating: 0x0A, count: 32))
    #expect(keys[1].digest == Array(repeating: 0xFB, count: 32))
  }

  @Test func `what is written is read back`() throws {
    let key = AccessKey(name: "ann", scopes: [.admin, .read], secret: Array("secret".utf8))
    let line = KeysFile.line(for: key)
    #expect(
      line
        == "ann:read,admin:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b")
    #expect(try parse(line) == [key])
  }

  @Test(
    arguments: [
      ("", .noKey), ("\n# nothing\n", .noKey),
      ("ann:read", .line(1, .notThreeParts)),
      ("tally_a-key-instead-of-a-line", .line(1, .notThreeParts)),
      ("ann:read:\(digest):x", .line(1, .notThreeParts)),
      ("\n\na b:read:\(digest)", .line(3, .badName("a b"))),
      (":read:\(digest)", .line(1, .badName(""))),
      ("ann::\(digest)", .line(1, .badScopes(""))),
      ("ann:read,:\(digest)", .line(1, .badScopes("read,"))),
      ("ann:Read:\(digest)", .line(1, .badScopes("Read"))),
      ("ann:read:\(digest.dropLast())", .line(1, .badDigest)),
      ("ann:read:\(digest)0", .line(1, .badDigest)),
      ("ann:read:\(digest.dropLast())g", .line(1, .badDigest)),
      ("ann:read:\(digest.dropLast())é", .line(1, .badDigest)),
      ("ann:read:\(digest)\nann:read:\(other)", .line(2, .nameTaken("ann"))),
      ("ann:read:\(digest)\nbob:read:\(digest)", .line(2, .keyTaken)),
    ] as [(String, KeysFileFailure)])
  func `a line that makes no sense is named`(text: String, failure: KeysFileFailure) {
    #expect(throws: failure) { try parse(text) }
    #expect(failure.sentence.count > 20)
    if case .line(let number, _) = failure {
      #expect(failure.sentence.hasPrefix(", line \(number): "))
    }
  }

  @Test func `there is a limit to the keys of a file`() throws {
    func line(_ number: Int) -> String {
      KeysFile.line(
        for: AccessKey(
          name: "k\(number)", scopes: [.read], secret: [UInt8(number >> 8), UInt8(number & 255)]))
    }
    let lines = (0..<KeysFile.keyLimit).map(line)
    #expect(try parse(lines.joined(separator: "\n")).count == KeysFile.keyLimit)
    #expect(throws: KeysFileFailure.line(KeysFile.keyLimit + 1, .tooMany(limit: 1000))) {
      try parse((lines + [line(KeysFile.keyLimit)]).joined(separator: "\n"))
    }
  }

  @Test(arguments: [
    ("read", [Scope.read]), ("read,write", [.read, .write]), ("admin,admin", [.admin]),
  ])
  func `scopes are a list`(text: String, scopes: [Scope]) {
    #expect(KeysFile.scopes(text) == Set(scopes))
  }
}
