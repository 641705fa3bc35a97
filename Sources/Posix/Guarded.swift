#if RACE_CHECK
  internal import Glibc
#else
  public import Synchronization
#endif

/// A value that only one thread at a time can touch: the one lock of the house.
///
/// It guards one pure struct whose methods return what to do; the doing happens outside. None is held while another is taken,
/// and nothing blocks under it.
///
/// With `-DRACE_CHECK` it is a pthread mutex, because the thread sanitizer does not see a contended hand-over of `Mutex`.
@usableFromInline @safe package final class Guarded<Value: ~Copyable & Sendable>: Sendable {
  #if RACE_CHECK
    // Sound: `value` is reached only between lock and unlock of `mutex`, which lives as long as this object.
    private nonisolated(unsafe) let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private nonisolated(unsafe) var value: Value

    package init(_ value: consuming sending Value) {
      unsafe mutex = .allocate(capacity: 1)
      unsafe mutex.initialize(to: pthread_mutex_t())
      unsafe pthread_mutex_init(mutex, nil)
      unsafe self.value = value
    }

    deinit {
      unsafe pthread_mutex_destroy(mutex)
      unsafe mutex.deallocate()
    }

    /// Runs `body` alone with the value.
    package func withLock<Answer: ~Copyable, Failure: Error>(
      _ body: (inout sending Value) throws(Failure) -> sending Answer
    ) throws(Failure) -> sending Answer {
      unsafe pthread_mutex_lock(mutex)
      defer { unsafe pthread_mutex_unlock(mutex) }
      return try unsafe body(&value)
    }
  #else
    @usableFromInline let mutex: Mutex<Value>

    package init(_ value: consuming sending Value) {
      mutex = Mutex(value)
    }

    /// Runs `body` alone with the value.
    ///
    /// It is inlined because a generic call across modules costs more than the lock.
    @inlinable @inline(__always)
    package func withLock<Answer: ~Copyable, Failure: Error>(
      _ body: (inout sending Value) throws(Failure) -> sending Answer
    ) throws(Failure) -> sending Answer {
      try mutex.withLock { (value) throws(Failure) in try body(&value) }
    }
  #endif
}
