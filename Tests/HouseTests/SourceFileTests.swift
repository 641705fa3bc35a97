import Testing

struct SourceFileTests {
  private func words(_ text: String) -> [String] {
    SourceFile(path: "Sources/API/A.swift", text: text).tokens.map(\.text)
  }

  @Test func `comments and the text of strings are not code`() {
    #expect(words("let a = 1 // unsafe") == ["let", "a", "=", "1"])
    #expect(words("/* one /* two */ three */ b") == ["b"])
    #expect(words(#"f("unsafe \" still", x)"#) == ["f", "(", "\"", ",", "x", ")"])
    #expect(words("\"\"\"\n  unsafe \"quoted\"\n  \"\"\" b") == ["\"", "b"])
    #expect(words("##\"raw \"# \\( \"## b") == ["\"", "b"])
  }

  @Test func `what is interpolated is code`() {
    #expect(
      words(#""a \(f("x", (1)))" b"#) == ["\"", "f", "(", "\"", ",", "(", "1", ")", ")", "b"])
    #expect(words("#\"a \\#(c) \\(d)\"# b") == ["\"", "c", "b"])
  }

  @Test func `lines are counted through comments and strings`() {
    let file = SourceFile(
      path: "Sources/API/A.swift",
      text: "// one\n/* two\n three */ let a = \"\"\"\n  four\n  \"\"\"\nlet b = 1\n")
    #expect(file.lines(with: ["let", "b"]) == [6])
    #expect(file.lineCount == 6)
  }

  @Test func `directives and attributes are one word`() {
    #expect(words("#if os(Linux)") == ["#if", "os", "(", "Linux", ")"])
    #expect(words("@unchecked Sendable") == ["@unchecked", "Sendable"])
  }

  @Test func `a path tells the room and the name`() {
    let file = SourceFile(path: "Sources/Tables/Kernels/Selection.swift", text: "")
    #expect(file.room == "Tables" && file.name == "Selection" && file.tokens.isEmpty)
  }

  @Test func `declared types are found`() {
    let file = SourceFile(
      path: "Sources/API/A.swift",
      text: "package struct Job {\n  enum State { case a }\n}\nclass func f() {}\nfinal class B {}")
    #expect(file.declaredTypes.map(\.name) == ["Job", "State", "B"])
    #expect(file.declaredTypes.map(\.line) == [1, 2, 5])
  }
}
