import Glibc
import Posix
import Testing

struct StopSignalTests {
  @Test(
    arguments: [
      (SIGTERM, .terminate, 143), (SIGINT, .interrupt, 130), (SIGHUP, .hangUp, 129),
    ] as [(Int32, StopSignal.Signal, Int32)])
  func `a signal is waited for instead of ending the process`(
    number: Int32, expected: StopSignal.Signal, exitCode: Int32
  ) async {
    // On a thread of its own, so that the mask of the test's threads stays as it is.
    let received: StopSignal.Signal? = await withCheckedContinuation { answer in
      do {
        try Thread.start(name: "signals") {
          let signals = StopSignal()
          pthread_kill(pthread_self(), number)
          answer.resume(returning: signals.next(withinMilliseconds: 10_000))
        }
      } catch {
        answer.resume(returning: nil)
      }
    }
    #expect(received == expected)
    #expect(expected.exitCode == exitCode)
  }

  @Test func `no signal in time is none`() async {
    let received: StopSignal.Signal? = await withCheckedContinuation { answer in
      do {
        try Thread.start(name: "signals") {
          answer.resume(returning: StopSignal().next(withinMilliseconds: 1))
        }
      } catch {
        answer.resume(returning: .terminate)
      }
    }
    #expect(received == nil)
  }

  @Test func `a write to a closed pipe is an error and no signal`() async {
    await #expect(processExitsWith: .exitCode(3)) {
      _ = StopSignal()
      var ends: [Int32] = [0, 0]
      guard pipe(&ends) == 0 else { exit(1) }
      close(ends[0])
      let file = FileDescriptor(owning: ends[1])
      do throws(Errno) {
        try file.writeAll([1])
        exit(2)
      } catch {
        exit(error == .brokenPipe ? 3 : 4)
      }
    }
  }
}
