import Glibc
import Posix
import Testing

struct EpollTests {
  @Test func `what is ready is reported under its token, until it is dealt with`() throws {
    let poller = try Poller(capacity: 4)
    let waker = try Waker()
    try poller.add(waker.number, token: 7, .reading)
    let before = try poller.wait(milliseconds: 0)
    #expect(before == 0)
    waker.wake()
    for _ in 0..<2 {
      let count = try poller.wait(milliseconds: 10_000)
      #expect(count == 1)
      let readiness = poller.readiness(0)
      #expect(readiness.token == 7)
      #expect(readiness.canRead)
      #expect(!readiness.canWrite)
      #expect(!readiness.isBroken)
    }
    waker.clear()
    let after = try poller.wait(milliseconds: 0)
    #expect(after == 0)
  }

  @Test func `tokens keep all of their 64 bits`() throws {
    let poller = try Poller(capacity: 1)
    let waker = try Waker()
    try poller.add(waker.number, token: UInt64.max - 1, .reading)
    waker.wake()
    let count = try poller.wait(milliseconds: 10_000)
    #expect(count == 1)
    let token = poller.readiness(0).token
    #expect(token == UInt64.max - 1)
  }

  @Test func `the peer's last byte is told to those who wait for it, also if they do not read`()
    throws
  {
    let (near, far) = try connectedEnds()
    let left = FileDescriptor(owning: near)
    var right: FileDescriptor? = FileDescriptor(owning: far)
    let poller = try Poller(capacity: 1)
    try poller.add(left.number, token: 1, Interest(reading: false, writing: false, hangUp: true))
    try right?.writeAll([1])
    let before = try poller.wait(milliseconds: 0)
    #expect(before == 0)
    shutdown(far, Int32(SHUT_WR))
    let count = try poller.wait(milliseconds: 10_000)
    #expect(count == 1)
    let halfClosed = poller.readiness(0)
    #expect(halfClosed.hasHungUp && !halfClosed.isBroken && !halfClosed.canRead)
    try poller.change(left.number, token: 1, .none)
    let unasked = try poller.wait(milliseconds: 0)
    #expect(unasked == 0)
    right = nil
    let ended = try poller.wait(milliseconds: 10_000)
    #expect(ended == 1)
    let gone = poller.readiness(0)
    #expect(gone.isBroken && !gone.hasHungUp)
  }

  @Test func `interest can change and end`() throws {
    let (near, far) = try connectedEnds()
    let left = FileDescriptor(owning: near)
    let right = FileDescriptor(owning: far)
    let poller = try Poller(capacity: 1)
    try poller.add(left.number, token: 1, .writing)
    var count = try poller.wait(milliseconds: 10_000)
    #expect(count == 1)
    let first = poller.readiness(0)
    #expect(first.canWrite)
    #expect(!first.canRead)
    try poller.change(left.number, token: 2, .reading)
    count = try poller.wait(milliseconds: 0)
    #expect(count == 0)
    try right.writeAll([1])
    count = try poller.wait(milliseconds: 10_000)
    #expect(count == 1)
    let token = poller.readiness(0).token
    #expect(token == 2)
    try poller.remove(left.number)
    count = try poller.wait(milliseconds: 0)
    #expect(count == 0)
  }

  @Test func `a peer that is gone is reported as broken, and readable to its end`() throws {
    let (near, far) = try connectedEnds()
    let left = FileDescriptor(owning: near)
    let poller = try Poller(capacity: 1)
    try poller.add(left.number, token: 1, .reading)
    close(far)
    let count = try poller.wait(milliseconds: 10_000)
    #expect(count == 1)
    let readiness = poller.readiness(0)
    #expect(readiness.isBroken)
    #expect(readiness.canRead)
  }

  @Test func `one wait reports as many as it has room for and the next one the others`() throws {
    let poller = try Poller(capacity: 2)
    let wakers = try (0..<3).map { _ in KeptWaker(try Waker()) }
    for (place, waker) in wakers.enumerated() {
      try poller.add(waker.value.number, token: UInt64(place), .reading)
      waker.value.wake()
    }
    var seen = Set<UInt64>()
    for _ in 0..<3 {
      let count = try poller.wait(milliseconds: 10_000)
      #expect(count == 2)
      for place in 0..<count {
        let token = poller.readiness(place).token
        seen.insert(token)
      }
    }
    #expect(seen == [0, 1, 2])
  }

  @Test func `a file, which is always ready, cannot be waited for`() throws {
    let poller = try Poller(capacity: 1)
    let file = FileDescriptor(owning: open("/etc/passwd", O_RDONLY))
    #expect(throws: Errno(code: EPERM)) { try poller.add(file.number, token: 0, .reading) }
    #expect(throws: Errno(code: EBADF)) { try poller.add(-1, token: 0, .reading) }
  }
}

/// Keeps a waker where an array can hold it.
private final class KeptWaker {
  let value: Waker
  init(_ value: consuming Waker) { self.value = value }
}
