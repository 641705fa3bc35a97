import Foundation
import Posix
import Testing

struct PathFactsTests {
  private let scratch = ScratchFolder()

  @Test func `a folder and a file are told apart, with their rights and their owner`() throws {
    let file = scratch.path + "/file"
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: file))
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o1700], ofItemAtPath: scratch.path)
    let folder = try #require(try PathFacts(of: scratch.path))
    #expect(folder.kind == .folder && folder.mode == 0o1700 && folder.ownerID == Process.userID)
    #expect(folder.isReadable && folder.isWritable)
    let facts = try #require(try PathFacts(of: file))
    #expect(facts.kind == .file && facts.mode == 0o640 && facts.byteCount == 3)
    #expect(try PathFacts(of: "/dev/null")?.kind == .other)
  }

  @Test func `nothing has no facts, and below a file there is nothing to look at`() throws {
    #expect(try PathFacts(of: scratch.path + "/nothing") == nil)
    let file = scratch.path + "/file"
    try Data().write(to: URL(fileURLWithPath: file))
    #expect(throws: Errno.notADirectory) { try PathFacts(of: file + "/below") }
  }

  @Test func `a link counts as what it leads to`() throws {
    let link = scratch.path + "/link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: scratch.path)
    #expect(try PathFacts(of: link)?.kind == .folder)
    let lost = scratch.path + "/lost"
    try FileManager.default.createSymbolicLink(
      atPath: lost, withDestinationPath: scratch.path + "/nothing")
    #expect(try PathFacts(of: lost) == nil)
  }

  @Test(.enabled(if: Process.userID != 0))
  func `what may not be written is not writable`() throws {
    try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: scratch.path)
    let facts = try #require(try PathFacts(of: scratch.path))
    #expect(facts.isReadable && !facts.isWritable)
  }
}
