internal import Posix

/// `tally healthcheck`: asks the server on this machine whether it is alive, for containers that have no curl.
enum Healthcheck {
  /// - Returns: 0 if `/livez` answered 200 within five seconds, else 1.
  static func run(_ configuration: Configuration) -> Int32 {
    let host = reachableHost(configuration.text("host") ?? "127.0.0.1")
    let port = UInt16(configuration.number("port") ?? 8080)
    do throws(Errno) {
      let socket = try FileDescriptor.connected(to: host, port: port, timeoutSeconds: 5)
      try socket.writeAll(request(to: host))
      let answer = try socket.readAll(limit: 4096)
      if answer.starts(with: "HTTP/1.1 200 ".utf8) { return 0 }
      Output.error("tally: \(url(host, port)) did not answer 200")
    } catch {
      Output.error("tally: \(url(host, port)): \(error.description)")
    }
    return 1
  }

  /// The host under which this machine reaches a server that listens on another one: `0.0.0.0` and `::` mean all addresses, and are none.
  static func reachableHost(_ host: String) -> String {
    ["0.0.0.0", "::"].contains(host) ? "127.0.0.1" : host
  }

  /// What is asked. An address of IPv6 stands in brackets, because colons part a host from its port (RFC 3986, section 3.2.2).
  static func request(to host: String) -> [UInt8] {
    Array("GET /livez HTTP/1.1\r\nHost: \(Serve.urlHost(host))\r\nConnection: close\r\n\r\n".utf8)
  }

  private static func url(_ host: String, _ port: UInt16) -> String {
    "http://\(Serve.urlHost(host)):\(port)/livez"
  }
}
