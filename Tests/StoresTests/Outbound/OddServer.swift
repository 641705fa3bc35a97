import Foundation
import Glibc
import Synchronization
import Testing

/// A server on this machine that answers as it is told, mostly badly.
final class OddServer: Sendable {
  /// What it does with a connection, one after the other. Behind the last one it closes.
  enum Step: Sendable {
    case send(String)
    case sendBytes([UInt8])
    /// Sends the same until the client goes.
    case sendForEver([UInt8])
    /// Says nothing until the client goes.
    case waitForEver
    /// Reads another request from the same connection.
    case takeNext
  }

  struct Request: Sendable {
    let path: String
    /// Everything that came, the body too.
    let text: String
  }

  let port: Int
  private let descriptor: Int32
  private let counter = Counter()

  private final class Counter: Sendable {
    let connections = Atomic(0)
    let requests = Atomic(0)
  }

  /// - Parameters:
  ///   - everywhere: listens on all IPv4 addresses of the machine in place of 127.0.0.1.
  ///   - isRash: answers before anything was asked.
  init(
    everywhere: Bool = false, isRash: Bool = false,
    _ answer: @escaping @Sendable (Request) -> [Step]
  ) throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = (everywhere ? 0 : 0x7F00_0001 as UInt32).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { storage in
      storage.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && listen(descriptor, 64) == 0
          && getsockname(descriptor, $0, &length) == 0
      }
    }
    try #require(isListening)
    self.descriptor = descriptor
    port = Int(UInt16(bigEndian: address.sin_port))
    let counter = counter
    Thread.detachNewThread {
      while true {
        let client = accept(descriptor, nil, nil)
        if client < 0 { break }
        counter.connections.wrappingAdd(1, ordering: .sequentiallyConsistent)
        Thread.detachNewThread { Self.serve(client, counter, isRash: isRash, answer) }
      }
      close(descriptor)
    }
  }

  deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }

  var connectionCount: Int { counter.connections.load(ordering: .sequentiallyConsistent) }
  var requestCount: Int { counter.requests.load(ordering: .sequentiallyConsistent) }

  func url(_ path: String = "/", host: String = "127.0.0.1") -> String {
    "http://\(host):\(port)\(path)"
  }

  private static func serve(
    _ client: Int32, _ counter: Counter, isRash: Bool, _ answer: @Sendable (Request) -> [Step]
  ) {
    defer { close(client) }
    while let request = isRash ? Request(path: "", text: "") : readRequest(client) {
      counter.requests.wrappingAdd(1, ordering: .sequentiallyConsistent)
      var takesNext = false
      for step in answer(request) {
        switch step {
        case .send(let text): _ = sendAll(Array(text.utf8), client)
        case .sendBytes(let bytes): _ = sendAll(bytes, client)
        case .sendForEver(let bytes): while sendAll(bytes, client) {}
        case .waitForEver:
          var byte: UInt8 = 0
          while recv(client, &byte, 1, 0) > 0 {}
        case .takeNext: takesNext = true
        }
      }
      if !takesNext { return }
    }
  }

  private static func readRequest(_ client: Int32) -> Request? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let text = String(decoding: bytes, as: UTF8.self)
      if let end = text.range(of: "\r\n\r\n") {
        let head = text[..<end.lowerBound]
        let length = head.split(separator: "\r\n").first {
          $0.lowercased().hasPrefix("content-length:")
        }
        let wanted = length.flatMap { Int($0.split(separator: " ")[1]) } ?? 0
        if text[end.upperBound...].utf8.count >= wanted {
          let path = head.split(separator: " ").dropFirst().first ?? ""
          return Request(path: String(path), text: text)
        }
      }
      let count = recv(client, &buffer, buffer.count, 0)
      if count <= 0 { return nil }
      bytes += buffer[..<count]
    }
  }

  private static func sendAll(_ bytes: [UInt8], _ client: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        send(client, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return false }
      sent += count
    }
    return true
  }
}

extension OddServer.Step {
  /// A whole answer whose end is the end of the connection.
  static func answer(_ status: String, _ fields: String = "", body: String = "") -> Self {
    .send(
      "HTTP/1.1 \(status)\r\n\(fields)Content-Length: \(body.utf8.count)\r\n"
        + "Connection: close\r\n\r\n\(body)")
  }

  static func redirect(_ place: String, _ status: String = "302 Found") -> Self {
    .answer(status, "Location: \(place)\r\n", body: "<a>over there</a>")
  }
}
