internal import Synchronization

/// Hands a value that belongs to one thread over to the thread that will own it.
///
/// The value need not be Sendable: whoever puts it in gives it up, and only the first who asks gets it.
package final class Handover<Cargo: ~Copyable>: @unchecked Sendable {
  // Sound: after the initialiser only the one caller that finds `isTaken` unset touches the cargo.
  private var cargo: Cargo?
  private let isTaken = Atomic(false)

  /// Takes the value from the thread that makes it.
  package init(_ cargo: consuming sending Cargo) {
    self.cargo = consume cargo
  }

  /// The value, once; `nil` ever after.
  package func take() -> Cargo? {
    guard !isTaken.exchange(true, ordering: .acquiringAndReleasing) else { return nil }
    return cargo.take()
  }
}
