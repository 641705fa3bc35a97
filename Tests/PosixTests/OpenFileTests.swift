import Foundation
import Posix
import Testing

struct OpenFileTests {
  private let scratch = ScratchFolder()

  @Test func `an open file knows its size and reads up to a limit`() throws {
    let folder = try Folder(path: scratch.path, creating: false)
    try folder.write(Array(0..<200), as: "x")
    let file = try #require(try folder.open("x"))
    #expect(file.byteCount == 200)
    #expect(try file.read(limit: 3) == [0, 1, 2])
    #expect(try file.read(limit: 1000).count == 200)
    #expect(try file.read(from: 198, limit: 9) == [198, 199])
    #expect(try file.read(from: 7, limit: 2) == [7, 8])
    #expect(try file.read(from: 200, limit: 1).isEmpty)
    #expect(try file.read(from: 201, limit: 1).isEmpty)
  }

  @Test func `an open file knows when it was changed`() throws {
    let folder = try Folder(path: scratch.path, creating: false)
    try folder.write([1], as: "x")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 86_400)], ofItemAtPath: scratch.path + "/x")
    #expect(try folder.open("x")?.modifiedNanoseconds == 86_400_000_000_000)
  }

  @Test func `an open file is in place until it is removed, replaced, moved or resized`() throws {
    let folder = try Folder(path: scratch.path, creating: false)
    let path = scratch.path + "/x"
    func opened() throws -> OpenFile {
      try folder.write([1, 2, 3], as: "x")
      return try #require(try folder.open("x"))
    }
    let removed = try opened()
    #expect(removed.isInPlace)
    try folder.remove("x")
    #expect(!removed.isInPlace)

    let replaced = try opened()
    try folder.write([1, 2, 3], as: "x")
    #expect(!replaced.isInPlace)

    let moved = try opened()
    try FileManager.default.moveItem(atPath: path, toPath: path + ".moved")
    #expect(!moved.isInPlace)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "x.moved")
    #expect(!moved.isInPlace)
    try FileManager.default.removeItem(atPath: path)

    let resized = try opened()
    #expect(truncate(path, 2) == 0)
    #expect(!resized.isInPlace)
  }

  @Test func `a folder is no file`() throws {
    let folder = try Folder(path: scratch.path, creating: false)
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/inner", withIntermediateDirectories: true)
    #expect(throws: Errno.self) { _ = try folder.open("inner") }
  }

  @Test func `an open file is unwritten until somebody writes into it`() throws {
    let folder = try Folder(path: scratch.path, creating: false)
    try folder.write([1, 2, 3], as: "x")
    let file = try #require(try folder.open("x"))
    #expect(file.mark.byteCount == 3)
    #expect(file.mark.modifiedNanoseconds == file.modifiedNanoseconds)
    try folder.write([4], as: "x")
    #expect(try file.isUnwritten())
    let other = try #require(try folder.open("x"))
    #expect(other.mark.inode != file.mark.inode)
    #expect(truncate(scratch.path + "/x", 0) == 0)
    #expect(try !other.isUnwritten())
  }
}
