import Glibc
import Testing

@testable import Posix

struct SupervisorTests {
  private let scratch = ScratchFolder()

  /// A socket that takes datagrams under a name.
  private func socket(named name: [UInt8]) throws -> FileDescriptor {
    let socket = FileDescriptor(owning: Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0))
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    let size = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
    let number = socket.number
    let status = withUnsafeBytes(of: &address) {
      bind(number, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), size)
    }
    try #require(status == 0)
    return socket
  }

  /// The next datagram.
  private func datagram(_ socket: borrowing FileDescriptor) -> String {
    let number = socket.number
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { recv(number, $0.baseAddress, $0.count, 0) }
    return String(decoding: buffer[..<max(0, count)], as: UTF8.self)
  }

  @Test func `notices come as one datagram to a socket in the file system`() throws {
    let path = scratch.path + "/notify"
    let socket = try socket(named: Array(path.utf8))
    let supervisor = try #require(Supervisor(environment: ["NOTIFY_SOCKET": path]))
    try supervisor.tell([.ready, .status("listening\nhere")])
    #expect(datagram(socket) == "READY=1\nSTATUS=listening here\n")
    try supervisor.tell([.reloading(microseconds: 17)])
    #expect(datagram(socket) == "RELOADING=1\nMONOTONIC_USEC=17\n")
    try supervisor.tell([.stopping])
    try supervisor.tell([.alive])
    #expect(datagram(socket) == "STOPPING=1\n")
    #expect(datagram(socket) == "WATCHDOG=1\n")
  }

  @Test func `a name that begins with @ is one of the kernel's own`() throws {
    let name = "@tally-test-\(scratch.path)"
    let socket = try socket(named: [0] + Array(name.utf8.dropFirst()))
    let supervisor = try #require(Supervisor(environment: ["NOTIFY_SOCKET": name]))
    try supervisor.tell([.ready])
    #expect(datagram(socket) == "READY=1\n")
  }

  @Test func `a socket that is not there is a failure and no more`() throws {
    let supervisor = try #require(
      Supervisor(environment: ["NOTIFY_SOCKET": scratch.path + "/nobody"]))
    #expect(throws: Errno.notFound) { try supervisor.tell([.ready]) }
  }

  @Test(arguments: [
    nil, "", "@", "/", "relative", "vsock:2:1234", "/" + String(repeating: "a", count: 107),
  ])
  func `without a socket that can be reached nobody is told`(name: String?) {
    #expect(Supervisor(environment: name.map { ["NOTIFY_SOCKET": $0] } ?? [:]) == nil)
  }

  @Test(
    arguments: [
      ("30000000", nil, 30_000), ("30000000", String(getpid()), 30_000), ("30000000", "1", nil),
      ("999", nil, nil), ("0", nil, nil), ("-1", nil, nil), ("soon", nil, nil), (nil, nil, nil),
    ] as [(String?, String?, Int?)])
  func `the watchdog is the one of this process`(
    time: String?, process: String?, milliseconds: Int?
  ) {
    var environment = ["NOTIFY_SOCKET": "/run/notify"]
    environment["WATCHDOG_USEC"] = time
    environment["WATCHDOG_PID"] = process
    #expect(Supervisor(environment: environment)?.watchdogMilliseconds == milliseconds)
  }
}
