import Foundation
import Glibc
import Posix
import Testing

/// A port of this machine at which nobody answers.
final class BoundPort: Sendable {
  private let descriptor: Int32
  let port: UInt16

  init() throws {
    (descriptor, port) = try LoopbackUpstream.bound()
  }

  deinit { close(descriptor) }
}

/// An upstream on this machine that answers as a test wants it to, and keeps connections.
final class LoopbackUpstream: Sendable {
  /// What becomes of a request.
  enum Reply: Sendable {
    case answer(status: Int = 200, fields: [String] = [], String)
    /// A body that ends before its length is reached; then the connection is closed.
    case cut(String, announcing: Int)
    /// A body without a length that ends with its connection.
    case unmeasured(String)
    /// The connection is closed without an answer.
    case hangUp
    /// Nothing comes until the client goes.
    case silence
    /// Each piece some milliseconds after the one before.
    case slow([String], milliseconds: Int)
  }

  /// What is answered: asked with the target of the request and how often that was asked for before.
  typealias Answering = @Sendable (_ target: String, _ count: Int) -> Reply

  private struct State: Sendable {
    var targets: [String] = []
    var connections = 0
    var answering: Answering
  }

  private let state: Guarded<State>
  private let descriptor: Int32
  let port: UInt16

  var address: String { "http://127.0.0.1:\(port)" }
  /// All that was asked for, in that order.
  var targets: [String] { state.withLock { $0.targets } }
  var connections: Int { state.withLock { $0.connections } }

  init(_ answering: @escaping Answering) throws {
    let state = Guarded(State(answering: answering))
    let (descriptor, port) = try Self.bound()
    try #require(listen(descriptor, 64) == 0)
    self.descriptor = descriptor
    self.port = port
    self.state = state
    Foundation.Thread.detachNewThread {
      while true {
        let client = accept(descriptor, nil, nil)
        if client < 0 { break }
        state.withLock { $0.connections += 1 }
        Foundation.Thread.detachNewThread { Self.serve(client, state) }
      }
      close(descriptor)
    }
  }

  deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }

  fileprivate static func bound() throws -> (descriptor: Int32, port: UInt16) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = (0x7F00_0001 as UInt32).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { storage in
      storage.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    try #require(isBound)
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }

  /// Answers otherwise from now on.
  func answer(_ answering: @escaping Answering) {
    state.withLock { $0.answering = answering }
  }

  private static func serve(_ client: Int32, _ state: Guarded<State>) {
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    let end = Array("\r\n\r\n".utf8)
    defer { close(client) }
    while true {
      while received.firstRange(of: end) == nil {
        let count = recv(client, &buffer, buffer.count, 0)
        if count <= 0 { return }
        received += buffer[..<count]
      }
      guard let range = received.firstRange(of: end) else { return }
      let head = String(decoding: received[..<range.lowerBound], as: UTF8.self)
      received = Array(received[range.upperBound...])
      let target = head.split(separator: " ").dropFirst().first.map(String.init) ?? ""
      let (count, answering) = state.withLock { state in
        let count = state.targets.count { $0 == target }
        state.targets.append(target)
        return (count, state.answering)
      }
      guard send(answering(target, count), to: client) else { return }
    }
  }

  /// - Returns: whether the connection goes on.
  private static func send(_ reply: Reply, to client: Int32) -> Bool {
    switch reply {
    case .answer(let status, let fields, let body):
      let lines = ["HTTP/1.1 \(status) X", "Content-Length: \(body.utf8.count)"] + fields
      return send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body, to: client)
    case .cut(let body, let announced):
      _ = send("HTTP/1.1 200 OK\r\nContent-Length: \(announced)\r\n\r\n" + body, to: client)
      return false
    case .unmeasured(let body):
      _ = send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body, to: client)
      return false
    case .hangUp: return false
    case .silence:
      var byte: UInt8 = 0
      _ = recv(client, &byte, 1, 0)
      return false
    case .slow(let pieces, let milliseconds):
      let count = pieces.reduce(0) { $0 + $1.utf8.count }
      guard send("HTTP/1.1 200 OK\r\nContent-Length: \(count)\r\n\r\n", to: client) else {
        return false
      }
      for piece in pieces {
        Posix.Thread.sleep(milliseconds: milliseconds)
        guard send(piece, to: client) else { return false }
      }
      return true
    }
  }

  private static func send(_ text: String, to client: Int32) -> Bool {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes {
        Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return false }
      bytes = bytes.dropFirst(count)
    }
    return true
  }
}
