import Engine
import Foundation
import Posix
import Testing

@testable import App

struct KeySourceTests {
  private let scratch = ScratchFolder()
  private static let digest = String(repeating: "0a", count: 32)

  private func source(_ arguments: [String]) throws -> KeySource {
    KeySource(try Configuration(arguments: arguments, environment: [:]))
  }

  private func file(_ text: String, mode: Int = 0o600) throws -> String {
    let path = try scratch.write(text, to: "keys")
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return path
  }

  /// The sentence with which a keys file is refused.
  private func complaint(of path: String) -> String? {
    #expect(throws: KeySource.Failure.self) { try source(["--keys-file", path]).load() }?.sentence
  }

  @Test func `without a setting there are no keys`() throws {
    let source = try source([])
    #expect(try source.load().isEmpty)
    #expect(source.guarding == .nothing && !source.hasKeys)
  }

  @Test func `the key of the settings has every scope and guards what changes something`() throws {
    let source = try source(["--api-key", "sesame"])
    #expect(
      try source.load() == [
        AccessKey(name: "api-key", scopes: Set(Scope.allCases), secret: Array("sesame".utf8))
      ])
    #expect(source.guarding == .changes && source.hasKeys)
  }

  @Test func `the keys of a file guard everything, the key of the settings beside them`() throws {
    let path = try file("ann:read:\(Self.digest)\n")
    #expect(try source(["--keys-file", path]).load().map(\.name) == ["ann"])
    let both = try source(["--keys-file", path, "--api-key", "sesame"])
    #expect(try both.load().map(\.name) == ["ann", "api-key"])
    #expect(both.guarding == .everything)
  }

  @Test func `a file that others may read is refused with what to do`() throws {
    let path = try file("ann:read:\(Self.digest)\n", mode: 0o644)
    #expect(
      complaint(of: path)
        == "\(path): its mode is 644, so that others than its owner may read or change the keys; "
        + "chmod 600 \(path)")
  }

  @Test(arguments: [
    ("ann", ", line 1: expected name:scope[,scope]:sha256"),
    ("", ": there is no key in it; make one with tally keys create NAME --keys-file PATH"),
  ])
  func `a file that makes no sense is refused with its line`(text: String, tells: String) throws {
    let path = try file(text)
    #expect(complaint(of: path) == path + tells)
  }

  @Test func `a file that is not there is refused with its path`() {
    let path = scratch.path + "/none"
    #expect(complaint(of: path) == "\(path): No such file or directory")
  }

  @Test func `keys are read again, and kept if the new ones make no sense`() throws {
    let old = AccessKey(name: "old", scopes: [.read], secret: Array("old".utf8))
    let new = AccessKey(name: "new", scopes: [.read], secret: Array("new".utf8))
    let path = try file(KeysFile.line(for: old))
    let source = try source(["--keys-file", path])
    var options = Access.Options()
    options.guarding = source.guarding
    let access = AccessKeeper(options, keys: try source.load())
    let log = try Samples.log(in: scratch)
    func opens(_ key: String) -> Bool {
      access.decide(.read, key: Array(key.utf8)[...], from: .address(0, 1), at: 0)
        == .allowed([], holder: key)
    }
    _ = try file("nonsense")
    source.reload(access, log)
    #expect(opens("old"))
    _ = try file(KeysFile.line(for: new))
    source.reload(access, log)
    #expect(!opens("old") && opens("new"))
    log.flush()
    let text = scratch.text(of: "log")
    #expect(text.contains(#""message":"keys not read","reason":"\#(path), line 1: "#))
    #expect(text.contains(#""message":"keys read","keys":1"#))
  }
}
