internal import CLinux
internal import Glibc

extension FileDescriptor {
  /// A blocking TCP connection to a host.
  ///
  /// - Parameter timeoutSeconds: bounds the connecting, and each read and write after it.
  /// - Throws: `Errno` of the last address that was tried; `.notFound` for a host without an address.
  package static func connected(
    to host: String, port: UInt16, timeoutSeconds: Int
  ) throws(Errno) -> FileDescriptor {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_flags = AI_NUMERICSERV
    var found: UnsafeMutablePointer<addrinfo>? = nil
    guard unsafe getaddrinfo(host, String(port), &hints, &found) == 0, let first = unsafe found
    else { throw .notFound }
    // Sound: the list is freed after its last use below, and nothing keeps a part of it.
    defer { unsafe freeaddrinfo(first) }
    var failure = Errno.notFound
    var next: UnsafeMutablePointer<addrinfo>? = unsafe first
    while let candidate = unsafe next {
      do throws(Errno) {
        return try unsafe connected(to: candidate.pointee, timeoutSeconds: timeoutSeconds)
      } catch {
        failure = error
        unsafe next = candidate.pointee.ai_next
      }
    }
    throw failure
  }

  private static func connected(
    to address: addrinfo, timeoutSeconds: Int
  ) throws(Errno) -> FileDescriptor {
    let family = unsafe address.ai_family
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(bitPattern: SOCK_CLOEXEC.rawValue)
    let descriptor = FileDescriptor(owning: try retrying { socket(family, kind, 0) })
    let number = descriptor.number
    var limit = timeval(tv_sec: timeoutSeconds, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      _ = try retrying { unsafe setsockopt(number, SOL_SOCKET, option, &limit, size) }
    }
    _ = try retrying { unsafe connect(number, address.ai_addr, address.ai_addrlen) }
    return descriptor
  }
}
