import Glibc
import Posix
import Testing

struct ListenerTests {
  /// Whether this machine has the loopback address of IPv6.
  private static var hasIPv6: Bool {
    do throws(Errno) {
      return try Listener(host: "::1", port: 0, backlog: 1, sharesPort: false).port > 0
    } catch {
      return false
    }
  }

  private func listener(port: UInt16 = 0, sharesPort: Bool = false) throws(Errno) -> Listener {
    try Listener(host: "127.0.0.1", port: port, backlog: 16, sharesPort: sharesPort)
  }

  @Test func `the kernel chooses a port for 0, and clients reach it`() throws {
    let listener = try listener()
    let port = listener.port
    #expect(port > 0)
    let client = try FileDescriptor.connected(to: "127.0.0.1", port: port, timeoutSeconds: 10)
    let socket = try listener.accept()
    try client.writeAll([1, 2, 3])
    var buffer = [UInt8](repeating: 0, count: 8)
    let count = try received(socket, into: &buffer)
    #expect(count == 3)
    #expect(buffer[..<3] == [1, 2, 3])
  }

  @Test func `with no client waiting an accept would block`() throws {
    let listener = try listener()
    #expect(throws: Errno.wouldBlock) { _ = try listener.accept().number }
  }

  @Test func `a port in use is refused unless both share it`() throws {
    let first = try listener()
    let port = first.port
    #expect(throws: Errno.addressInUse) { _ = try listener(port: port).port }
    let shared = try listener(sharesPort: true)
    let second = try listener(port: shared.port, sharesPort: true)
    let ports = [shared.port, second.port]
    #expect(ports[0] == ports[1])
  }

  @Test(arguments: ["no.such.host.invalid", "", "300.1.1.1"])
  func `a host without an address is not found`(host: String) {
    #expect(throws: Errno.self) {
      _ = try Listener(host: host.isEmpty ? " " : host, port: 0, backlog: 1, sharesPort: false).port
    }
  }

  @Test func `an accepted connection neither blocks nor delays`() throws {
    let listener = try listener()
    let client = try FileDescriptor.connected(
      to: "localhost", port: listener.port, timeoutSeconds: 10)
    let socket = try listener.accept()
    #expect(fcntl(socket.number, F_GETFL) & O_NONBLOCK != 0)
    #expect(fcntl(socket.number, F_GETFD) & FD_CLOEXEC != 0)
    var delays: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(socket.number, Int32(IPPROTO_TCP), TCP_NODELAY, &delays, &size)
    #expect(delays != 0)
    #expect(client.number >= 0)
  }

  @Test func `who is accepted is known by its address, of IPv4 in its mapped form`() throws {
    let listener = try listener()
    let client = try FileDescriptor.connected(
      to: "127.0.0.1", port: listener.port, timeoutSeconds: 10)
    let peer = try listener.accept().peer
    #expect(peer.high == 0 && peer.low == 0xFFFF_7F00_0001)
    #expect(client.number >= 0)
    #expect(PeerAddress().high == 0 && PeerAddress().low == 0)
  }

  @Test(.enabled(if: hasIPv6))
  func `an address of IPv6 is known too`() throws {
    let listener = try Listener(host: "::1", port: 0, backlog: 1, sharesPort: false)
    let client = try FileDescriptor.connected(to: "::1", port: listener.port, timeoutSeconds: 10)
    let peer = try listener.accept().peer
    #expect(peer.high == 0 && peer.low == 1)
    #expect(client.number >= 0)
  }
}

/// Receives what comes first on a socket that does not block.
func received(_ socket: borrowing Socket, into buffer: inout [UInt8]) throws -> Int {
  let poller = try Poller(capacity: 1)
  try poller.add(socket.number, token: 0, .reading)
  _ = try poller.wait(milliseconds: 10_000)
  return try socket.receive(into: &buffer)
}
