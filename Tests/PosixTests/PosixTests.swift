import Glibc
import Testing

@testable import Posix

struct PosixTests {
  @Test func `a call that is interrupted is made again`() throws {
    var calls = 0
    let answer = try retrying { () -> Int32 in
      calls += 1
      errno = EINTR
      return calls < 3 ? -1 : 7
    }
    #expect(answer == 7)
    #expect(calls == 3)
  }

  @Test func `any other failure is thrown at once`() {
    var calls = 0
    #expect(throws: Errno.noSpace) {
      try retrying { () -> Int in
        calls += 1
        errno = ENOSPC
        return -1
      }
    }
    #expect(calls == 1)
  }

  @Test func `a call that answers bytes is made again too`() throws {
    var calls = 0
    let answer = try retrying { () -> Int in
      calls += 1
      errno = EINTR
      return calls == 1 ? -1 : 0
    }
    #expect(answer == 0)
    #expect(calls == 2)
  }
}
