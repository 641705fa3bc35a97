import Posix
import Testing

@testable import App

struct HealthcheckTests {
  /// A server that gives each of some clients the same answer, and what it was asked.
  private func serve(_ answer: String, times: Int = 1) throws -> UInt16 {
    let listener = Kept(
      try Listener(host: "127.0.0.1", port: 0, backlog: 8, sharesPort: false))
    let port = listener.value.port
    try Thread.start(name: "answerer") {
      guard let poller = try? Poller(capacity: 1),
        (try? poller.add(listener.value.number, token: 0, .reading)) != nil
      else { return }
      for _ in 0..<times {
        guard (try? poller.wait(milliseconds: 20_000)) == 1,
          let socket = try? listener.value.accept()
        else { return }
        _ = try? socket.send(Array(answer.utf8), from: 0)
        socket.finishSending()
        // The request is read before the connection is closed, so that no reset overtakes the answer.
        guard let reader = try? Poller(capacity: 1),
          (try? reader.add(socket.number, token: 0, .reading)) != nil
        else { return }
        var bytes = [UInt8](repeating: 0, count: 1024)
        repeat {
          _ = try? reader.wait(milliseconds: 5000)
        } while (try? socket.receive(into: &bytes)) ?? 0 > 0
      }
    }
    return port
  }

  private final class Kept: Sendable {
    let value: Listener
    init(_ value: consuming Listener) { self.value = value }
  }

  private func configuration(_ arguments: String...) throws -> Configuration {
    try Configuration(arguments: arguments, environment: [:])
  }

  /// Ends a process of its own with what the check says of a port.
  private static func exitWithHealth(atPort port: UInt16) -> Never {
    guard let configuration = try? Configuration(arguments: ["--port=\(port)"], environment: [:])
    else { Process.exitNow(9) }
    Process.exitNow(Healthcheck.run(configuration))
  }

  @Test func `a server that answers 200 is healthy, also when it listens everywhere`() throws {
    let port = try serve("HTTP/1.1 200 OK\r\n\r\n", times: 2)
    #expect(Healthcheck.run(try configuration("--port", "\(port)")) == 0)
    #expect(Healthcheck.run(try configuration("--port=\(port)", "--host=0.0.0.0")) == 0)
  }

  @Test(arguments: [
    "HTTP/1.1 503 Service Unavailable\r\n\r\n", "", "nonsense", "HTTP/1.1 2000 \r\n\r\n",
  ])
  func `any other answer is none`(answer: String) async throws {
    let port = try serve(answer)
    let result = await #expect(
      processExitsWith: .exitCode(1), observing: [\.standardErrorContent]
    ) { [port = port as UInt16] in
      Self.exitWithHealth(atPort: port)
    }
    #expect(
      result.error
        .hasSuffix("tally: http://127.0.0.1:\(port)/livez did not answer 200\n"))
  }

  @Test(arguments: [("127.0.0.1", "127.0.0.1"), ("localhost", "localhost"), ("::1", "[::1]")])
  func `the question names its host as a URL does`(host: String, written: String) {
    #expect(
      String(decoding: Healthcheck.request(to: host), as: UTF8.self)
        == "GET /livez HTTP/1.1\r\nHost: \(written)\r\nConnection: close\r\n\r\n")
  }

  @Test func `a port where nobody listens is named`() async throws {
    let port: UInt16
    do {
      port = try Listener(host: "127.0.0.1", port: 0, backlog: 1, sharesPort: false).port
    }
    let result = await #expect(
      processExitsWith: .exitCode(1), observing: [\.standardErrorContent]
    ) { [port = port as UInt16] in
      Self.exitWithHealth(atPort: port)
    }
    #expect(
      result.error
        .hasSuffix("tally: http://127.0.0.1:\(port)/livez: Connection refused\n"))
  }
}
