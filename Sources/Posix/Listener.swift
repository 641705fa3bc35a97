internal import CLinux
internal import Glibc

/// A TCP socket that waits for connections. Neither it nor what it accepts ever blocks.
package struct Listener: ~Copyable, Sendable {
  private let descriptor: FileDescriptor

  /// Binds and listens.
  ///
  /// Accepted connections inherit TCP_NODELAY, so that each needs no call of its own.
  ///
  /// - Parameters:
  ///   - host: an address of IPv4 or IPv6, or a name; the first address of a name that can be bound is taken.
  ///   - port: 0 lets the kernel choose.
  ///   - backlog: connections that the kernel keeps until they are accepted.
  ///   - sharesPort: other listeners of this process may bind the same port; the kernel spreads connections over them.
  /// - Throws: `Errno`; `.notFound` for a host without an address.
  package init(host: String, port: UInt16, backlog: Int32, sharesPort: Bool) throws(Errno) {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
    var found: UnsafeMutablePointer<addrinfo>? = nil
    guard unsafe getaddrinfo(host, String(port), &hints, &found) == 0, let first = unsafe found
    else {
      throw Errno.notFound
    }
    // Sound: the list is freed after its last use below, and nothing keeps a part of it.
    defer { unsafe freeaddrinfo(first) }
    var failure = Errno.notFound
    var next: UnsafeMutablePointer<addrinfo>? = unsafe first
    while let candidate = unsafe next {
      do {
        descriptor = try unsafe Self.bound(
          to: candidate.pointee, backlog: backlog, sharesPort: sharesPort)
        return
      } catch {
        failure = error
        unsafe next = candidate.pointee.ai_next
      }
    }
    throw failure
  }

  /// Takes over the descriptor of a socket that listens.
  package init(owning descriptor: consuming FileDescriptor) {
    self.descriptor = descriptor
  }

  private static func bound(
    to address: addrinfo, backlog: Int32, sharesPort: Bool
  ) throws(Errno) -> FileDescriptor {
    let family = unsafe address.ai_family
    let descriptor = FileDescriptor(
      owning: try retrying {
        socket(family, Int32(SOCK_STREAM.rawValue) | Socket.nonBlockingAndPrivate, 0)
      })
    try Socket.set(SO_REUSEADDR, in: SOL_SOCKET, to: 1, of: descriptor.number)
    if sharesPort { try Socket.set(SO_REUSEPORT, in: SOL_SOCKET, to: 1, of: descriptor.number) }
    try Socket.set(TCP_NODELAY, in: Int32(IPPROTO_TCP), to: 1, of: descriptor.number)
    let number = descriptor.number
    _ = try retrying { unsafe bind(number, address.ai_addr, address.ai_addrlen) }
    _ = try retrying { listen(number, backlog) }
    return descriptor
  }

  /// The kernel's number, valid for as long as this value lives.
  package var number: Int32 { descriptor.number }

  /// The port that it is bound to.
  package var port: UInt16 {
    var address = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let number = descriptor.number
    // Sound: the kernel writes at most `length` bytes, and both kinds of address have their port at the same place, as the two
    // bytes behind the family.
    return unsafe withUnsafeMutablePointer(to: &address) { storage in
      let failed = unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe getsockname(number, $0, &length) != 0
      }
      if failed { return 0 }
      return unsafe UnsafeRawPointer(storage).loadUnaligned(fromByteOffset: 2, as: UInt16.self)
        .bigEndian
    }
  }

  /// The next connection that waits.
  ///
  /// - Throws: `Errno`; `.wouldBlock` when none waits.
  package borrowing func accept() throws(Errno) -> Socket {
    let number = descriptor.number
    var address = sockaddr_storage()
    let accepted = try retrying {
      // Anew each time, because the kernel writes the true length into it.
      var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
      // Sound: the kernel writes at most `length` bytes, which is what the storage has, whatever the kind of address.
      return unsafe withUnsafeMutablePointer(to: &address) { storage in
        unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe accept4(number, $0, &length, Socket.nonBlockingAndPrivate)
        }
      }
    }
    return Socket(owning: FileDescriptor(owning: accepted), peer: PeerAddress(address))
  }
}
