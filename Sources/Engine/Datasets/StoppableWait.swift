internal import Posix
internal import Tables

extension Latch {
  /// How long it takes at most until a wait that was cancelled ends.
  private static let lookMilliseconds: Int32 = 50

  /// Waits, in the calling thread, until the latch is open or nobody wants what it guards any more.
  ///
  /// - Parameter progress: of the computation that waits; `nil` for one that nobody can stop.
  func wait(stoppingWith progress: Progress?) throws(DatasetFailure) {
    guard let progress else { return wait() }
    repeat {
      if progress.isCancelled { throw .cancelled }
    } while !wait(milliseconds: Self.lookMilliseconds)
  }
}
