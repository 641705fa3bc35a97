private import Dispatch
internal import Posix
package import Tables

/// One thread of the pool: a private serial queue.
///
/// Work that blocks would starve a concurrent queue, whose threads the system counts; each private serial queue gets a thread of its
/// own as long as it has work.
struct Lane: Sendable {
  private let queue: DispatchQueue
  private let yields: Bool

  /// - Parameter yields: whether its work lets everybody else's go first where processors are short. Such lanes have threads of their own
  ///   (those of another quality of service), because a thread that has stepped back may not step forward again.
  init(name: String, yielding yields: Bool = false) {
    queue = DispatchQueue(label: name, qos: yields ? .utility : .unspecified)
    self.yields = yields
  }

  /// Runs the body after everything that was handed to this lane before.
  func run(_ body: @escaping @Sendable () -> Void) {
    guard yields else { return queue.async(execute: body) }
    queue.async {
      Thread.stepBack()
      body()
    }
  }
}

extension Lanes {
  /// Runs computations that never block on as many threads as the machine has to give, `count` at most.
  package static func computing(count: Int) -> Lanes {
    Lanes(count: count) { pieces, body in
      DispatchQueue.concurrentPerform(iterations: pieces) { body($0) }
    }
  }

  /// The same for lanes that yield: the caller, and threads that let everybody else's go first.
  static func yielding(count: Int) -> Lanes {
    Lanes(count: count) { pieces, body in
      let others = DispatchGroup()
      for piece in 1..<max(1, pieces) {
        DispatchQueue.global(qos: .utility).async(group: others) {
          Thread.stepBack()
          body(piece)
        }
      }
      if pieces > 0 { body(0) }
      others.wait()
    }
  }

  /// Runs pieces of work that may block, each on a thread of its own.
  static func waiting(count: Int, name: String) -> Lanes {
    Lanes(count: count) { pieces, body in
      let all = DispatchGroup()
      for piece in 0..<max(0, pieces) {
        DispatchQueue(label: "\(name).\(piece)").async(group: all) { body(piece) }
      }
      all.wait()
    }
  }
}
