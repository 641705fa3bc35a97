internal import CLinux
internal import Glibc

/// Wakes a thread that waits in a poller, from any other thread: eventfd(2).
package struct Waker: ~Copyable, Sendable {
  private let descriptor: FileDescriptor

  /// Makes one that is not woken yet.
  package init() throws(Errno) {
    descriptor = FileDescriptor(
      owning: try retrying {
        eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
      })
  }

  /// The kernel's number, to be added to a poller for reading.
  package var number: Int32 { descriptor.number }

  /// Makes the descriptor ready until it is cleared. A failure means that it is ready already.
  package borrowing func wake() {
    _ = eventfd_write(descriptor.number, 1)
  }

  /// Makes the descriptor wait for the next wake.
  package borrowing func clear() {
    var count: eventfd_t = 0
    _ = unsafe eventfd_read(descriptor.number, &count)
  }

  /// Waits, in the calling thread, until it is woken, or not at all if it was and has not been cleared since.
  ///
  /// - Parameter milliseconds: how long at most; negative for without end.
  /// - Returns: `false` when the time is over.
  package borrowing func wait(milliseconds: Int32) -> Bool {
    var request = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&request, 1, milliseconds) > 0
  }
}
