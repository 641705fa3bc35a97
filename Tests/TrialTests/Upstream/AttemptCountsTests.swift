import Dispatch
import Testing

@testable import Trial

struct AttemptCountsTests {
  @Test func `each city and day has a count of its own`() {
    let counts = AttemptCounts()
    #expect((0..<5).map { _ in counts.next(city: 3, day: 19_844) } == [0, 1, 2, 3, 4])
    #expect(counts.next(city: 4, day: 19_844) == 0)
    #expect(counts.next(city: 3, day: 19_845) == 0)
    #expect(counts.next(city: -1, day: 0) == 0)
    #expect(counts.next(city: 3, day: 19_844) == 5)
  }

  @Test func `several threads count as one`() {
    let counts = AttemptCounts()
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<1_000 { _ = counts.next(city: 1, day: 1) }
    }
    #expect(counts.next(city: 1, day: 1) == 8_000)
  }

  @Test func `no number is too large, and no room too small`() {
    for counts in [AttemptCounts(room: 0), AttemptCounts(room: 1)] {
      #expect(counts.next(city: .max, day: .max) == 0)
      #expect(counts.next(city: .min, day: .min) == 1)
    }
  }
}
