internal import CLinux
internal import Glibc

/// The signals that the server answers: SIGTERM and SIGINT stop it, SIGHUP opens its log again.
///
/// They are blocked in every thread and fetched one by one, so no code ever runs inside a signal handler.
package struct StopSignal: Sendable {
  /// What was sent.
  package enum Signal: Equatable, Sendable {
    case terminate
    case interrupt
    case hangUp

    /// The exit code of a process that the signal ended, as shells count it.
    package var exitCode: Int32 {
      switch self {
      case .terminate: 128 + SIGTERM
      case .interrupt: 128 + SIGINT
      case .hangUp: 128 + SIGHUP
      }
    }
  }

  /// Blocks the signals for this thread and all that it starts, and makes a write to a closed connection, or beyond the largest size
  /// that a file may have, an error instead of a signal. To be called before any thread is started.
  package init() {
    var set = Self.set
    _ = unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    _ = signal(SIGPIPE, SIG_IGN)
    _ = signal(SIGXFSZ, SIG_IGN)
  }

  /// Waits for the next signal.
  ///
  /// - Returns: `nil` if none came in time.
  package func next(withinMilliseconds limit: Int) -> Signal? {
    var set = Self.set
    var time = timespec(tv_sec: limit / 1000, tv_nsec: limit % 1000 * 1_000_000)
    switch unsafe sigtimedwait(&set, nil, &time) {
    case SIGTERM: return .terminate
    case SIGINT: return .interrupt
    case SIGHUP: return .hangUp
    default: return nil
    }
  }

  private static var set: sigset_t {
    var set = sigset_t()
    _ = unsafe sigemptyset(&set)
    for number in [SIGTERM, SIGINT, SIGHUP] { _ = unsafe sigaddset(&set, number) }
    return set
  }
}
