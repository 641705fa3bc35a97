import Dispatch
import Engine
import Posix
import Testing

struct WorkerPoolTests {
  private func wait(_ isDone: () -> Bool) {
    for _ in 0..<120_000 where !isDone() { Posix.Thread.sleep(milliseconds: 1) }
  }

  @Test func `work that blocks runs on all lanes at once`() {
    let pool = WorkerPool(laneCount: 16, waitingLimit: 100) { nil }
    let running = Guarded((now: 0, most: 0, ended: 0))
    for _ in 0..<16 {
      #expect(
        pool.offload {
          running.withLock { state in
            state.now += 1
            state.most = max(state.most, state.now)
          }
          for _ in 0..<120_000 where running.withLock({ $0.most }) < 16 {
            Posix.Thread.sleep(milliseconds: 1)
          }
          running.withLock { state in
            state.now -= 1
            state.ended += 1
          }
        })
    }
    wait { running.withLock { $0.ended } == 16 }
    #expect(running.withLock { $0.most } == 16)
  }

  @Test func `one task more than may wait is refused`() {
    let pool = WorkerPool(laneCount: 1, waitingLimit: 2) { nil }
    let gate = Guarded(false)
    let ended = Guarded(0)
    let task: WorkerPool.Task = {
      while !gate.withLock({ $0 }) { Posix.Thread.sleep(milliseconds: 1) }
      ended.withLock { $0 += 1 }
    }
    #expect(pool.offload(task))
    wait { pool.load.waitingTasks == 0 }
    #expect(pool.offload(task))
    #expect(pool.offload(task))
    #expect(!pool.offload(task))
    #expect(pool.load.busyLanes == 1)
    #expect(pool.load.waitingTasks == 2)
    gate.withLock { $0 = true }
    wait { ended.withLock { $0 } == 3 && pool.load.busyLanes == 0 }
    #expect(ended.withLock { $0 } == 3)
    #expect(pool.load.busyLanes == 0)
  }

  @Test func `requests go before jobs and no job is left waiting`() {
    let jobs = Guarded(0)
    let done = Guarded<[String]>([])
    let gate = Guarded(false)
    let pool = WorkerPool(laneCount: 1, waitingLimit: 10) {
      takes(one: jobs) ? { @Sendable in done.withLock { $0.append("job") } } : nil
    }
    _ = pool.offload { while !gate.withLock({ $0 }) { Posix.Thread.sleep(milliseconds: 1) } }
    jobs.withLock { $0 = 1 }
    pool.wake()
    _ = pool.offload { done.withLock { $0.append("request") } }
    gate.withLock { $0 = true }
    wait { done.withLock { $0.count } == 2 }
    #expect(done.withLock { $0 } == ["request", "job"])
  }

  @Test func `jobs brought by many threads are all done`() {
    let waiting = Guarded(0)
    let done = Guarded(0)
    let pool = WorkerPool(laneCount: 3, waitingLimit: 10) {
      takes(one: waiting) ? { @Sendable in done.withLock { $0 += 1 } } : nil
    }
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      for _ in 0..<5000 {
        waiting.withLock { $0 += 1 }
        pool.wake()
      }
    }
    wait { done.withLock { $0 } == 20_000 }
    #expect(done.withLock { $0 } == 20_000)
  }
}

/// Takes one of what waits, if anything does.
private func takes(one waiting: Guarded<Int>) -> Bool {
  waiting.withLock { count in
    if count == 0 { return false }
    count -= 1
    return true
  }
}
