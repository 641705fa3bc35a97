import Engine
import Tables
import Testing

@testable import App

struct OfflineFileTests {
  private static func file(_ arguments: [String]) throws(UsageFailure) -> OfflineFile {
    try OfflineFile(CommandArguments(arguments, flags: OfflineFile.flags))
  }

  @Test func `a file is named by its operand, and standard input by a dash or nothing`() throws {
    #expect(try Self.file(["a.csv"]).name == "a.csv")
    for arguments in [["-"], []] {
      let file = try Self.file(arguments)
      #expect(file.path == nil)
      #expect(file.name == "standard input")
      #expect(file.isImplied == arguments.isEmpty)
    }
    #expect(throws: UsageFailure.unexpectedArgument("b.csv")) { try Self.file(["a.csv", "b.csv"]) }
  }

  @Test func `the flags say how it is read`() throws {
    let file = try Self.file([
      "x", "--delimiter", "tab", "--encoding", "utf-16", "--type", "zip=text", "--type",
      "d=date:%d/%m/%Y", "--on-error", "skip_row", "--workers", "3",
    ])
    #expect(
      file.options
        == ReadOptions(
          delimiter: "tab", encoding: "utf-16", types: ["zip": "text", "d": "date:%d/%m/%Y"],
          onError: .skipRow))
    #expect(file.workers == 3)
    #expect(file.lanes.count == 3)
    #expect(try Self.file(["x"]).options.onError == .abort)
  }

  @Test func `names and formats of columns may hold the sign that parts them`() throws {
    #expect(try Self.file(["x", "--type", "a=b=text"]).options.types == ["a=b": "text"])
    #expect(
      try Self.file(["x", "--type", "a=date:%Y=%m=%d"]).options.types == ["a": "date:%Y=%m=%d"])
  }

  @Test(arguments: ["zip", "zip=", "=text", "zip=texts", "d=date:%Q"])
  func `a type that makes no sense is told`(text: String) {
    let failure = #expect(throws: UsageFailure.self) { try Self.file(["x", "--type", text]) }
    #expect(failure?.sentence.hasPrefix("--type is '\(text)', expected COLUMN=TYPE") == true)
  }

  @Test(arguments: [["--workers", "0"], ["--on-error", "ignore"]])
  func `a value that makes no sense is told`(arguments: [String]) {
    #expect(throws: UsageFailure.self) { try Self.file(arguments) }
  }

  @Test func `a table is read with the types that were asked for`() throws {
    let scratch = ScratchFolder()
    let path = try scratch.write("a;b\n01;2\n", to: "x.csv")
    let file = try Self.file([path, "--type", "b=text"])
    let table = try file.table(of: "tally stats", ["TMPDIR": scratch.path])
    #expect(table.columns.map(\.name) == ["a", "b"])
    #expect(table.columns.map(\.type) == [.text, .text])
  }

  @Test func `a folder for copies that is not there is told`() throws {
    let scratch = ScratchFolder()
    let file = try Self.file([try scratch.write("a\n1\n", to: "x.csv")])
    let failure = #expect(throws: OfflineFailure.self) {
      try file.table(of: "tally stats", ["TMPDIR": scratch.path + "/none"])
    }
    #expect(failure?.sentences.first?.contains("TMPDIR") == true)
    #expect(failure?.exitCode == 1)
  }
}
