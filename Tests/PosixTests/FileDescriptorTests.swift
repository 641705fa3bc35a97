import Glibc
import Posix
import Testing

struct FileDescriptorTests {
  @Test func `bytes written at one end come out at the other and its end is the end`() throws {
    let (near, far) = try connectedEnds()
    let reader = FileDescriptor(owning: near)
    do {
      let writer = FileDescriptor(owning: far)
      try writer.writeAll([1, 2, 3])
    }
    let read = try reader.readAll(limit: 100)
    #expect(read == [1, 2, 3])
  }

  @Test func `reading stops at the limit and goes on behind it`() throws {
    let (near, far) = try connectedEnds()
    let reader = FileDescriptor(owning: near)
    do {
      let writer = FileDescriptor(owning: far)
      try writer.writeAll(Array(0..<100))
    }
    let first = try reader.readAll(limit: 7)
    let rest = try reader.readAll(limit: 1000)
    #expect(first == Array(0..<7))
    #expect(rest == Array(7..<100))
  }

  @Test func `a non-blocking socket with nothing in it would block, and so would a full one`()
    throws
  {
    let (near, far) = try connectedEnds()
    let reader = FileDescriptor(owning: near)
    let writer = FileDescriptor(owning: far)
    for number in [near, far] { #expect(fcntl(number, F_SETFL, O_NONBLOCK) == 0) }
    #expect(throws: Errno.wouldBlock) { _ = try reader.readAll(limit: 1) }
    #expect(throws: Errno.wouldBlock) {
      try writer.writeAll(Array(repeating: 0, count: 16 << 20))
    }
  }

  @Test func `a descriptor is closed with its owner, and a released one is not`() throws {
    let (near, far) = try connectedEnds()
    let kept = FileDescriptor(owning: far).release()
    #expect(kept == far)
    #expect(fcntl(kept, F_GETFD) >= 0)
    do {
      let owner = FileDescriptor(owning: kept)
      let number = owner.number
      #expect(number == kept)
    }
    // The write end is closed, so the reader is at the end and does not wait.
    let rest = try FileDescriptor(owning: near).readAll(limit: 1)
    #expect(rest == [])
  }

  @Test func `a failed call throws the kernel's number`() throws {
    let none = FileDescriptor(owning: -1)
    #expect(throws: Errno(code: EBADF)) { try none.writeAll([1]) }
    #expect(throws: Errno(code: EBADF)) { _ = try none.readAll(limit: 1) }
    #expect(throws: Errno(code: EBADF)) { try none.sync() }
  }
}
