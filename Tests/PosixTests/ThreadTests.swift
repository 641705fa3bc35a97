import Glibc
import Posix
import Testing

struct ThreadTests {
  @Test func `a thread runs its body and bears the first 15 bytes of its name`() async {
    let name: String = await withCheckedContinuation { answer in
      do {
        try Thread.start(name: "tally.a.long.name") { answer.resume(returning: ownName()) }
      } catch {
        answer.resume(returning: "\(error)")
      }
    }
    #expect(name == "tally.a.long.na")
  }

  @Test func `an impossible stack is refused`() {
    #expect(throws: Errno.self) { try Thread.start(name: "huge", stackBytes: 1 << 50) {} }
  }

  @Test func `a sleep lasts as long as it was asked for`() {
    let start = Moment.now().monotonicNanoseconds
    Thread.sleep(milliseconds: 3)
    #expect(Moment.now().monotonicNanoseconds - start >= 3_000_000)
  }
}

/// The name of the calling thread, as the kernel tells it.
private func ownName() -> String {
  let file = FileDescriptor(owning: open("/proc/thread-self/comm", O_RDONLY | O_CLOEXEC))
  let line = (try? file.readAll(limit: 64)) ?? []
  return String(decoding: line.dropLast(), as: UTF8.self)
}
