internal import CLinux
internal import Glibc

/// Who has started this process as a service and wants to be told how it stands: the protocol of sd_notify(3), without its library.
///
/// A notice is one datagram to a socket that the environment names. Nobody answers.
package struct Supervisor: Equatable, Sendable {
  /// What there is to tell.
  package enum Notice: Equatable, Sendable {
    /// It serves, or serves again.
    case ready
    /// It reads its settings again, since this moment of the monotonic clock; `ready` ends that.
    case reloading(microseconds: Int64)
    case stopping
    /// The watchdog may wait for another of its intervals.
    case alive
    /// What it does at the moment, in words for people.
    case status(String)

    /// The lines of the protocol. A status is one of them, whatever it holds.
    var text: String {
      switch self {
      case .ready: "READY=1\n"
      case .reloading(let microseconds): "RELOADING=1\nMONOTONIC_USEC=\(microseconds)\n"
      case .stopping: "STOPPING=1\n"
      case .alive: "WATCHDOG=1\n"
      case .status(let words):
        "STATUS=" + String(words.map { $0.isNewline ? " " : $0 }) + "\n"
      }
    }
  }

  /// What a socket's address holds beside its family.
  private static let pathLimit = 107
  /// A supervisor that takes nothing for so long is left alone.
  private static let patienceSeconds = 1

  private let path: [UInt8]
  /// How often it must hear that the process lives; `nil` if it does not want to.
  package let watchdogMilliseconds: Int?

  /// Reads `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID`.
  ///
  /// - Returns: `nil` where nobody wants to be told.
  package init?(environment: [String: String]) {
    guard let name = environment["NOTIFY_SOCKET"] else { return nil }
    var path = Array(name.utf8)
    guard path.count > 1, path.count <= Self.pathLimit else { return nil }
    // A name that begins with @ is one of the kernel's own, which begins with a zero.
    switch path[0] {
    case UInt8(ascii: "/"): break
    case UInt8(ascii: "@"): path[0] = 0
    default: return nil
    }
    self.path = path
    let isMeant = environment["WATCHDOG_PID"].map { $0 == String(getpid()) } ?? true
    let interval = environment["WATCHDOG_USEC"].flatMap { Int($0) } ?? 0
    watchdogMilliseconds = isMeant && interval >= 1000 ? interval / 1000 : nil
  }

  /// Tells it something, in one datagram.
  ///
  /// - Throws: `Errno` if nobody took it.
  package func tell(_ notices: [Notice]) throws(Errno) {
    let kind = Int32(SOCK_DGRAM.rawValue) | Int32(bitPattern: SOCK_CLOEXEC.rawValue)
    let socket = FileDescriptor(owning: try retrying { Glibc.socket(AF_UNIX, kind, 0) })
    let number = socket.number
    var limit = timeval(tv_sec: Self.patienceSeconds, tv_usec: 0)
    let limitSize = socklen_t(MemoryLayout<timeval>.size)
    _ = try retrying {
      unsafe setsockopt(number, SOL_SOCKET, SO_SNDTIMEO, &limit, limitSize)
    }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path) }
    // The family, then the name to its last byte: a zero behind it would belong to a name of the kernel's own.
    let size = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
    let bytes = Array(notices.map(\.text).joined().utf8)
    _ = try retrying {
      unsafe withUnsafeBytes(of: &address) { name in
        unsafe bytes.withUnsafeBytes { bytes in
          // Sound: the kernel reads `size` bytes of an address that is larger, and only during the call.
          unsafe sendto(
            number, bytes.baseAddress, bytes.count, Int32(truncatingIfNeeded: MSG_NOSIGNAL),
            name.baseAddress?.assumingMemoryBound(to: sockaddr.self), size)
        }
      }
    }
  }
}
