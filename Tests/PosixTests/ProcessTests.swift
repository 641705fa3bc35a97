import Foundation
import Posix
import Testing

struct ProcessTests {
  @Test func `a process knows what it uses`() {
    #expect(Posix.Process.processorCount >= 1)
    #expect(Posix.Process.residentBytes > 1 << 20)
    #expect(Posix.Process.cpuSeconds > 0)
    #expect(Posix.Process.raiseDescriptorLimit() >= 256)
    #expect(Posix.Process.environment["PATH"] == ProcessInfo.processInfo.environment["PATH"])
  }

  @Test func `random bytes differ`() {
    #expect(randomBytes(16).count == 16)
    #expect(randomBytes(16) != randomBytes(16))
  }
}

struct ErrnoTests {
  @Test func `an error has the kernel's sentence`() {
    #expect(Errno.notFound.description == "No such file or directory")
    #expect(Errno(code: 99_999).description.contains("99999"))
  }
}

struct ThreadTests {
  @Test func `a thread runs its body`() throws {
    let done = Guarded(false)
    try Posix.Thread.start(name: "tally.a.long.name") { done.withLock { $0 = true } }
    for _ in 0..<1000 where !done.withLock({ $0 }) { Posix.Thread.sleep(milliseconds: 1) }
    #expect(done.withLock { $0 })
  }
}

struct GuardedTests {
  @Test func `threads that count together lose nothing`() async {
    let count = Guarded(0)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask { for _ in 0..<10_000 { count.withLock { $0 += 1 } } }
      }
    }
    #expect(count.withLock { $0 } == 40_000)
  }

  @Test func `what the body throws comes out and the lock is free again`() {
    let value = Guarded(0)
    #expect(throws: Errno.invalid) { try value.withLock { (_) throws(Errno) in throw .invalid } }
    #expect(value.withLock { $0 } == 0)
  }
}

struct FileDescriptorTests {
  private let scratch = ScratchFolder()

  @Test func `bytes written to a pipe come out and its end is the end`() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let reader = FileDescriptor(owning: ends[0])
    do {
      let writer = FileDescriptor(owning: ends[1])
      try writer.writeAll([1, 2, 3])
    }
    let read = try reader.readAll(limit: 100)
    #expect(read == [1, 2, 3])
  }

  @Test func `a non-blocking pipe with nothing in it would block`() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let reader = FileDescriptor(owning: ends[0])
    let writer = FileDescriptor(owning: ends[1])
    try reader.setNonBlocking()
    #expect(throws: Errno.wouldBlock) { _ = try reader.readAll(limit: 1) }
    #expect(writer.release() == ends[1])
    close(ends[1])
  }
}
