import Testing

@testable import Server

struct DeadlinesTests {
  private static let tick: Int64 = 250_000_000

  private func expired(_ deadlines: inout Deadlines, _ now: Int64) -> [Int] {
    var slots: [Int] = []
    deadlines.takeExpired(now: now, into: &slots)
    return slots.sorted()
  }

  @Test func `a deadline comes once, not before its time and at most a tick after it`() {
    var deadlines = Deadlines(now: 0)
    deadlines.set(3, at: 1_000_000_001)
    #expect(expired(&deadlines, 1_000_000_000) == [])
    #expect(expired(&deadlines, 1_000_000_001 + Self.tick) == [3])
    #expect(expired(&deadlines, 100_000_000_000) == [])
  }

  @Test func `a deadline that was put off does not come at its old time`() {
    var deadlines = Deadlines(now: 0)
    deadlines.set(0, at: Self.tick)
    deadlines.set(0, at: 100 * Self.tick)
    #expect(expired(&deadlines, 99 * Self.tick) == [])
    #expect(expired(&deadlines, 101 * Self.tick) == [0])
  }

  @Test func `a deadline can be brought forward and taken away`() {
    var deadlines = Deadlines(now: 0)
    deadlines.set(0, at: 100 * Self.tick)
    deadlines.set(0, at: 2 * Self.tick)
    deadlines.set(1, at: 2 * Self.tick)
    deadlines.clear(1)
    deadlines.clear(99)
    #expect(expired(&deadlines, 3 * Self.tick) == [0])
    #expect(expired(&deadlines, 200 * Self.tick) == [])
  }

  @Test func `a deadline beyond the wheel's horizon comes at its time`() {
    var deadlines = Deadlines(now: 0)
    let hour: Int64 = 3_600_000_000_000
    deadlines.set(0, at: hour)
    var now: Int64 = 0
    var early = 0
    while now < hour {
      early += expired(&deadlines, now).count
      now += 50 * Self.tick
    }
    #expect(early == 0)
    #expect(expired(&deadlines, hour + Self.tick) == [0])
  }

  @Test func `no deadline means to sleep without end`() {
    var deadlines = Deadlines(now: 12345)
    #expect(deadlines.millisecondsToNext(now: 12345) == -1)
    deadlines.set(0, at: Deadlines.never)
    #expect(deadlines.millisecondsToNext(now: 12345) == -1)
    deadlines.set(0, at: 4 * Self.tick)
    #expect((1000...1250).contains(deadlines.millisecondsToNext(now: 0)))
    deadlines.clear(0)
    #expect(deadlines.millisecondsToNext(now: 0) == -1)
  }

  @Test(arguments: 1...8)
  func `the wheel agrees with a list of deadlines`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var now: Int64 = 1_000_000_000_000
    var wheel = Deadlines(now: now)
    var list: [Int: Int64] = [:]
    for _ in 0..<4000 {
      let slot = Int.random(in: 0..<40, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0...2:
        let deadline = now + Int64.random(in: 0...(700 * Self.tick), using: &random)
        wheel.set(slot, at: deadline)
        list[slot] = deadline
      case 3:
        wheel.clear(slot)
        list[slot] = nil
      default:
        let sleep = wheel.millisecondsToNext(now: now)
        if let next = list.values.min() {
          #expect(sleep >= 0 && now + Int64(sleep) * 1_000_000 <= next + 2 * Self.tick)
        }
        now += Int64.random(in: 0...(8 * Self.tick), using: &random)
        for slot in expired(&wheel, now) {
          #expect(list[slot].map { $0 <= now } == true)
          list[slot] = nil
        }
        // What is left may be late by the tick that is not over yet.
        #expect(list.values.allSatisfy { $0 + Self.tick > now })
      }
    }
  }
}
