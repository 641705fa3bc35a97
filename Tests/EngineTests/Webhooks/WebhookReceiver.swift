import Foundation
import Glibc
import Posix
import Testing

@testable import Engine

/// A server on this machine that webhooks are sent to, and that answers each as it is told.
final class WebhookReceiver: Sendable {
  /// What becomes of a request.
  enum Reaction: Sendable {
    /// An answer with this status, further lines of its head, and a body of so many bytes.
    case status(Int, fields: String = "", bodyBytes: Int = 2)
    /// No answer; the connection stays until the client ends it.
    case hang
    /// The connection is torn.
    case reset
  }

  struct Request: Sendable {
    /// By their names in lower case, which occur once.
    let fields: [String: String]
    /// Such as `POST /hook HTTP/1.1`.
    let line: String
    let body: [UInt8]
  }

  let port: UInt16
  private let descriptor: Int32
  private let taken = Guarded([Request]())

  /// - Parameter react: gets the request and how many came before it.
  init(_ react: @escaping @Sendable (Request, Int) -> Reaction) throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = (0x7F00_0001 as UInt32).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { storage in
      storage.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && listen(descriptor, 64) == 0
          && getsockname(descriptor, $0, &length) == 0
      }
    }
    try #require(isListening)
    self.descriptor = descriptor
    port = UInt16(bigEndian: address.sin_port)
    let taken = taken
    Foundation.Thread.detachNewThread {
      while true {
        let client = accept(descriptor, nil, nil)
        if client < 0 { break }
        Foundation.Thread.detachNewThread { Self.serve(client, taken, react) }
      }
      close(descriptor)
    }
  }

  deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }

  var url: String { "http://127.0.0.1:\(port)/hook" }
  var place: String { "127.0.0.1:\(port)" }
  /// Everything that came, in its order.
  var requests: [Request] { taken.withLock { $0 } }
  /// The ids of the webhooks that came, in their order.
  var ids: [String] { requests.compactMap { $0.fields["webhook-id"] } }

  private static func serve(
    _ client: Int32, _ taken: Guarded<[Request]>, _ react: @Sendable (Request, Int) -> Reaction
  ) {
    defer { close(client) }
    while let request = read(client) {
      let count = taken.withLock { taken in
        taken.append(request)
        return taken.count - 1
      }
      switch react(request, count) {
      case .status(let status, let fields, let bodyBytes):
        let answer =
          "HTTP/1.1 \(status) X\r\n\(fields)Content-Length: \(bodyBytes)\r\n\r\n"
          + String(repeating: "x", count: bodyBytes)
        _ = send(client, answer, answer.utf8.count, Int32(MSG_NOSIGNAL))
      case .hang:
        var byte: UInt8 = 0
        while recv(client, &byte, 1, 0) > 0 {}
        return
      case .reset:
        var hard = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
          client, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
        return
      }
    }
  }

  private static func read(_ client: Int32) -> Request? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      if let request = request(bytes) { return request }
      let count = recv(client, &buffer, buffer.count, 0)
      if count <= 0 { return nil }
      bytes += buffer[..<count]
    }
  }

  private static func request(_ bytes: [UInt8]) -> Request? {
    guard let end = Data(bytes).range(of: Data("\r\n\r\n".utf8)) else { return nil }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
      .components(separatedBy: "\r\n")
    var fields: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.range(of: ": ") else { continue }
      fields[line[..<colon.lowerBound].lowercased()] = String(line[colon.upperBound...])
    }
    let body = bytes[end.upperBound...]
    guard body.count == Int(fields["content-length"] ?? "0") else { return nil }
    return Request(fields: fields, line: lines[0], body: Array(body))
  }
}
