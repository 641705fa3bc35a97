import Posix
import Testing

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
