import Testing

@testable import Engine

struct DataPathTests {
  @Test(arguments: [
    ("a.csv", ["a.csv"]), ("/data/a.csv", ["a.csv"]),
    ("/data/test_data/a.csv", ["test_data", "a.csv"]),
    ("data/a.csv", ["data", "a.csv"]), ("a b/é.CSV", ["a b", "é.CSV"]), ("x..y.csv", ["x..y.csv"]),
    ("state.csv", ["state.csv"]), ("a/state/b.csv", ["a", "state", "b.csv"]),
    ("%2e%2e/a.csv", ["%2e%2e", "a.csv"]),
    ("1/2/3/4/5/6/7/8.csv", ["1", "2", "3", "4", "5", "6", "7", "8.csv"]),
  ])
  func `a path of plain names is one`(text: String, parts: [String]) throws {
    let path = try #require(DataPath(text))
    #expect(path.parts == parts)
    #expect(path.description == parts.joined(separator: "/"))
    #expect(path.reference == "/data/" + path.description)
    #expect(DataPath(path.reference) == path)
  }

  @Test(arguments: [
    "", "/", "/data", "/data/", "/data//a.csv", "//a.csv", "/a.csv", "/etc/passwd", "/etc/x.csv",
    "../a.csv", "a/../b.csv", "a/..", "./a.csv", "a/./b.csv", "a//b.csv", "a.csv/", ".a.csv",
    ".csv", "a/.csv", ".x.csv.1.2.draft", ".hidden/a.csv", "a.txt", "a", "acsv", "a.csv.gz",
    "state/x.csv", "objects/x.csv", "state/a/x.csv", "/data/state/x.csv", "/data/state/../a.csv",
    "a\\b.csv", "..\\a.csv", "C:\\a.csv", "a\0.csv", "a.csv\0", "a\n.csv", "a\u{7F}.csv",
    "a\u{1B}[m.csv",
    "a\u{FFFD}.csv", "1/2/3/4/5/6/7/8/9.csv", "tally.sqlite", "a.csv ", "a.csv.", "a.\u{301}csv",
  ])
  func `whatever else is none`(text: String) {
    #expect(DataPath(text) == nil)
  }

  @Test func `no name and no path is longer than any file system has them`() {
    let name = String(repeating: "n", count: 251) + ".csv"
    #expect(DataPath(name) != nil)
    #expect(DataPath("n" + name) == nil)
    let folder = String(repeating: "f", count: 255) + "/"
    #expect(DataPath(String(repeating: folder, count: 3) + name) != nil)
    #expect(DataPath(String(repeating: folder, count: 4) + "a.csv") == nil)
  }

  @Test(arguments: [
    "state/\u{301}x.csv", "a/\u{301}/../x.csv", "../\u{301}x.csv", "state\u{200D}/x.csv",
    "state/\u{FE0F}x.csv", "/\u{301}etc/x.csv", "a/..\u{301}/x.csv",
  ])
  func `letters that grow together do not hide a slash`(text: String) throws {
    // To String a slash with an accent is another letter than a slash.
    guard let path = DataPath(text) else { return }
    #expect(path.parts.allSatisfy { !$0.utf8.contains(UInt8(ascii: "/")) && !$0.isEmpty })
    #expect(!path.parts[0].utf8.elementsEqual("state".utf8))
    #expect(path.parts.joined(separator: "/").utf8.elementsEqual(text.utf8))
  }

  @Test func `a slash in front of an accent still leads into the state folder, which is closed`() {
    #expect(DataPath("state/\u{301}x.csv") == nil)
    #expect(DataPath("a/\u{301}x.csv")?.parts.count == 2)
  }

  @Test func `paths are told apart by their bytes`() throws {
    let composed = try #require(DataPath("caf\u{E9}.csv"))
    let decomposed = try #require(DataPath("cafe\u{301}.csv"))
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed, composed]).count == 2)
    #expect(DataPath("a.csv") == DataPath("/data/a.csv"))
    #expect(DataPath("a.csv") != DataPath("A.csv"))
  }
}
