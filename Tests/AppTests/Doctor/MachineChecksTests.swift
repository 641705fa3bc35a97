import Posix
import Testing

@testable import App

struct MachineChecksTests {
  @Test func `descriptors are enough for all connections, or the missing ones are told`() {
    #expect(MachineChecks.descriptors(limit: 20_000, wanted: 100, possible: 100).grade == .ok)
    let finding = MachineChecks.descriptors(limit: 1024, wanted: 10_000, possible: 700)
    #expect(finding.grade == .warn)
    #expect(finding.mend?.contains("LimitNOFILE=10324") == true)
    #expect(finding.mend?.hasSuffix("--connections 700") == true)
  }

  @Test(
    arguments: [(nil, .ok), (1 << 30, .ok), (384 << 20, .ok), (383 << 20, .warn)]
      as [(Int?, Finding.Grade)])
  func `memory is enough for the events that are kept`(available: Int?, grade: Finding.Grade) {
    #expect(MachineChecks.memory(availableBytes: available, eventBytes: 256 << 20).grade == grade)
  }

  /// A minute of 2026.
  private static func moment(_ nanoseconds: Int64 = 0) -> Moment {
    Moment(
      wallNanoseconds: 1_790_000_000_000_000_000 + nanoseconds,
      monotonicNanoseconds: 1 + nanoseconds)
  }

  @Test(
    arguments: [
      (true, 0, .ok), (nil, 0, .ok), (false, 0, .warn), (true, 60, .ok), (true, 61, .warn),
      (true, -61, .warn), (true, 901, .fail), (false, -100_000, .fail),
    ] as [(Bool?, Int64, Finding.Grade)])
  func `a clock is kept and agrees with others`(
    isSynchronized: Bool?, skew: Int64, grade: Finding.Grade
  ) {
    let finding = MachineChecks.clock(
      MachineChecks.ClockSight(
        before: Self.moment(), after: Self.moment(1_000_000), isSynchronized: isSynchronized,
        skewSeconds: [("upstream", 0), ("store", skew)]))
    #expect(finding.grade == grade)
    #expect(finding.found.contains("store") == (skew.magnitude > 60))
    #expect(finding.found.contains("behind") == (skew < -60))
  }

  @Test(arguments: [0, 1_700_000_000_000_000_000, 9_000_000_000_000_000_000] as [Int64])
  func `a year before the release, or far behind it, cannot be`(nanoseconds: Int64) {
    let moment = Moment(wallNanoseconds: nanoseconds, monotonicNanoseconds: 1)
    let sight = MachineChecks.ClockSight(before: moment, after: moment, isSynchronized: true)
    #expect(MachineChecks.clock(sight).grade == .fail)
  }

  @Test func `a clock that is set meanwhile is noticed`() {
    var after = Self.moment(1_000_000)
    after.wallNanoseconds -= 2_000_000_000
    let finding = MachineChecks.clock(
      MachineChecks.ClockSight(before: Self.moment(), after: after, isSynchronized: true))
    #expect(finding.grade == .warn && finding.found.contains("-2000 ms"))
  }
}
