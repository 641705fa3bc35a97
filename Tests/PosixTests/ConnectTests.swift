import Posix
import Testing

struct ConnectTests {
  @Test func `a port where nobody listens refuses`() throws {
    let port: UInt16
    do {
      let listener = try Listener(host: "127.0.0.1", port: 0, backlog: 1, sharesPort: false)
      port = listener.port
    }
    #expect(throws: Errno.self) {
      _ = try FileDescriptor.connected(to: "127.0.0.1", port: port, timeoutSeconds: 5).number
    }
  }

  @Test func `a host without an address is not found`() {
    #expect(throws: Errno.notFound) {
      _ = try FileDescriptor.connected(to: "no.such.host.invalid", port: 1, timeoutSeconds: 5)
        .number
    }
  }

  @Test func `a name whose first address refuses is reached at its next one`() throws {
    // localhost may mean ::1 first; the listener has only the other address.
    let listener = try Listener(host: "127.0.0.1", port: 0, backlog: 1, sharesPort: false)
    let client = try FileDescriptor.connected(
      to: "localhost", port: listener.port, timeoutSeconds: 5)
    let number = client.number
    #expect(number >= 0)
  }

  @Test func `a peer that says nothing is given up after the time`() throws {
    let listener = try Listener(host: "127.0.0.1", port: 0, backlog: 1, sharesPort: false)
    let client = try FileDescriptor.connected(
      to: "127.0.0.1", port: listener.port, timeoutSeconds: 1)
    #expect(throws: Errno.wouldBlock) { _ = try client.readAll(limit: 1) }
  }
}
