import Foundation
import HTTP
@testable import Posix
import Server
import Testing

/// How uploads are written to drafts as they come, and that nothing else leaves a file behind.
struct SpoolingTests {
  /// A server that takes uploads into a folder of its own, and answers with what became of them.
  private final class Site {
    let server: TestServer
    let folder: Folder
    private let scratch: String

    init(
      limitBytes: Int = 64 << 20, drafts: (@Sendable () -> Result<DraftFile, Errno>)? = nil,
      options change: (inout HTTPServer.Options) -> Void = { _ in },
      answer: @escaping @Sendable (Request) -> Response = SpoolingTests.describe
    ) throws {
      scratch = NSTemporaryDirectory() + "tally-spool-" + UUID().uuidString
      let folder = try Folder(path: scratch, creating: true)
      self.folder = folder
      server = try TestServer(change) { head in
        head.target.decodedPath == "/short"
          ? .accept(mode: .inline, body: .none)
          : .accept(mode: .pool, body: .spool(limitBytes: limitBytes))
      } openDraft: {
        if let drafts { return drafts() }
        return Result { () throws(Errno) in try folder.draft(named: "upload") }
      } answer: { request in
        request.target.decodedPath == "/short" ? .text("short") : answer(request)
      }
    }

    deinit { try? FileManager.default.removeItem(atPath: scratch) }

    /// Nothing is left in the folder, at the latest after a while.
    func becomesEmpty() -> Bool {
      eventually { (try? folder.names()) == [] }
    }
  }

  /// What an upload holds, as lines.
  private static let describe: @Sendable (Request) -> Response = { request in
    guard let upload = request.upload else { return .text("no upload, \(request.body.count)") }
    var lines = upload.fields.map { "\($0.name)=\($0.value)" }
    if let file = upload.file, let content = Self.content(of: file) {
      let facts = file.facts
      lines.append("\(facts.field ?? "-") \(facts.fileName ?? "-") \(facts.contentType ?? "-")")
      lines.append("\(facts.byteCount == content.count ? "" : "not ")\(content.count)")
      lines.append(content.count < 100 ? String(decoding: content, as: UTF8.self) : sum(content))
    }
    return .text(lines.joined(separator: "\n"))
  }

  private static func content(of file: Upload.File) -> [UInt8]? {
    guard let draft = file.draft as? DraftFile else { return nil }
    return try? draft.open().read(limit: .max)
  }

  /// A number that changes with each byte and its place.
  private static func sum(_ bytes: [UInt8]) -> String {
    var sum = UInt64(bytes.count)
    bytes.withUnsafeBytes { all in
      var place = 0
      while place < all.count {
        let word =
          place + 8 <= all.count
          ? all.loadUnaligned(fromByteOffset: place, as: UInt64.self) : UInt64(all[place])
        sum = (sum ^ word) &* 0x9E37_79B9_7F4A_7C15
        place += place + 8 <= all.count ? 8 : 1
      }
    }
    return "\(sum)"
  }

  private func post(_ fields: String) -> String {
    "POST /up HTTP/1.1\r\nHost: x\r\n\(fields)\r\n"
  }

  private func form(_ content: [UInt8]) -> [UInt8] {
    Array(
      """
      --xYz\r\nContent-Disposition: form-data; name="delimiter"\r\n\r\n;\r\n--xYz\r\n\
      Content-Disposition: form-data; name="file"; filename="a.csv"\r\n\
      Content-Type: text/csv\r\n\r\n
      """.utf8) + content + Array("\r\n--xYz--\r\n".utf8)
  }

  private let formType = "Content-Type: multipart/form-data; boundary=xYz\r\n"

  /// Bytes with many half boundaries among them.
  private func content(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count { bytes += Self.scraps }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  private static let scraps = (0..<1000).reduce(into: [UInt8]()) {
    $0 += Array("\r\n--xY\($1)\r-\n".utf8)
  }

  // What arrives

  @Test func `a raw body becomes a file, which is gone after the answer`() throws {
    let site = try Site()
    let client = try site.server.client()
    client.send(post("Content-Type: text/csv\r\nContent-Length: 8\r\n") + "a,b\n")
    #expect(eventually { (try? site.folder.names().count) == 1 })
    client.send("1,2\n")
    #expect(try client.answer().text == "- - text/csv\n8\na,b\n1,2\n")
    #expect(site.becomesEmpty())
    #expect(site.server.ended(1).first?.bytesIn == 8)
  }

  @Test(arguments: [1, 7, 1 << 20])
  func `a form becomes its fields and its file, however it comes`(size: Int) throws {
    let site = try Site()
    let client = try site.server.client()
    let body = form(Array("a,b\r\n--xY\r\n1,2".utf8))
    client.send(post("\(formType)Content-Length: \(body.count)\r\n"))
    for start in stride(from: 0, to: body.count, by: size) {
      client.send(Array(body[start..<min(start + size, body.count)]))
    }
    #expect(
      try client.answer().text == "delimiter=;\nfile a.csv text/csv\n14\na,b\r\n--xY\r\n1,2")
    #expect(site.becomesEmpty())
    #expect(site.server.ended(1).first?.bytesIn == body.count)
  }

  @Test(arguments: [true, false])
  func `an upload of many megabytes arrives whole`(isForm: Bool) throws {
    let content = content(8_000_000)
    let body = isForm ? form(content) : content
    let site = try Site()
    let client = try site.server.client()
    client.send(post("\(isForm ? formType : "")Content-Length: \(body.count)\r\n"))
    client.send(body)
    client.get("/short")
    let text = try client.answer().text
    #expect(text.hasSuffix("\n8000000\n\(Self.sum(content))"))
    #expect(try client.answer().text == "short")
  }

  @Test(arguments: [1, 3, 5000, 100_000])
  func `a form in chunks arrives whole, and so does what is pipelined behind it`(
    size: Int
  ) throws {
    let content = content(size * 100)
    let body = form(content)
    var message = Array(post("\(formType)Transfer-Encoding: chunked\r\n").utf8)
    for start in stride(from: 0, to: body.count, by: size) {
      ChunkedEncoder.append(Array(body[start..<min(start + size, body.count)]), to: &message)
    }
    ChunkedEncoder.appendEnd(to: &message)
    message += Array("GET /short HTTP/1.1\r\nHost: x\r\n\r\n".utf8)
    let site = try Site()
    let client = try site.server.client()
    client.send(message + message)
    for _ in 0..<2 {
      #expect(try client.answer().text.hasSuffix("\n\(content.count)\n\(Self.sum(content))"))
      #expect(try client.answer().text == "short")
    }
    #expect(site.becomesEmpty())
  }

  @Test func `a client that waits for 100 gets it, and an old one needs none`() throws {
    let site = try Site()
    let client = try site.server.client()
    client.send(post("Content-Length: 2\r\nExpect: 100-continue\r\n"))
    #expect(try client.answer().status == 100)
    client.send("hi")
    #expect(try client.answer().text == "- - -\n2\nhi")
    let old = try site.server.client()
    old.send("POST /up HTTP/1.0\r\nContent-Length: 2\r\n\r\nhi")
    #expect(try old.answer().text == "- - -\n2\nhi")
    #expect(old.isClosedByServer())
  }

  @Test func `without a body there is no upload, and an empty one is an empty file`() throws {
    let site = try Site()
    let client = try site.server.client()
    client.send(post("Content-Length: 0\r\n") + post(""))
    for _ in 0..<2 { #expect(try client.answer().text == "no upload, 0") }
    client.send(post("Transfer-Encoding: chunked\r\n") + "0\r\n\r\n")
    #expect(try client.answer().text == "- - -\n0\n")
    #expect(site.becomesEmpty())
  }

  @Test func `a file that the answer puts in place stays`() throws {
    let scratch = NSTemporaryDirectory() + "tally-spool-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    let uploads = try Folder(path: scratch, creating: true)
    let site = try Site(answer: { request in
      let draft = request.upload?.file?.draft as? DraftFile
      return .text((try? draft?.place(as: "x.csv", in: uploads)) == nil ? "failed" : "placed")
    })
    let client = try site.server.client()
    client.send(post("Content-Length: 2\r\n") + "hi")
    #expect(try client.answer().text == "placed")
    #expect(site.becomesEmpty())
    #expect(try uploads.read("x.csv", limit: 10) == Array("hi".utf8))
  }

  @Test func `others are answered while an upload comes`() throws {
    let half = content(4_000_000)
    let site = try Site()
    let uploader = try site.server.client()
    uploader.send(post("Content-Length: 8000000\r\n"))
    uploader.send(half)
    let other = try site.server.client()
    other.get("/short")
    #expect(try other.answer().text == "short")
    uploader.send(half)
    #expect(try uploader.answer().text.hasSuffix("\n8000000\n\(Self.sum(half + half))"))
  }

  // What does not

  @Test func `an upload that is too long is refused, early when it says so`() throws {
    let site = try Site(limitBytes: 10)
    let early = try site.server.client()
    early.send(post("Content-Length: 10000000\r\nExpect: 100-continue\r\n"))
    #expect(try early.answer().status == 413)
    #expect(early.isClosedByServer())
    let late = try site.server.client()
    late.send(post("Transfer-Encoding: chunked\r\n") + "8\r\n12345678\r\n8\r\n")
    #expect(try late.answer().status == 413)
    #expect(late.isClosedByServer())
    #expect(site.becomesEmpty())
  }

  @Test func `an upload that breaks off leaves no file`() throws {
    let site = try Site()
    for isReset in [false, true] {
      let client = try site.server.client()
      client.send(post("\(formType)Content-Length: 100000\r\n"))
      client.send(Array(form(content(50_000)).prefix(40_000)))
      #expect(eventually { (try? site.folder.names().count) == 1 })
      if isReset { client.reset() } else { client.end() }
      #expect(site.becomesEmpty())
    }
    #expect(eventually { site.server.server.counts.openConnections == 0 })
  }

  @Test func `an upload that does not come is answered 408 and leaves no file`() throws {
    let site = try Site(options: { $0.bodyIdleMilliseconds = 200 })
    let client = try site.server.client()
    client.send(post("Content-Length: 100\r\n") + "a,b\n")
    #expect(try client.answer().status == 408)
    #expect(client.isClosedByServer())
    #expect(site.becomesEmpty())
  }

  @Test func `a form that is malformed is answered 400 although its client goes on`() throws {
    let site = try Site()
    let bodies = [
      Array("--xYz\n".utf8), form([]).dropLast(4) + Array("x".utf8),
      form([]).dropLast(4) + form([]), Array("no form".utf8),
    ]
    for body in bodies {
      let client = try site.server.client()
      let more = [UInt8](repeating: 0x61, count: 300_000)
      client.send(post("\(formType)Content-Length: \(body.count + more.count)\r\n"))
      client.send(body)
      client.send(more)
      let answer = try client.answer()
      #expect(answer.status == 400 && answer.value("Connection") == "close")
      #expect(client.seesEnd())
    }
    #expect(site.becomesEmpty())
    #expect(site.server.server.counts.faults == bodies.count)
  }

  @Test func `a form without a boundary is refused before it is read`() throws {
    let site = try Site()
    let client = try site.server.client()
    client.send(post("Content-Type: multipart/form-data\r\nContent-Length: 4\r\n") + "body")
    let answer = try client.answer()
    #expect(answer.status == 400 && answer.text.contains("boundary"))
    client.get("/short")
    #expect(try client.answer().text == "short")
    #expect(site.becomesEmpty())
  }

  @Test(arguments: [8, 100_000])
  func `a full disk is answered 507 and leaves no file`(count: Int) throws {
    let scratch = NSTemporaryDirectory() + "tally-spool-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    let folder = try Folder(path: scratch, creating: true)
    try folder.write([], as: ".full.draft")
    let site = try Site(drafts: {
      .success(
        DraftFile(
          FileDescriptor(owning: open("/dev/full", O_WRONLY | O_CLOEXEC)), named: ".full.draft",
          in: folder))
    })
    let client = try site.server.client()
    client.send(post("Content-Length: \(count + 50)\r\n"))
    client.send(content(count))
    let answer = try client.answer()
    #expect(answer.status == 507 && answer.text.contains("No space left"))
    #expect(client.seesEnd())
    #expect(eventually { (try? folder.names()) == [] })
  }

  @Test(arguments: [(Errno.noSpace, 507), (.overQuota, 507), (.inputOutput, 503)])
  func `a draft that cannot be made is told before the body`(_ cause: Errno, _ code: Int) throws {
    let site = try Site(drafts: { .failure(cause) })
    let client = try site.server.client()
    client.send(post("Content-Length: 4\r\nExpect: 100-continue\r\n"))
    #expect(try client.answer().status == code)
    #expect(client.isClosedByServer())
  }

  @Test func `more uploads at once than the limit are refused, and later ones are not`() throws {
    let site = try Site(options: { $0.spoolLimit = 1 })
    let first = try site.server.client()
    first.send(post("Content-Length: 4\r\n") + "ab")
    #expect(eventually { (try? site.folder.names().count) == 1 })
    let second = try site.server.client()
    second.send(post("Content-Length: 4\r\n") + "abcd")
    #expect(try second.answer().status == 503)
    first.send("cd")
    #expect(try first.answer().text == "- - -\n4\nabcd")
    second.send(post("Content-Length: 4\r\n") + "abcd")
    #expect(try second.answer().text == "- - -\n4\nabcd")
  }

  @Test func `a server that closes in the middle of an upload leaves no file`() throws {
    let site = try Site()
    let client = try site.server.client()
    client.send(post("Content-Length: 4\r\n") + "ab")
    #expect(eventually { (try? site.folder.names().count) == 1 })
    site.server.server.close()
    #expect(site.becomesEmpty())
  }

  @Test func `an upload that finds every lane busy is answered 503 and leaves no file`() throws {
    let site = try Site()
    site.server.lanes.refuseEverything()
    let client = try site.server.client()
    client.send(post("Content-Length: 4\r\n") + "abcd")
    #expect(try client.answer().status == 503)
    #expect(site.becomesEmpty())
  }
}
