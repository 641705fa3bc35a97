import Foundation
import Glibc

/// A client that says exactly what it is told to say, over a socket of its own.
final class TestClient {
  enum Failure: Error {
    case notConnected(Int32)
    case ended(soFar: String)
    case notAResponse(String)
  }

  private let descriptor: Int32
  private var isOpen = true
  private var received: [UInt8] = []

  /// A socket that is not connected yet.
  private init(receiveBufferBytes: Int32?) {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    if var size = receiveBufferBytes {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4)
    }
    var patience = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  static func unconnected() -> TestClient {
    TestClient(receiveBufferBytes: nil)
  }

  convenience init(port: UInt16, receiveBufferBytes: Int32? = nil) throws {
    self.init(receiveBufferBytes: receiveBufferBytes)
    try connect(to: port)
  }

  func connect(to port: UInt16) throws {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let failed = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if failed != 0 { throw Failure.notConnected(errno) }
  }

  deinit { end() }

  /// Closes the connection.
  func end() {
    if isOpen { close(descriptor) }
    isOpen = false
  }

  /// Closes with a reset instead of an end.
  func reset() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
    end()
  }

  func finishSending() {
    shutdown(descriptor, Int32(SHUT_WR))
  }

  func send(_ text: String) {
    send(Array(text.utf8))
  }

  /// Sends all of the bytes, or as many as the server takes before it closes.
  func send(_ bytes: [UInt8]) {
    var place = 0
    while place < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(
          descriptor, $0.baseAddress.map { $0 + place }, bytes.count - place,
          Int32(truncatingIfNeeded: MSG_NOSIGNAL))
      }
      if count <= 0 { return }
      place += count
    }
  }

  /// Sends a GET for a path.
  func get(_ path: String, _ fields: String = "") {
    send("GET \(path) HTTP/1.1\r\nHost: x\r\n\(fields)\r\n")
  }

  /// Reads once; false at the end of the stream, at a reset, and when nothing came for a minute.
  private func readMore() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    guard count > 0 else { return false }
    received += buffer[..<count]
    return true
  }

  /// The port of this end.
  var port: UInt16 {
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = getsockname(descriptor, $0, &length)
      }
    }
    return UInt16(bigEndian: address.sin_port)
  }

  /// Bytes that the kernel holds of what the server sent: not acknowledged by this end yet, or not read (proc(5), /proc/net/tcp).
  func bytesInKernel(from serverPort: UInt16) -> Int {
    let ends = [port, serverPort].map { String(format: ":%04X", $0) }
    // The file has no size, and a read of it ends where a page of its lines does.
    let file = open("/proc/net/tcp", O_RDONLY)
    defer { Glibc.close(file) }
    var text: [UInt8] = []
    var page = [UInt8](repeating: 0, count: 1 << 16)
    while case let length = Glibc.read(file, &page, page.count), length > 0 {
      text += page[..<length]
    }
    var count = 0
    for line in text.split(separator: UInt8(ascii: "\n")) {
      let columns = String(decoding: line, as: UTF8.self).split(separator: " ")
      guard columns.count > 4 else { continue }
      let queues = columns[4].split(separator: ":").map { Int($0, radix: 16) ?? 0 }
      if columns[1].hasSuffix(ends[0]), columns[2].hasSuffix(ends[1]) { count += queues[1] }
      if columns[1].hasSuffix(ends[1]), columns[2].hasSuffix(ends[0]) { count += queues[0] }
    }
    return count
  }

  /// Nothing has come that was not read yet. Only what is sure to be there already can be told from it.
  var hasNothing: Bool {
    var byte = UInt8(0)
    let flags = Int32(truncatingIfNeeded: MSG_PEEK | MSG_DONTWAIT)
    return received.isEmpty && recv(descriptor, &byte, 1, flags) < 0 && errno == EAGAIN
  }

  /// All that comes until the server closes.
  func rest() -> [UInt8] {
    while readMore() {}
    defer { received = [] }
    return received
  }

  /// Waits until the server has closed, with nothing left to read.
  func isClosedByServer() -> Bool {
    seesEnd() || received.isEmpty && errno == ECONNRESET
  }

  /// Waits for the end of the stream; `false` if a reset or more bytes come instead.
  func seesEnd() -> Bool {
    guard received.isEmpty else { return false }
    var byte = UInt8(0)
    return recv(descriptor, &byte, 1, 0) == 0
  }

  /// Reads a number of bytes.
  func read(_ count: Int) throws -> [UInt8] {
    while received.count < count {
      guard readMore() else { throw Failure.ended(soFar: "\(received.count) of \(count) bytes") }
    }
    defer { received.removeFirst(count) }
    return Array(received[..<count])
  }

  struct Answer {
    var status: Int
    var fields: [(name: String, value: String)]
    var body: [UInt8] = []
    var text: String { String(decoding: body, as: UTF8.self) }

    func value(_ name: String) -> String? {
      fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }
  }

  /// Reads a response to its end, however it is framed.
  func answer(toHead: Bool = false) throws -> Answer {
    let lines = try head()
    guard let first = lines.first, first.hasPrefix("HTTP/1.1 "),
      let status = Int(first.split(separator: " ")[1])
    else { throw Failure.notAResponse(lines.first ?? "") }
    let fields = lines.dropFirst().map { line in
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      return (name: String(parts[0]), value: parts[1].trimmingCharacters(in: .whitespaces))
    }
    var answer = Answer(status: status, fields: fields)
    if status == 100 || status == 204 || status == 304 || toHead { return answer }
    if let length = answer.value("Content-Length").flatMap({ Int($0) }) {
      answer.body = try read(length)
    } else if answer.value("Transfer-Encoding") == "chunked" {
      answer.body = try readChunks()
    } else {
      answer.body = rest()
    }
    return answer
  }

  /// Reads a head and takes its lines apart.
  func head() throws -> [String] {
    let mark = Array("\r\n\r\n".utf8)
    while place(of: mark) == nil {
      guard readMore() else {
        throw Failure.ended(soFar: String(decoding: received, as: UTF8.self))
      }
    }
    let end = (place(of: mark) ?? 0) + 4
    let head = String(decoding: received[..<end], as: UTF8.self)
    received.removeFirst(end)
    return head.components(separatedBy: "\r\n").filter { !$0.isEmpty }
  }

  private func place(of mark: [UInt8]) -> Int? {
    guard received.count >= mark.count else { return nil }
    return (0...(received.count - mark.count)).first { start in
      mark.indices.allSatisfy { received[start + $0] == mark[$0] }
    }
  }

  private func readChunks() throws -> [UInt8] {
    var body: [UInt8] = []
    while case let chunk = try chunk(), !chunk.isEmpty { body += chunk }
    return body
  }

  /// Reads the content of the next chunk; none is in the last one.
  func chunk() throws -> [UInt8] {
    let line = Array("\r\n".utf8)
    while place(of: line) == nil {
      guard readMore() else { throw Failure.ended(soFar: "a part of a chunk") }
    }
    let end = place(of: line) ?? 0
    let digits = String(decoding: received[..<end], as: UTF8.self)
    received.removeFirst(end + 2)
    guard let size = Int(digits, radix: 16) else { throw Failure.notAResponse(digits) }
    let content = try read(size)
    _ = try read(2)
    return content
  }

  /// Reads the content of the next chunk as text.
  func text() throws -> String { String(decoding: try chunk(), as: UTF8.self) }
}
