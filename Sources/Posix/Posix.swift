// The room that speaks to the kernel: descriptors, sockets, readiness, files, mappings, signals, the clock, the one lock and
// the log. Everything above sees values and move-only handles; pointers stay here.
//
// A system call that answers -1 becomes a thrown `Errno`; one that was interrupted (EINTR) is made again. Handles close
// themselves when they go out of scope, so there is no path on which a descriptor leaks.
//
// The room knows nothing of requests, tables or jobs. Its only locks are the `Guarded` that others put around their own state,
// and the one inside `Log`.

internal import CLinux

#if canImport(Glibc)
  internal import Glibc
#endif

/// Makes a system call again for as long as it is interrupted by a signal.
///
/// - Returns: what the call answered, never -1.
/// - Throws: the `Errno` that the call left.
@inline(__always)
func retrying(_ call: () -> Int32) throws(Errno) -> Int32 {
  while true {
    let answer = call()
    if answer != -1 { return answer }
    let failure = Errno.current
    if failure != .interrupted { throw failure }
  }
}

/// The same for calls that answer a number of bytes.
@inline(__always)
func retrying(_ call: () -> Int) throws(Errno) -> Int {
  while true {
    let answer = call()
    if answer != -1 { return answer }
    let failure = Errno.current
    if failure != .interrupted { throw failure }
  }
}
