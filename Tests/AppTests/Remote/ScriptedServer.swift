import Foundation
import Glibc
import Synchronization
import Testing

/// A server on this machine that answers as its script says, once for each connection, and keeps what it was asked.
final class ScriptedServer: Sendable {
  struct Request: Sendable {
    /// Such as `GET /api/v1/jobs`.
    let line: String
    /// With the body.
    let text: String

    func field(_ name: String) -> String? {
      let lead = name.lowercased() + ": "
      return text.components(separatedBy: "\r\n").first { $0.lowercased().hasPrefix(lead) }
        .map { String($0.dropFirst(lead.count)) }
    }

    var body: String { text.components(separatedBy: "\r\n\r\n").dropFirst().joined() }
  }

  let port: Int
  private let descriptor: Int32
  private let log = Log()
  private let isClosed = Atomic(false)

  private final class Log: Sendable {
    let requests = Mutex<[Request]>([])
  }

  /// - Parameters:
  ///   - port: 0 for any that is free.
  ///   - answer: gets a request and its place among all, and gives the bytes of the answer; an empty one breaks the connection.
  init(port: Int = 0, _ answer: @escaping @Sendable (Request, Int) -> String) throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = (0x7F00_0001 as UInt32).bigEndian
    var isOn: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &isOn, socklen_t(MemoryLayout<Int32>.size))
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { storage in
      storage.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && listen(descriptor, 16) == 0
          && getsockname(descriptor, $0, &length) == 0
      }
    }
    try #require(isListening)
    self.descriptor = descriptor
    self.port = Int(in_port_t(bigEndian: address.sin_port))
    let log = log
    Thread.detachNewThread {
      while true {
        let client = accept(descriptor, nil, nil)
        if client < 0 { break }
        Thread.detachNewThread { Self.serve(client, log, answer) }
      }
      // Here, because the number may be another's socket from now on.
      _ = Glibc.close(descriptor)
    }
  }

  deinit { close() }

  /// Listens no more.
  func close() {
    guard !isClosed.exchange(true, ordering: .sequentiallyConsistent) else { return }
    shutdown(descriptor, Int32(SHUT_RDWR))
  }

  var url: String { "http://127.0.0.1:\(port)" }
  var requests: [Request] { log.requests.withLock { $0 } }
  var lines: [String] { requests.map(\.line) }

  private static func serve(
    _ client: Int32, _ log: Log, _ answer: @Sendable (Request, Int) -> String
  ) {
    defer { _ = Glibc.close(client) }
    guard let request = readRequest(client) else { return }
    let place = log.requests.withLock {
      $0.append(request)
      return $0.count - 1
    }
    let bytes = Array(answer(request, place).utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return }
      sent += count
    }
  }

  private static func readRequest(_ client: Int32) -> Request? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let text = String(decoding: bytes, as: UTF8.self)
      let parts = text.components(separatedBy: "\r\n\r\n")
      if parts.count > 1 {
        let request = Request(line: requestLine(text), text: text)
        let wanted = request.field("Content-Length").flatMap { Int($0) } ?? 0
        if request.body.utf8.count >= wanted { return request }
      }
      let count = recv(client, &buffer, buffer.count, 0)
      if count <= 0 { return nil }
      bytes += buffer[..<count]
    }
  }

  private static func requestLine(_ text: String) -> String {
    (text.components(separatedBy: "\r\n").first ?? "").replacing(" HTTP/1.1", with: "")
  }
}

extension ScriptedServer {
  /// A whole answer.
  static func answer(_ status: String, _ fields: String = "", _ body: String = "") -> String {
    let length = status.hasPrefix("204") ? "" : "Content-Length: \(body.utf8.count)\r\n"
    return "HTTP/1.1 \(status)\r\n\(fields)\(length)Connection: close\r\n\r\n\(body)"
  }

  static func json(_ body: String, _ status: String = "200 OK") -> String {
    answer(status, "Content-Type: application/json\r\n", body)
  }

  static func problem(_ status: String, _ body: String, _ fields: String = "") -> String {
    answer(status, "Content-Type: application/problem+json\r\n\(fields)", body)
  }

  /// A stream of events that ends with the connection.
  static func events(_ data: String...) -> String {
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
      + data.map { "event: progress\ndata: \($0)\n\n" }.joined()
  }

  /// A description of a job.
  static func job(
    _ number: Int, _ state: String, progress: Int = 0, phase: String? = nil,
    error: String? = nil, more: String = ""
  ) -> String {
    let text = { (text: String?) in text.map { "\"\($0)\"" } ?? "null" }
    return "{\"id\":\"job_id_\(number)\",\"type\":\"aggregate\",\"state\":\"\(state)\","
      + "\"progress\":\(progress),\"phase\":\(text(phase)),\"queue_position\":null,"
      + "\"expected_wait_seconds\":null,\"error\":\(text(error))\(more)}"
  }

  /// A description of job 7.
  static func job(
    _ state: String, progress: Int = 0, phase: String? = nil, error: String? = nil
  ) -> String {
    job(7, state, progress: progress, phase: phase, error: error)
  }
}
