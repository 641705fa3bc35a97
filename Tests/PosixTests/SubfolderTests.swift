import Foundation
import Posix
import Testing

struct SubfolderTests {
  private let scratch = ScratchFolder()

  private func folder(failing: (@Sendable () -> Errno?)? = nil) throws -> Folder {
    try Folder(path: scratch.path + "/top", creating: true, failing: failing)
  }

  @Test func `a folder in a folder is made, written into, and removed once it is empty`() throws {
    let folder = try folder()
    let inner = try folder.makeSubfolder("inner")
    #expect(try inner.names().isEmpty)
    try inner.write([1, 2], as: "x")
    #expect(try folder.subfolder("inner").read("x", limit: 10) == [1, 2])
    #expect(throws: Errno.notEmpty) { try folder.removeSubfolder("inner") }
    try inner.remove("x")
    try folder.removeSubfolder("inner")
    try folder.removeSubfolder("inner")
    #expect(try folder.names().isEmpty)
  }

  @Test func `one that is there stays as it is`() throws {
    let folder = try folder()
    try folder.makeSubfolder("inner").write([1], as: "x")
    #expect(try folder.makeSubfolder("inner").names() == ["x"])
  }

  @Test func `of one that is not there nothing can be read, and a write makes it`() throws {
    let inner = try folder().subfolder("inner")
    #expect(try inner.open("x") == nil)
    #expect(throws: Errno.notFound) { try inner.names() }
    try inner.write([1], as: "x")
    #expect(try inner.names() == ["x"])
  }

  @Test func `a link to a folder is none`() throws {
    let folder = try folder()
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/elsewhere", withIntermediateDirectories: true)
    try Data([1]).write(to: URL(fileURLWithPath: scratch.path + "/elsewhere/x"))
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/inner", withDestinationPath: scratch.path + "/elsewhere")
    let inner = try folder.subfolder("inner")
    #expect(throws: Errno.notADirectory) { _ = try inner.open("x") }
    #expect(throws: Errno.notADirectory) { try inner.names() }
    #expect(throws: Errno.notADirectory) { try inner.write([1], as: "y") }
    #expect(throws: Errno.notADirectory) { try inner.remove("x") }
    #expect(throws: Errno.notADirectory) { try folder.removeSubfolder("inner") }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/elsewhere") == ["x"])
  }

  @Test(arguments: ["", ".", "..", "a/b", "/tmp", "a\0b"])
  func `a name that is not one component is refused`(name: String) throws {
    let folder = try folder()
    #expect(throws: Errno.invalid) { _ = try folder.subfolder(name) }
    #expect(throws: Errno.invalid) { _ = try folder.makeSubfolder(name) }
    #expect(throws: Errno.invalid) { try folder.removeSubfolder(name) }
  }

  @Test func `what fails the writes of a folder fails those of the folders in it`() throws {
    _ = try folder()
    let failing = try folder { .noSpace }
    #expect(throws: Errno.noSpace) { _ = try failing.makeSubfolder("inner") }
    #expect(throws: Errno.noSpace) { try failing.subfolder("inner").write([1], as: "x") }
  }
}
