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

  @Test func `a folder is made only when the folder above it knows it for good`() throws {
    let path = scratch.path + "/a/b"
    let calls = FailingCall()
    for (call, missing) in [(1, "/a"), (2, "/a/b")] {
      calls.arm(call)
      #expect(throws: Errno.inputOutput) {
        _ = try Folder(path: path, creating: true, failing: { calls.next() })
      }
      // What nobody can rely on is made again the next time.
      #expect(!FileManager.default.fileExists(atPath: scratch.path + missing))
    }
    calls.arm(2)
    _ = try Folder(path: path, creating: true, failing: { calls.next() })
    _ = try Folder(path: path, creating: true, failing: { calls.next() })
    #expect(FileManager.default.fileExists(atPath: path))
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

  @Test func `a linked file is one file with two names, and outlasts either`() throws {
    let folder = try Folder(path: scratch.path, creating: false)
    try folder.write([1, 2], as: "a")
    try folder.link("a", as: "b")
    try folder.sync()
    #expect(try inode("a") == inode("b"))
    try folder.remove("a")
    #expect(try folder.read("b", limit: 10) == [1, 2])
  }

  @Test func `a link takes the place of what bears its name`() throws {
    let folder = try Folder(path: scratch.path, creating: false)
    try folder.write([1], as: "a")
    try folder.write([2], as: "b")
    try folder.link("a", as: "b")
    #expect(try folder.read("b", limit: 10) == [1])
    // A file that bears the name already may be the same one.
    try folder.link("a", as: "b")
    #expect(try inode("a") == inode("b"))
    // A name that leads elsewhere is replaced, and not followed.
    try folder.write([3], as: "c")
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path + "/link", withDestinationPath: "c")
    try folder.link("a", as: "link")
    #expect(try folder.read("link", limit: 10) == [1])
    #expect(try folder.read("c", limit: 10) == [3])
  }

  @Test func `what is not there is not linked, and names stay below the folder`() throws {
    let folder = try Folder(path: scratch.path, creating: false)
    try folder.write([2], as: "b")
    #expect(throws: Errno.notFound) { try folder.link("none", as: "c") }
    #expect(throws: Errno.notFound) { try folder.link("none", as: "b") }
    #expect(try folder.read("b", limit: 10) == [2])
    for name in ["", "..", "a/b", "../x", "a\0b"] {
      #expect(throws: Errno.invalid) { try folder.link("b", as: name) }
      #expect(throws: Errno.invalid) { try folder.link(name, as: "b") }
      #expect(throws: Errno.invalid) { try folder.touch(name) }
    }
  }

  @Test func `a touched file is there, and keeps what it holds`() throws {
    let path = scratch.path + "/marks"
    let folder = try Folder(path: path, creating: true)
    try folder.touch("x")
    #expect(try folder.read("x", limit: 10) == [])
    try folder.write([1], as: "x")
    try folder.touch("x")
    #expect(try folder.read("x", limit: 10) == [1])
    try FileManager.default.removeItem(atPath: path)
    try folder.touch("y")
    #expect(try folder.names() == ["y"])
    try FileManager.default.createSymbolicLink(
      atPath: path + "/link", withDestinationPath: scratch.path + "/outside")
    #expect(throws: Errno.self) { try folder.touch("link") }
    #expect(!FileManager.default.fileExists(atPath: scratch.path + "/outside"))
  }

  @Test func `a folder that is gone cannot be synced`() throws {
    let folder = try Folder(path: scratch.path + "/gone", creating: true)
    try folder.sync()
    try FileManager.default.removeItem(atPath: scratch.path + "/gone")
    #expect(throws: Errno.notFound) { try folder.sync() }
  }

  /// Fails one call, counted from 1.
  private final class FailingCall: Sendable {
    private let left = Guarded(Int.max)

    func arm(_ number: Int) { left.withLock { $0 = number } }

    func next() -> Errno? {
      left.withLock { left in
        left -= 1
        return left == 0 ? .inputOutput : nil
      }
    }
  }

  @Test func `whichever step of a write fails, the file is the old or the new one`() throws {
    let calls = FailingCall()
    let folder = try Folder(path: scratch.path, creating: false, failing: { calls.next() })
    try folder.write([1], as: "x")
    // Draft, bytes, sync and rename; then the sync of the folder.
    for call in 1...5 {
      calls.arm(call)
      #expect(throws: Errno.inputOutput) { try folder.write([2, 2], as: "x") }
      #expect(try folder.read("x", limit: 10) == (call < 5 ? [1] : [2, 2]))
      #expect(try folder.names() == ["x"])
    }
    calls.arm(6)
    try folder.write([3], as: "x")
    #expect(try folder.read("x", limit: 10) == [3])
  }

  @Test func `a link, a sync and a probe fail as a test wants it, and leave nothing`() throws {
    let calls = FailingCall()
    let folder = try Folder(path: scratch.path, creating: false, failing: { calls.next() })
    try folder.write([1], as: "x")
    calls.arm(1)
    #expect(throws: Errno.inputOutput) { try folder.link("x", as: "y") }
    calls.arm(1)
    #expect(throws: Errno.inputOutput) { try folder.sync() }
    calls.arm(1)
    #expect(throws: Errno.inputOutput) { try folder.probe(byteCount: 10) }
    #expect(try folder.names() == ["x"])
    try folder.probe(byteCount: 10)
    #expect(try folder.names() == ["x"])
  }

  @Test func `a file is cut down to its first bytes`() throws {
    let calls = FailingCall()
    let folder = try Folder(path: scratch.path, creating: false) { calls.next() }
    try folder.write([1, 2, 3, 4], as: "x")
    try folder.truncate("x", to: 3)
    #expect(try folder.read("x", limit: 10) == [1, 2, 3])
    calls.arm(1)
    #expect(throws: Errno.inputOutput) { try folder.truncate("x", to: 0) }
    #expect(throws: Errno.notFound) { try folder.truncate("none", to: 0) }
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path + "/link", withDestinationPath: "x")
    #expect(throws: Errno.isALink) { try folder.truncate("link", to: 0) }
    #expect(try folder.read("x", limit: 10) == [1, 2, 3])
  }

  private func inode(_ name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: scratch.path + "/" + name)
    return try #require(attributes[.systemFileNumber] as? Int)
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
