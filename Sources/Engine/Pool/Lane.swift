private import Dispatch
package import Tables

/// One thread of the pool: a private serial queue.
///
/// Work that blocks would starve a concurrent queue, whose threads the system counts; each private serial queue gets a thread of its
/// own as long as it has work.
struct Lane: Sendable {
  private let queue: DispatchQueue

  init(name: String) {
    queue = DispatchQueue(label: name)
  }

  /// Runs the body after everything that was handed to this lane before.
  func run(_ body: @escaping @Sendable () -> Void) {
    queue.async(execute: body)
  }
}

extension Lanes {
  /// Runs computations that never block on as many threads as the machine has to give, `count` at most.
  package static func computing(count: Int) -> Lanes {
    Lanes(count: count) { pieces, body in
      DispatchQueue.concurrentPerform(iterations: pieces) { body($0) }
    }
  }
}
