import Testing

struct BanTests {
  @Test(arguments: Ban.all)
  func `nothing banned stands in the sources`(_ ban: Ban) throws {
    for file in try House.sources.get() {
      for line in ban.lines(in: file) {
        Issue.record("\(file.path):\(line) holds \(ban.what): \(ban.instead)")
      }
    }
  }

  @Test(arguments: Ban.all)
  func `each ban finds what it bans, and only where it does not belong`(_ ban: Ban) {
    for sequence in ban.sequences {
      let text = "let harmless = 1\n\(sequence.joined(separator: " "))\n"
      let found = SourceFile(path: "Sources/API/Planted.swift", text: text)
      #expect(ban.lines(in: found) == [2])
      for place in ban.allowed {
        let path = place.hasSuffix("/") ? place + "Planted.swift" : place
        #expect(ban.lines(in: SourceFile(path: path, text: text)).isEmpty)
      }
    }
  }

  @Test func `nothing is unwrapped by force`() throws {
    for file in try House.sources.get() where file.room != "Bench" {
      for line in Self.forcedUnwraps(in: file) {
        Issue.record("\(file.path):\(line) unwraps by force: use guard let, and throw a failure")
      }
    }
  }

  @Test(arguments: [
    "let a = b!", "f(x)!.y", "list[0]!", "\"7\"!", "var a: Int!", "let t = \"\\(b!)\"",
    "try! f()", "a as! B", "a?.b!",
  ])
  func `a forced unwrap is seen`(_ code: String) {
    #expect(Self.forcedUnwraps(in: SourceFile(path: "Sources/API/A.swift", text: code)) == [1])
  }

  @Test(arguments: [
    "if !done { }", "a != b", "guard !(a || b) else { return }", "let t = \"done!\"",
    "// really!", "f(!a)", "a !== b", "[!a, !b]",
  ])
  func `a negation is no forced unwrap`(_ code: String) {
    #expect(Self.forcedUnwraps(in: SourceFile(path: "Sources/API/A.swift", text: code)).isEmpty)
  }

  /// The lines where an exclamation mark is joined to what stands before it.
  static func forcedUnwraps(in file: SourceFile) -> [Int] {
    zip(file.tokens, file.tokens.dropFirst()).compactMap { before, mark in
      guard mark.text == "!", mark.joined, let last = before.text.last else { return nil }
      let isOperand = last.isLetter || last.isNumber || "_)]}\"?".contains(last)
      return isOperand ? mark.line : nil
    }
  }
}
