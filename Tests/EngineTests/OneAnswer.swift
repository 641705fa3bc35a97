import Foundation
import Glibc
import Posix
import Testing

/// A server on this machine that gives everybody the same answer, or lets everybody wait for it.
final class OneAnswer: Sendable {
  private let port: UInt16
  private let descriptor: Int32
  private let asked = Guarded(0)

  var url: String { "http://127.0.0.1:\(port)/a.csv" }
  var wasAsked: Bool { count > 0 }
  /// How often it was asked.
  var count: Int { asked.withLock { $0 } }

  /// - Parameters:
  ///   - isSilent: whether it takes requests and never answers.
  ///   - byteCount: how long the body is said to be, if it is not; the rest never comes.
  init(
    type: String = "text/csv", body: String, isSilent: Bool = false,
    announcing byteCount: Int? = nil
  ) throws {
    let announced = byteCount ?? body.utf8.count
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = (0x7F00_0001 as UInt32).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { storage in
      storage.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && listen(descriptor, 1) == 0
          && getsockname(descriptor, $0, &length) == 0
      }
    }
    try #require(isListening)
    self.descriptor = descriptor
    port = UInt16(bigEndian: address.sin_port)
    let asked = asked
    let text =
      "HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nContent-Length: \(announced)\r\n"
      + "Connection: close\r\n\r\n" + body
    Foundation.Thread.detachNewThread {
      while true {
        let client = accept(descriptor, nil, nil)
        if client < 0 { break }
        Self.answer(client, isSilent ? nil : text, isWhole: announced == body.utf8.count) {
          asked.withLock { $0 += 1 }
        }
      }
      close(descriptor)
    }
  }

  deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }

  private static func answer(
    _ client: Int32, _ text: String?, isWhole: Bool, _ note: () -> Void
  ) {
    var request: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !request.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      let count = recv(client, &buffer, buffer.count, 0)
      if count <= 0 { break }
      request += buffer[..<count]
    }
    note()
    if let text { _ = send(client, text, text.utf8.count, Int32(MSG_NOSIGNAL)) }
    // Until the client has enough of it.
    if text == nil || !isWhole { _ = recv(client, &buffer, buffer.count, 0) }
    close(client)
  }
}
