import CLinux
import Foundation
import Glibc
import Testing

@testable import Posix

struct MappedLogTests {
  private let scratch = ScratchFolder()

  private func folder(failing: (@Sendable () -> Errno?)? = nil) throws -> Folder {
    try Folder(path: scratch.path, creating: false, failing: failing)
  }

  /// What another descriptor reads.
  private func words(_ name: String) throws -> [UInt64] {
    try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/" + name)).withUnsafeBytes {
      Array($0.bindMemory(to: UInt64.self))
    }
  }

  private func put(_ values: [UInt64], at place: Int, into log: MappedLog) {
    log.write(place..<place + values.count) { words in
      for index in words.indices { words[index] = values[index] }
    }
  }

  @Test(arguments: [8, 4096, 5000, 3 << 20])
  func `a new log is a file of its size, full of zeros, for its owner alone`(
    byteCount: Int
  ) throws {
    let log = try MappedLog(creating: "x", byteCount: byteCount, in: folder())
    #expect(log.byteCount == byteCount)
    #expect(!log.isDamaged)
    let path = scratch.path + "/x"
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(count: byteCount))
    var status = stat()
    try #require(stat(path, &status) == 0)
    #expect(status.st_mode & 0o7777 == 0o600)
    // Its blocks are there, so nothing can take them from it.
    #expect(Int(status.st_blocks) * 512 >= byteCount)
  }

  @Test func `what is written is in the file at once and stays when the log is let go`() throws {
    var expected = [UInt64](repeating: 0, count: 1024)
    do {
      let log = try MappedLog(creating: "x", byteCount: 8192, in: folder())
      for (place, values) in [(0, [1, 2]), (511, [3, 4]), (1023, [.max])] as [(Int, [UInt64])] {
        put(values, at: place, into: log)
        expected.replaceSubrange(place..<place + values.count, with: values)
        #expect(try words("x") == expected)
      }
      put([], at: 1024, into: log)
      try log.sync()
    }
    #expect(try words("x") == expected)
  }

  @Test func `what a process has written outlives its being killed`() throws {
    // Swift hides fork(2), since a child may do little; this one writes to memory and dies.
    typealias Fork = @convention(c) () -> Int32
    let fork = unsafeBitCast(try #require(dlsym(nil, "fork")), to: Fork.self)
    let log = try MappedLog(creating: "x", byteCount: 4096, in: folder())
    log.write(0..<1) { $0[0] = 1 }
    let child = fork()
    if child == 0 {
      alarm(20)
      log.write(1..<2) { $0[0] = 2 }
      kill(getpid(), SIGKILL)
    }
    var status: Int32 = 0
    try #require(waitpid(child, &status, 0) == child)
    #expect(status & 0x7F == SIGKILL)
    #expect(try words("x")[..<3] == [1, 2, 0])
  }

  @Test func `a file that is cut ends nobody, and is damaged once it is written to`() throws {
    let log = try MappedLog(creating: "x", byteCount: 1 << 20, in: folder())
    try #require(truncate(scratch.path + "/x", 4096) == 0)
    put([1], at: 0, into: log)
    #expect(!log.isDamaged)
    put([7, 8], at: 511, into: log)
    #expect(log.isDamaged)
    // The page that took the place of the lost one is written to like any other.
    put([9], at: 600, into: log)
    log.write(600..<601) { words in
      let word = words[0]
      #expect(word == 9)
    }
    #expect(throws: Errno.inputOutput) { try log.sync() }
    #expect(try words("x").count == 512)
  }

  @Test func `a file that is cut is found out by a sync though nothing is written`() throws {
    let log = try MappedLog(creating: "x", byteCount: 8192, in: folder())
    try log.sync()
    try #require(truncate(scratch.path + "/x", 8191) == 0)
    #expect(throws: Errno.inputOutput) { try log.sync() }
    #expect(!log.isDamaged)
  }

  @Test func `one log that is damaged does not make another one so`() throws {
    let logs = try ["x", "y"].map { try MappedLog(creating: $0, byteCount: 4096, in: folder()) }
    try #require(truncate(scratch.path + "/x", 0) == 0)
    for log in logs { put([1], at: 0, into: log) }
    #expect(logs.map(\.isDamaged) == [true, false])
  }

  @Test func `a name that is taken is left alone`() throws {
    try folder().write([1, 2, 3], as: "x")
    #expect(throws: Errno.exists) {
      _ = try MappedLog(creating: "x", byteCount: 4096, in: folder())
    }
    #expect(try folder().read("x", limit: 10) == [1, 2, 3])
    #expect(throws: Errno.invalid) {
      _ = try MappedLog(creating: "../x", byteCount: 4096, in: folder())
    }
  }

  @Test func `whichever call fails, no file is left behind`() throws {
    let left = Guarded(0)
    let failing = try folder {
      left.withLock {
        $0 -= 1; return $0 == 0 ? .noSpace : nil
      }
    }
    var calls = 0
    while true {
      calls += 1
      let number = calls
      left.withLock { $0 = number }
      guard (try? MappedLog(creating: "x", byteCount: 4096, in: failing)) == nil else { break }
      #expect(try folder().names().isEmpty)
    }
    #expect(calls == 5)
    left.withLock { $0 = 5 }
    let log = try MappedLog(creating: "y", byteCount: 4096, in: failing)
    #expect(throws: Errno.noSpace) { try log.sync() }
    try log.sync()
  }

  @Test func `a full file system has no log and nothing left of it`() throws {
    let full = scratch.path + "/full"
    try FileManager.default.createDirectory(atPath: full, withIntermediateDirectories: true)
    guard run("/bin/mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", full) == 0 else {
      // Only root may mount; failing calls stand for it above.
      return
    }
    defer { _ = run("/bin/umount", full) }
    let folder = try Folder(path: full, creating: false)
    #expect(throws: Errno.noSpace) {
      _ = try MappedLog(creating: "x", byteCount: 1 << 20, in: folder)
    }
    #expect(try folder.names().isEmpty)
    let log = try MappedLog(creating: "x", byteCount: 32 << 10, in: folder)
    #expect(throws: Errno.noSpace) {
      try folder.write(Array(repeating: 1, count: 64 << 10), as: "y")
    }
    // Its blocks are its own though the disk is full.
    put([UInt64](repeating: 5, count: 4096), at: 0, into: log)
    #expect(!log.isDamaged)
    try log.sync()
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
}
