import Foundation
import Posix

/// A client's end of one connection: it sends bytes and reads answers as they stand. One thread uses it at a time.
package final class HTTPConnection {
  private let socket: FileDescriptor
  private var unread: [UInt8] = []

  package init(port: UInt16, timeoutSeconds: Int = 180) throws {
    socket = try FileDescriptor.connected(
      to: "127.0.0.1", port: port, timeoutSeconds: timeoutSeconds)
  }

  /// Sends one request and reads its answer.
  package func request(
    _ method: String, _ target: String, body: String? = nil, fields: [String: String] = [:]
  ) throws -> HTTPAnswer {
    var text = "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\n"
    for (name, value) in fields { text += "\(name): \(value)\r\n" }
    if let body {
      if fields["Content-Type"] == nil { text += "Content-Type: application/json\r\n" }
      text += "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    } else {
      text += "\r\n"
    }
    try send(text)
    return try answer(isToHead: method == "HEAD")
  }

  package func send(_ text: String) throws { try send(Array(text.utf8)) }

  package func send(_ bytes: [UInt8]) throws { try socket.writeAll(bytes) }

  /// Reads one whole answer.
  package func answer(isToHead: Bool = false) throws -> HTTPAnswer {
    var head: [String] = []
    while let line = try line(), !line.isEmpty { head.append(line) }
    guard let statusLine = head.first?.split(separator: " "), statusLine.count > 1,
      let status = Int(statusLine[1])
    else { throw TallyServer.Failure.noAnswer }
    let fields = head.dropFirst().compactMap { line -> (String, String)? in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      return (
        line[..<colon].lowercased(),
        line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      )
    }
    var answer = HTTPAnswer(status: status, fields: fields, body: [])
    if isToHead || status == 204 || status == 304 { return answer }
    if answer["transfer-encoding"] == "chunked" {
      answer.body = try chunks()
    } else if let length = answer["content-length"].flatMap({ Int($0) }) {
      answer.body = try take(length)
    } else {
      while try fill() {}
      answer.body = unread
      unread = []
    }
    return answer
  }

  /// Reads a head that nothing follows, such as `100 Continue`.
  ///
  /// - Returns: its first line.
  package func interimHead() throws -> String? {
    let first = try line()
    while let line = try line(), !line.isEmpty {}
    return first
  }

  /// Reads so many bytes of whatever comes.
  package func bytes(_ count: Int) throws -> [UInt8] { try take(count) }

  /// Waits until the server closes the connection; whether it did so with nothing more to read.
  package func isClosed() -> Bool {
    guard unread.isEmpty else { return false }
    do {
      return try !fill()
    } catch {
      return error as? Errno == .connectionReset
    }
  }

  /// Whether there is something to read, or the end of the stream.
  package var hasInput: Bool {
    var watched = pollfd(fd: socket.number, events: Int16(POLLIN), revents: 0)
    return !unread.isEmpty || poll(&watched, 1, 0) > 0
  }

  private func chunks() throws -> [UInt8] {
    var body: [UInt8] = []
    while let size = try line().flatMap({ Int($0, radix: 16) }), size > 0 {
      body += try take(size)
      _ = try line()
    }
    _ = try line()
    return body
  }

  private func line() throws -> String? {
    while true {
      if let end = unread.firstIndex(of: 0x0A) {
        let line = String(decoding: unread[..<end].dropLast(), as: UTF8.self)
        unread.removeFirst(end + 1)
        return line
      }
      guard try fill() else { return nil }
    }
  }

  private func take(_ count: Int) throws -> [UInt8] {
    while unread.count < count {
      guard try fill() else { throw TallyServer.Failure.noAnswer }
    }
    defer { unread.removeFirst(count) }
    return Array(unread[..<count])
  }

  /// Reads what is there; `false` at the end of the stream.
  private func fill() throws -> Bool {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    let count = try buffer.withUnsafeMutableBytes { (bytes) throws(Errno) in
      try socket.read(into: bytes)
    }
    unread += buffer[..<count]
    return count > 0
  }
}

/// An answer as it came.
package struct HTTPAnswer: Sendable {
  package let status: Int
  /// Names in lower case.
  package let fields: [(name: String, value: String)]
  package var body: [UInt8]

  package subscript(name: String) -> String? { fields.first { $0.name == name }?.value }
  package var text: String { String(decoding: body, as: UTF8.self) }
  /// Every value of a field.
  package func all(_ name: String) -> [String] {
    fields.filter { $0.name == name }.map(\.value)
  }

  /// The body as JSON.
  package func object() throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] ?? [:]
  }
}
