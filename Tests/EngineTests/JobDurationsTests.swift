import Dispatch
import Engine
import Testing

struct JobDurationsTests {
  @Test func `a job falls into the first bucket whose bound it does not pass`() {
    for (place, bound) in JobDurations.boundsSeconds.enumerated() {
      let durations = JobDurations()
      durations.add(nanoseconds: Int64(bound * 1e9))
      #expect(durations.snapshot.counts[place] == 1)
      durations.add(nanoseconds: Int64(bound * 1e9) + 1)
      #expect(durations.snapshot.counts[place + 1] == 1)
      #expect(durations.snapshot.counts.reduce(0, +) == 2)
    }
  }

  @Test func `what takes longer than every bound is counted last, and all time is summed`() {
    let durations = JobDurations()
    durations.add(nanoseconds: 3_600_000_000_000)
    durations.add(nanoseconds: 0)
    let snapshot = durations.snapshot
    #expect(snapshot.counts.count == JobDurations.boundsSeconds.count + 1)
    #expect(snapshot.counts.last == 1)
    #expect(snapshot.counts.first == 1)
    #expect(snapshot.totalSeconds == 3600)
  }

  @Test func `bounds ascend`() {
    #expect(JobDurations.boundsSeconds == JobDurations.boundsSeconds.sorted())
    #expect(Set(JobDurations.boundsSeconds).count == JobDurations.boundsSeconds.count)
  }

  @Test func `threads that add together lose nothing`() {
    let counter = Counter()
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      for _ in 0..<10_000 { counter.add(3) }
    }
    #expect(counter.value == 120_000)
  }
}
