internal import Synchronization

/// Nobody wants the answer of a computation any more, so it stopped.
package struct Cancelled: Error, Equatable, Sendable {
  package init() {}
}

/// How far a long computation has come, and whether anybody still wants its answer.
///
/// Any thread may tell it how far it is, and any may cancel. It looks like a value and refers to one shared state; `part` gives a piece
/// of the computation its share of the whole.
package struct Progress: Sendable {
  private final class State: Sendable {
    let isCancelled = Atomic(false)
    let permille = Atomic(0)
    let changed: @Sendable () -> Void
    let between: @Sendable () -> Void

    init(changed: @escaping @Sendable () -> Void, between: @escaping @Sendable () -> Void) {
      self.changed = changed
      self.between = between
    }
  }

  private let state: State
  /// The share of the whole, in permille.
  private let first: Int
  private let length: Int

  /// The progress of a whole computation, which has not begun.
  ///
  /// - Parameters:
  ///   - changed: called, on the thread that works, each time that a further hundredth is done.
  ///   - between: called by each thread that works between two chunks, whenever it asks whether it should go on.
  package init(
    changed: @escaping @Sendable () -> Void = {}, between: @escaping @Sendable () -> Void = {}
  ) {
    state = State(changed: changed, between: between)
    first = 0
    length = 1000
  }

  private init(_ state: State, first: Int, length: Int) {
    self.state = state
    self.first = first
    self.length = length
  }

  /// What is done, from 0 to 100. It never gets less.
  package var percent: Int { state.permille.load(ordering: .relaxed) / 10 }

  /// Whether the computation should end as soon as it can.
  package var isCancelled: Bool { state.isCancelled.load(ordering: .relaxed) }

  /// Says that nobody wants the answer any more.
  package func cancel() { state.isCancelled.store(true, ordering: .relaxed) }

  /// Whether to go on. To be asked by threads that work, once for each chunk of at most 65,536 rows.
  package func goesOn() -> Bool {
    state.between()
    return !isCancelled
  }

  /// Throws if nobody wants the answer any more. To be asked in the same way.
  package func check() throws(Cancelled) {
    if !goesOn() { throw Cancelled() }
  }

  /// Notes that so much of this share is done.
  package func advance(_ done: Int, of total: Int) {
    guard total > 0 else { return }
    let share = Double(min(max(0, done), total)) / Double(total) * Double(length)
    let reached = first + Int(share)
    let before = state.permille.max(reached, ordering: .relaxed).oldValue
    if reached / 10 > before / 10 { state.changed() }
  }

  /// A piece of this share: from `done` to `done + count` of `total`.
  package func part(_ done: Int, count: Int = 1, of total: Int) -> Progress {
    let total = max(1, total)
    let start = first + length * done / total
    return Progress(state, first: start, length: first + length * (done + count) / total - start)
  }
}
