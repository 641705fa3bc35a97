internal import Posix

/// Wakes the lanes. They are made after those who wake them.
final class LaneBell: Sendable {
  private let pools = Guarded<[WorkerPool]>([])

  /// Has it wake these.
  func hang(over pools: [WorkerPool]) { self.pools.withLock { $0 = pools } }

  /// Lets go of the lanes.
  func takeDown() { pools.withLock { $0 = [] } }

  /// Wakes all lanes that are idle.
  func ring() {
    for pool in pools.withLock({ $0 }) { pool.wakeAll() }
  }
}
