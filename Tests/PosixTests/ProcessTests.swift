import Glibc
import Posix
import Testing

struct ProcessTests {
  @Test func `the limit of descriptors is raised to the most that is allowed`() {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &limit)
    #expect(Process.raiseDescriptorLimit() == Int(clamping: limit.rlim_max))
    getrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &limit)
    #expect(limit.rlim_cur == limit.rlim_max)
  }

  @Test func `memory in use grows with what is touched`() {
    let before = Process.residentBytes
    let kept = [UInt8](repeating: 1, count: 64 << 20)
    #expect(before > 1 << 20)
    #expect(Process.residentBytes - before > 32 << 20)
    #expect(kept[kept.count / 2] == 1)
  }

  @Test func `processor time goes on while something is computed`() {
    let start = Process.cpuSeconds
    var rounds: UInt64 = 0
    while Process.cpuSeconds - start < 0.005 { rounds &+= 1 }
    #expect(rounds > 0)
    #expect(start > 0)
  }

  @Test func `the processors are those that the process may use`() {
    #expect((1...sysconf(Int32(_SC_NPROCESSORS_CONF))).contains(Process.processorCount))
  }

  @Test func `the environment has what getenv tells`() throws {
    let path = try #require(getenv("PATH"))
    #expect(Process.environment["PATH"] == String(cString: path))
    #expect(Process.environment["TALLY_NO_SUCH_NAME"] == nil)
  }

  @Test func `a write to a pipe that nobody reads is an error once its signal is refused`() async {
    await #expect(processExitsWith: .exitCode(0)) {
      var ends: [Int32] = [0, 0]
      guard pipe(&ends) == 0 else { Process.exitNow(2) }
      close(ends[0])
      Process.refuseBrokenPipeSignal()
      do throws(Errno) {
        try FileDescriptor(owning: ends[1]).writeAll([1])
      } catch {
        Process.exitNow(error == .brokenPipe ? 0 : 3)
      }
    }
  }

  @Test func `an immediate end has the status asked for`() async {
    await #expect(processExitsWith: .exitCode(7)) { Process.exitNow(7) }
  }
}
