internal import CLinux
internal import Glibc

/// Threads that belong to nobody, such as the loops and the log's. They end with their body or with the process.
package enum Thread {
  /// Starts a detached thread.
  ///
  /// - Parameters:
  ///   - name: what `top -H` shows, at most 15 bytes of it.
  ///   - stackBytes: the size of its stack.
  package static func start(
    name: String, stackBytes: Int = 512 << 10, _ body: @escaping @Sendable () -> Void
  ) throws(Errno) {
    var attributes = pthread_attr_t()
    _ = unsafe pthread_attr_init(&attributes)
    defer { _ = unsafe pthread_attr_destroy(&attributes) }
    _ = unsafe pthread_attr_setstacksize(&attributes, stackBytes)
    _ = unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var thread = pthread_t()
    // The box is retained for the new thread, which takes it over with its first step.
    let box = unsafe Unmanaged.passRetained(Box(name, body))
    let code = unsafe pthread_create(
      &thread, &attributes,
      { argument in
        if let argument = unsafe argument {
          unsafe Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().run()
        }
        return nil
      }, box.toOpaque())
    guard code == 0 else {
      unsafe box.release()
      throw Errno(code: code)
    }
  }

  private final class Box: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(_ name: String, _ body: @escaping @Sendable () -> Void) {
      self.name = name
      self.body = body
    }

    func run() {
      _ = unsafe pthread_setname_np(pthread_self(), String(name.utf8.prefix(15)) ?? "tally")
      body()
    }
  }

  /// Lets this thread have less of the processors from now on than those that have not stepped back, where there are not enough for all
  /// (setpriority(2); on Linux it is about the thread alone).
  package static func stepBack() {
    _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
  }

  /// Lets others that wait for this thread's processor go first. Some kernels look for them at clock ticks only, several milliseconds apart.
  package static func giveWay() {
    _ = sched_yield()
  }

  /// Lets this thread sleep.
  package static func sleep(milliseconds: Int) {
    var wanted = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
    var left = timespec()
    while unsafe nanosleep(&wanted, &left) == -1, Errno.current == .interrupted { wanted = left }
  }
}
