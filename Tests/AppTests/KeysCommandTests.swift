import Engine
import Foundation
import Posix
import Testing

@testable import App

struct KeysCommandTests {
  private let scratch = ScratchFolder()

  /// Runs the command in a process of its own.
  private func create(
    _ arguments: [String], exitsWith status: Int32 = 0
  ) async -> (output: [Substring], error: String) {
    let result = await #expect(
      processExitsWith: .exitCode(status),
      observing: [\.standardOutputContent, \.standardErrorContent]
    ) { [arguments = arguments as [String]] in
      Posix.Process.exitNow(
        CommandLineTool.run(["keys", "create"] + arguments, environment: [:]))
    }
    let lines = result.output.split(separator: "\n").filter {
      $0.hasPrefix("tally_") || $0.contains(":read:")
    }
    return (lines, result.error)
  }

  @Test func `a key may read unless it is told otherwise`() throws {
    let command = try KeysCommand(["create", "ann"])
    #expect(command.name == "ann" && command.scopes == [.read] && command.path == nil)
    let other = try KeysCommand(["create", "--scope=write,admin", "ann", "--keys-file", "k"])
    #expect(other.scopes == [.write, .admin] && other.path == "k")
  }

  @Test(
    arguments: [
      (["create"], "tally keys create needs the name of the key"),
      (["create", "a", "b"], "unexpected argument 'b'"),
      (
        ["create", "a:b"],
        "the key's name is 'a:b', expected 1 to 64 letters, digits, '.', '_' and '-'"
      ),
      (["create", "a", "--scope"], "--scope needs a value"),
      (["create", "a", "--scope", "all"], "--scope is 'all', expected some of read,write,admin"),
      (["create", "a", "--colour", "red"], "unknown flag '--colour'"),
    ] as [([String], String)])
  func `what makes no sense is refused with a sentence`(arguments: [String], sentence: String) {
    let failure = #expect(throws: UsageFailure.self) { try KeysCommand(arguments) }
    #expect(failure?.sentence == sentence)
  }

  @Test func `without a file the key and its line are printed`() async throws {
    let lines = await create(["ann"]).output
    try #require(lines.count == 2)
    let key = AccessKey(name: "ann", scopes: [.read], secret: Array(lines[0].utf8))
    #expect(lines[1] == KeysFile.line(for: key))
  }

  @Test func `a file is made for its owner alone, and grows`() async throws {
    let path = scratch.path + "/keys"
    let first = await create(["ann", "--keys-file", path]).output
    try #require(first.count == 1)
    // A line that somebody wrote by hand, without its end.
    let hand = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try hand.seekToEnd()
    try hand.write(contentsOf: Data("# mine".utf8))
    let second = await create(["bob", "--scope", "admin", "--keys-file", path]).output
    try #require(second.count == 1)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(
      try KeySource.keys(inFile: path) == [
        AccessKey(name: "ann", scopes: [.read], secret: Array(first[0].utf8)),
        AccessKey(name: "bob", scopes: [.admin], secret: Array(second[0].utf8)),
      ])
    #expect(scratch.text(of: "keys").contains("\n# mine\nbob:admin:"))
    #expect(FileManager.default.subpaths(atPath: scratch.path) == ["keys"])
  }

  @Test func `a name that is taken and a file that makes no sense are left alone`() async throws {
    let path = scratch.path + "/keys"
    _ = await create(["ann", "--keys-file", path])
    let before = scratch.text(of: "keys")
    let taken = await create(["ann", "--keys-file", path], exitsWith: 1)
    #expect(taken.output.isEmpty)
    #expect(taken.error.hasSuffix("tally: \(path): there is a key named 'ann' already\n"))
    #expect(scratch.text(of: "keys") == before)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    let open = await create(["bob", "--keys-file", path], exitsWith: 1)
    #expect(open.error.contains("chmod 600 \(path)"))
    let none = await create(["bob", "--keys-file", scratch.path + "/no/keys"], exitsWith: 1)
    #expect(none.error.hasSuffix("/no/keys: No such file or directory\n"))
  }
}
