import Glibc
import Posix
import Testing

struct ClockTests {
  @Test func `the clocks do not go back and the wall clock tells the time`() {
    let first = Moment.now()
    let second = Moment.now()
    #expect(first.monotonicNanoseconds <= second.monotonicNanoseconds)
    #expect(abs(first.wallNanoseconds / 1_000_000_000 - Int64(time(nil))) <= 1)
  }

  @Test func `the monotonic clock counts nanoseconds`() {
    let first = Moment.now()
    Thread.sleep(milliseconds: 5)
    let passed = Moment.now().monotonicNanoseconds - first.monotonicNanoseconds
    #expect(passed >= 5_000_000)
    #expect(passed < 5_000_000_000)
  }

  @Test func `a moment moves along both clocks`() {
    let moment = Moment(wallNanoseconds: 1_000, monotonicNanoseconds: 70)
    #expect(
      moment.at(monotonicNanoseconds: 75)
        == Moment(wallNanoseconds: 1_005, monotonicNanoseconds: 75))
    #expect(
      moment.at(monotonicNanoseconds: 60)
        == Moment(wallNanoseconds: 990, monotonicNanoseconds: 60))
  }
}
