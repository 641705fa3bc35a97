internal import CLinux
internal import Glibc

/// Waits until descriptors are ready: level-triggered epoll(7).
///
/// A descriptor stays ready until it has been dealt with, so nothing is lost when a turn ends early.
@safe package struct Poller: ~Copyable {
  private let descriptor: FileDescriptor
  private let events: UnsafeMutableBufferPointer<epoll_event>

  /// - Parameter capacity: how many descriptors one wait can report.
  package init(capacity: Int = 256) throws(Errno) {
    descriptor = FileDescriptor(
      owning: try retrying { epoll_create1(Int32(EPOLL_CLOEXEC)) })
    unsafe events = .allocate(capacity: capacity)
    unsafe events.initialize(repeating: epoll_event())
  }

  deinit {
    unsafe events.deallocate()
  }

  /// Reports the descriptor under the token from now on. It is forgotten when it is closed.
  package borrowing func add(
    _ number: Int32, token: UInt64, _ interest: Interest
  ) throws(Errno) {
    try control(EPOLL_CTL_ADD, number, token, interest)
  }

  /// Waits for something else.
  package borrowing func change(
    _ number: Int32, token: UInt64, _ interest: Interest
  ) throws(Errno) {
    try control(EPOLL_CTL_MOD, number, token, interest)
  }

  /// Reports the descriptor no more.
  package borrowing func remove(_ number: Int32) throws(Errno) {
    try control(EPOLL_CTL_DEL, number, 0, .none)
  }

  private borrowing func control(
    _ operation: Int32, _ number: Int32, _ token: UInt64, _ interest: Interest
  ) throws(Errno) {
    var mask: UInt32 = 0
    if interest.isReading { mask |= EPOLLIN.rawValue }
    if interest.isWriting { mask |= EPOLLOUT.rawValue }
    if interest.isHangUp { mask |= EPOLLRDHUP.rawValue }
    let poller = descriptor.number
    _ = try retrying { tally_epoll_control(poller, operation, number, mask, token) }
  }

  /// Waits until something is ready.
  ///
  /// - Parameter milliseconds: how long at most; negative for without end.
  /// - Returns: how many descriptors are ready; 0 when the time is over or a signal came.
  package borrowing func wait(milliseconds: Int32) throws(Errno) -> Int {
    let count = unsafe epoll_wait(
      descriptor.number, events.baseAddress, Int32(events.count), milliseconds)
    if count >= 0 { return Int(count) }
    let failure = Errno.current
    if failure == .interrupted { return 0 }
    throw failure
  }

  /// One of the descriptors that the last wait found ready.
  package borrowing func readiness(_ place: Int) -> Readiness {
    // Sound: the buffer is checked in `wait` to hold this many; the subscript checks the place.
    let event = unsafe events[place]
    let mask = unsafe event.events
    return Readiness(
      token: unsafe event.data.u64,
      canRead: mask & (EPOLLIN.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0,
      canWrite: mask & EPOLLOUT.rawValue != 0,
      isBroken: mask & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0,
      hasHungUp: mask & EPOLLRDHUP.rawValue != 0)
  }
}
