import Foundation
import Glibc
import Posix
import Testing

@testable import Engine

struct ImporterTests {
  private let scratch = ScratchFolder()

  private func importer(_ change: (inout Importer.Options) -> Void = { _ in }) throws -> Importer {
    var options = Importer.Options()
    options.allowsPrivate = true
    options.totalSeconds = 30
    change(&options)
    return Importer(
      options: options, state: try Folder(path: scratch.path, creating: true), waitingLimit: 1)
  }

  private func drafts() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: scratch.path)
  }

  private func outcome(_ importer: Importer, _ address: String) -> Result<[UInt8]?, ImportFailure> {
    do throws(ImportFailure) {
      return .success(try importer.fetch(address).bytes(limit: 1 << 20))
    } catch {
      return .failure(error)
    }
  }

  @Test func `what an address leads to becomes a draft, and goes when nobody wants it`() throws {
    let source = try OneAnswer(type: "text/csv", body: "a,b\n1,2\n")
    var file: ArrivedFile? = try importer().fetch(source.url)
    #expect(file?.bytes(limit: 100) == Array("a,b\n1,2\n".utf8))
    #expect(try drafts().count == 1)
    file = nil
    #expect(try drafts().isEmpty)
  }

  @Test func `a web page is no table, whatever its letters`() throws {
    for type in ["text/html", "TEXT/HTML; charset=utf-8"] {
      let source = try OneAnswer(type: type, body: "a,b\n1,2\n")
      #expect(try outcome(importer(), source.url) == .failure(.webPage))
    }
    #expect(try drafts().isEmpty)
  }

  @Test func `a file is cut off at the limit, and not before`() throws {
    let body = String(repeating: "x", count: 1000)
    let fits = try OneAnswer(type: "text/csv", body: body)
    #expect(
      try outcome(importer { $0.limitBytes = 1000 }, fits.url) == .success(Array(body.utf8)))
    let tooLong = try OneAnswer(type: "text/csv", body: body)
    #expect(
      try outcome(importer { $0.limitBytes = 999 }, tooLong.url)
        == .failure(.outbound("It is longer than 999 bytes")))
    #expect(try drafts().isEmpty)
  }

  @Test func `an address of this machine is not asked unless that is allowed`() throws {
    let source = try OneAnswer(type: "text/csv", body: "a\n1\n")
    let failed = try outcome(importer { $0.allowsPrivate = false }, source.url)
    guard case .failure(.outbound(let sentence)) = failed else {
      Issue.record("it was fetched")
      return
    }
    #expect(sentence.hasPrefix("127.0.0.1 is 127.0.0.1, this machine itself"))
    #expect(!source.wasAsked)
    #expect(try drafts().isEmpty)
  }

  @Test func `a folder without room is told as such, not as the address's fault`() throws {
    let importer = try importer()
    try FileManager.default.removeItem(atPath: scratch.path)
    try Data().write(to: URL(fileURLWithPath: scratch.path))
    guard case .failure(.dataset) = outcome(importer, "http://127.0.0.1:1/") else {
      Issue.record("another failure")
      return
    }
  }

  @Test func `every failure is a sentence`() {
    #expect(ImportFailure.outbound("It was cancelled").sentence == "It was cancelled")
    #expect(ImportFailure.webPage.sentence.contains("web page"))
    #expect(ImportFailure.dataset(.storageFull).sentence == DatasetFailure.storageFull.sentence)
  }
}

/// A server on this machine that gives everybody the same answer.
private final class OneAnswer: Sendable {
  private let port: UInt16
  private let descriptor: Int32
  private let asked = Guarded(false)

  var url: String { "http://127.0.0.1:\(port)/a.csv" }
  var wasAsked: Bool { asked.withLock { $0 } }

  init(type: String, body: String) throws {
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
      "HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n"
      + "Connection: close\r\n\r\n" + body
    Foundation.Thread.detachNewThread {
      while true {
        let client = accept(descriptor, nil, nil)
        if client < 0 { break }
        asked.withLock { $0 = true }
        Self.answer(client, text)
      }
      close(descriptor)
    }
  }

  deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }

  private static func answer(_ client: Int32, _ text: String) {
    var request: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !request.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      let count = recv(client, &buffer, buffer.count, 0)
      if count <= 0 { break }
      request += buffer[..<count]
    }
    _ = send(client, text, text.utf8.count, Int32(MSG_NOSIGNAL))
    close(client)
  }
}
