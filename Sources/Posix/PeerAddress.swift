internal import Glibc

/// The address of the other end of a connection: of IPv6, or of IPv4 in its mapped form `::ffff:a.b.c.d`, as two words in network order.
/// All zeros where there is none.
package struct PeerAddress: Equatable, Sendable {
  package let high: UInt64
  package let low: UInt64

  /// No address.
  package init() {
    high = 0
    low = 0
  }

  /// What the kernel wrote.
  init(_ storage: sockaddr_storage) {
    var storage = storage
    // Sound: a storage is larger than each kind of address. That of IPv4 stands 4 bytes behind the family, that of IPv6 8 bytes.
    (high, low) = unsafe withUnsafeBytes(of: &storage) { bytes in
      switch unsafe Int32(bytes.load(as: sa_family_t.self)) {
      case AF_INET:
        let address = unsafe bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self).bigEndian
        return (0, 0xFFFF_0000_0000 | UInt64(address))
      case AF_INET6:
        return unsafe (
          bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self).bigEndian,
          bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self).bigEndian
        )
      default: return (0, 0)
      }
    }
  }
}
