import Foundation
import Posix
import Testing

struct FolderTests {
  private let scratch = ScratchFolder()

  @Test func `a file that was written is read back and nothing else is left`() throws {
    let folder = try Folder(path: scratch.path + "/a/b", creating: true)
    try folder.write([1, 2, 3], as: "x")
    try folder.write([4], as: "x")
    #expect(try folder.read("x", limit: 10) == [4])
    #expect(try folder.names() == ["x"])
    #expect(try folder.read("y", limit: 10) == nil)
    #expect(try folder.read("x", prefix: 5) == [4])
    #expect(try folder.read("y", prefix: 5) == [])
  }

  @Test func `a file beyond the limit is not read`() throws {
    let folder = try Folder(path: scratch.path, creating: false)
    try folder.write(Array(repeating: 7, count: 100), as: "x")
    #expect(throws: Errno.fileTooLarge) { try folder.read("x", limit: 99) }
    #expect(try folder.read("x", prefix: 3) == [7, 7, 7])
  }

  @Test(arguments: [
    "", ".", "..", "a/b", "/etc/passwd", "../x", "a\0b", String(repeating: "x", count: 256),
  ])
  func `a name that is not one component is refused`(name: String) throws {
    let folder = try Folder(path: scratch.path, creating: false)
    #expect(throws: Errno.invalid) { try folder.write([1], as: name) }
    #expect(throws: Errno.invalid) { _ = try folder.open(name) }
    #expect(throws: Errno.invalid) { try folder.remove(name) }
    #expect(throws: Errno.invalid) { _ = try folder.lock(name) == nil }
  }

  @Test func `a link is not followed`() throws {
    let folder = try Folder(path: scratch.path, creating: false)
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path + "/link", withDestinationPath: "/etc/passwd")
    #expect(throws: Errno.self) { _ = try folder.open("link") }
    #expect(try folder.open("link", followsLink: true) != nil)
    try folder.write([1], as: "link")
    #expect(try folder.read("link", limit: 10) == [1])
    #expect(FileManager.default.fileExists(atPath: "/etc/passwd"))
  }

  @Test func `a folder that was removed is made again by a write`() throws {
    let path = scratch.path + "/results"
    let folder = try Folder(path: path, creating: true)
    try folder.write([1], as: "x")
    try FileManager.default.removeItem(atPath: path)
    #expect(try folder.read("x", limit: 1) == nil)
    try folder.write([2], as: "y")
    #expect(try folder.names() == ["y"])
  }

  @Test func `a folder that is not there, or is a file, is a failure`() throws {
    #expect(throws: Errno.notFound) {
      _ = try Folder(path: scratch.path + "/none", creating: false)
    }
    try Folder(path: scratch.path, creating: false).write([1], as: "file")
    #expect(throws: Errno.notADirectory) {
      _ = try Folder(path: scratch.path + "/file", creating: false)
    }
    #expect(throws: Errno.notADirectory) {
      _ = try Folder(path: scratch.path + "/file/below", creating: true)
    }
  }

  @Test func `a removed file is gone and removing it again is no failure`() throws {
    let folder = try Folder(path: scratch.path, creating: false)
    try folder.write([1], as: "x")
    try folder.remove("x")
    try folder.remove("x")
    #expect(try folder.names() == [])
  }

  @Test func `drafts of a killed process are removed and files stay`() throws {
    let folder = try Folder(path: scratch.path, creating: false)
    try folder.write([1], as: ".job_id_1.json.99.1.draft")
    try folder.write([1], as: "job_id_1.json")
    try folder.removeDrafts()
    #expect(try folder.names() == ["job_id_1.json"])
  }

  @Test func `a lock is held by one at a time and goes with its holder`() throws {
    let folder = try Folder(path: scratch.path, creating: false)
    do {
      let first = try folder.lock("lock")
      let hasFirst = first != nil
      let hasSecond = try folder.lock("lock") != nil
      #expect(hasFirst)
      #expect(!hasSecond)
    }
    let hasThird = try folder.lock("lock") != nil
    #expect(hasThird)
  }

  @Test func `the lock of a folder itself leaves nothing in it`() throws {
    let folder = try Folder(path: scratch.path + "/locked", creating: true)
    do {
      let first = try folder.lock()
      let hasFirst = first != nil
      let hasSecond = try folder.lock() != nil
      #expect(hasFirst)
      #expect(!hasSecond)
    }
    let hasThird = try folder.lock() != nil
    #expect(hasThird)
    #expect(try folder.names().isEmpty)
  }

  @Test func `a full file system leaves the old file and no draft`() throws {
    let full = scratch.path + "/full"
    try FileManager.default.createDirectory(atPath: full, withIntermediateDirectories: true)
    guard run("/bin/mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", full) == 0 else {
      // Only root may mount; the same is tested with the whole server under a file size limit.
      return
    }
    defer { _ = run("/bin/umount", full) }
    let folder = try Folder(path: full, creating: false)
    try folder.write([1], as: "x")
    #expect(throws: Errno.noSpace) {
      try folder.write(Array(repeating: 0, count: 200_000), as: "x")
    }
    #expect(try folder.names() == ["x"])
    #expect(try folder.read("x", limit: 10) == [1])
  }

  private func run(_ path: String, _ arguments: String...) -> Int32 {
    let process = Foundation.Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return -1 }
    process.waitUntilExit()
    return process.terminationStatus
  }

  @Test(arguments: [UInt32(0o600), 0o644])
  func `a file has the rights that it is written with`(mode: UInt32) throws {
    let folder = try Folder(path: scratch.path, creating: false)
    try folder.write([1], as: "x", mode: mode)
    #expect(try folder.open("x")?.mode == mode)
  }
}
