import Posix
import Testing

@testable import Engine

struct LaneBellTests {
  /// Pools of one lane each that count how often they look for a job.
  private func pool(_ looks: Guarded<Int>) -> WorkerPool {
    WorkerPool(laneCount: 1, waitingLimit: 0) {
      looks.withLock { $0 += 1 }
      return nil
    }
  }

  @Test func `a bell makes all lanes look, until it is taken down`() throws {
    let place = try JobPlace()
    let bell = LaneBell()
    bell.ring()
    let looks = [Guarded(0), Guarded(0)]
    let pools = looks.map(pool)
    bell.hang(over: pools)
    bell.ring()
    // A lane that finds nothing looks twice.
    #expect(place.comes { looks.allSatisfy { $0.withLock { $0 } == 2 } })
    bell.ring()
    #expect(place.comes { looks.allSatisfy { $0.withLock { $0 } == 4 } })
    bell.takeDown()
    bell.ring()
    #expect(pools.allSatisfy { $0.load.busyLanes == 0 })
    #expect(looks.allSatisfy { $0.withLock { $0 } == 4 })
  }

  @Test func `the lanes go with those who made them once the bell is taken down`() {
    let bell = LaneBell()
    weak var left: WorkerPool?
    do {
      let pool = pool(Guarded(0))
      left = pool
      bell.hang(over: [pool])
    }
    #expect(left != nil)
    bell.takeDown()
    #expect(left == nil)
  }
}
