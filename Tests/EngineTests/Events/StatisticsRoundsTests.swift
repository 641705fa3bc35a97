import Posix
import Testing

@testable import Engine

struct StatisticsRoundsTests {
  /// A lane that works when it is told to.
  private final class Bench: Sendable {
    let tasks = Guarded([@Sendable () -> Void]())
    let wakes = Guarded(0)
    let isFull = Guarded(false)

    func round(_ name: String = "") -> StatisticsRound {
      StatisticsRound(
        text: { Array("\(name)\($0 / 1_000_000)".utf8) },
        wake: { self.wakes.withLock { $0 += 1 } })
    }

    func offload(_ task: @escaping @Sendable () -> Void) -> Bool {
      if isFull.withLock({ $0 }) { return false }
      tasks.withLock { $0.append(task) }
      return true
    }

    func work() {
      let all = tasks.withLock { tasks in
        defer { tasks = [] }
        return tasks
      }
      for task in all { task() }
    }
  }

  private let bench = Bench()
  private let rounds: StatisticsRounds

  init() {
    rounds = StatisticsRounds(bench.offload)
  }

  private func begin(_ milliseconds: Int64) {
    rounds.begin(
      at: Moment(
        wallNanoseconds: milliseconds * 1_000_000, monotonicNanoseconds: milliseconds * 1_000_000))
  }

  private func taken(_ watch: StatisticsWatch) -> String? {
    watch.take().map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func `a text is made in the next turn and then at its pace, and taken once`() {
    let watch = rounds.start(bench.round(), everyMilliseconds: 1000)
    begin(5)
    #expect(taken(watch) == nil)
    bench.work()
    #expect(taken(watch) == "5" && taken(watch) == nil)
    begin(1004)
    bench.work()
    #expect(taken(watch) == nil)
    begin(1005)
    bench.work()
    #expect(taken(watch) == "1005")
    #expect(bench.wakes.withLock { $0 } == 2)
  }

  @Test func `times that were missed are not made up for, and the pace stays`() {
    let watch = rounds.start(bench.round(), everyMilliseconds: 100)
    for (moment, text) in [(0, "0"), (750, "750"), (799, nil), (800, "800")] {
      begin(Int64(moment))
      bench.work()
      #expect(taken(watch) == text)
    }
  }

  @Test func `one lane at a time makes all that are due`() {
    let watches = ["a", "b", "c"].map { rounds.start(bench.round($0), everyMilliseconds: 100) }
    begin(0)
    begin(100)
    #expect(bench.tasks.withLock { $0.count } == 1)
    bench.work()
    #expect(watches.map(taken) == ["a0", "b0", "c0"])
    begin(100)
    bench.work()
    #expect(watches.map(taken) == ["a100", "b100", "c100"])
  }

  @Test func `where no lane is to be had the text is made in the next turn`() {
    bench.isFull.withLock { $0 = true }
    let watch = rounds.start(bench.round(), everyMilliseconds: 1000)
    begin(0)
    bench.isFull.withLock { $0 = false }
    begin(50)
    bench.work()
    #expect(taken(watch) == "50")
  }

  @Test func `an ended watch costs nothing more, whether it was ended or let go`() {
    let watch = rounds.start(bench.round(), everyMilliseconds: 100)
    _ = rounds.start(bench.round(), everyMilliseconds: 100)
    #expect(rounds.count == 1)
    watch.end()
    watch.end()
    #expect(rounds.count == 0)
    begin(1000)
    #expect(bench.tasks.withLock { $0.isEmpty })
  }
}
