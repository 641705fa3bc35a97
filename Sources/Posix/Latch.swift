/// Something that happens once, and that any number of threads may wait for.
package final class Latch: Sendable {
  private let waker: Waker

  /// Makes one that is still closed.
  package init() throws(Errno) {
    waker = try Waker()
  }

  /// Lets everybody pass who waits, and everybody who comes later.
  package func open() {
    // Nobody clears the waker, so it stays ready for all.
    waker.wake()
  }

  /// Waits, in the calling thread, until the latch is open. Not for loops.
  package func wait() {
    while !waker.wait(milliseconds: -1) {}
  }

  /// Waits for so long at most, perhaps shorter.
  ///
  /// - Returns: whether the latch is open.
  package func wait(milliseconds: Int32) -> Bool { waker.wait(milliseconds: milliseconds) }
}
