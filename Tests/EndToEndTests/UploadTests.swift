import Foundation
import Harness
import Testing

/// Files that come over HTTP, by every way that HTTP has.
struct UploadTests {
  private static let csv = "n,t\n1,a\n2,\"b\nc\"\n"

  @Test func `a file comes raw, in a form, in chunks, and once it may`() throws {
    let server = try TallyServer()
    let client = try server.connect()
    #expect(try client.upload(Self.csv, as: "raw").status == 201)
    let form = try client.uploadForm(
      Array(Self.csv.utf8), named: "form.csv", fields: [("types", #"{"n":"text"}"#)])
    #expect(form.status == 201)
    #expect(form["location"] == "/api/v1/datasets/form")
    try client.send(
      "POST /api/v1/datasets?name=chunked HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    for byte in Self.csv.utf8 { try client.send(Array("1\r\n".utf8) + [byte] + Array("\r\n".utf8)) }
    try client.send("0\r\n\r\n")
    #expect(try client.answer().status == 201)
    try client.send(
      "POST /api/v1/datasets?name=asked HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
        + "Content-Length: \(Self.csv.utf8.count)\r\n\r\n")
    #expect(try client.interimHead() == "HTTP/1.1 100 Continue")
    try client.send(Self.csv)
    #expect(try client.answer().status == 201)
    for name in ["raw", "form", "chunked", "asked"] {
      #expect(try client.request("GET", "/api/v1/datasets/\(name)/file").text == Self.csv)
    }
    let rows = try client.request("GET", "/api/v1/datasets/form/rows?_format=ndjson")
    #expect(rows.text == "{\"n\":\"1\",\"t\":\"a\"}\n{\"n\":\"2\",\"t\":\"b\\nc\"}\n")
  }

  @Test func `a file that is too long is refused before it is sent, and once it is`() throws {
    let server = try TallyServer(arguments: ["--upload-limit", "10KB"])
    let announced = try server.connect()
    try announced.send(
      "POST /api/v1/datasets?name=a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
        + "Content-Length: 10001\r\n\r\n")
    let early = try announced.answer()
    #expect(early.status == 413)
    #expect(early["content-type"] == "application/problem+json")
    let chunked = try server.connect()
    try chunked.send(
      "POST /api/upload_csv HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in 0..<11 { try? chunked.send("3E8\r\n\(String(repeating: "x", count: 1000))\r\n") }
    let late = try chunked.answer()
    #expect(late.status == 413)
    #expect(try late.object()["error"] is String)
    #expect(try waitUntil { try strays(server) == [] })
  }

  @Test func `an upload that its client cuts anywhere leaves nothing`() throws {
    let server = try TallyServer(arguments: ["--upload-rate-limit", "none"])
    let body = "n\n" + (0..<20_000).map { "\($0)\n" }.joined()
    let whole = Array(
      ("POST /api/v1/datasets?name=cut HTTP/1.1\r\nHost: a\r\nContent-Length: "
        + "\(body.utf8.count)\r\n\r\n" + body).utf8)
    for place in 1...20 {
      let client = try server.connect()
      try client.send(Array(whole[..<(whole.count * place / 21)]))
    }
    #expect(try waitUntil { try strays(server) == [] })
    let client = try server.connect()
    #expect(try client.request("GET", "/api/v1/datasets").text == #"{"data":[]}"#)
    // The last byte was what they lacked.
    try client.send(whole)
    #expect(try client.answer().status == 201)
    #expect(try strays(server) == ["uploads/cut.1.csv"])
  }

  /// What lies in `uploads`, and what drafts there are.
  private func strays(_ server: TallyServer) throws -> [String] {
    server.folder.names(in: "data/uploads").sorted().map { "uploads/" + $0 }
      + server.folder.names(in: "data/state").filter { $0.hasSuffix(".draft") }
  }

  // Bytes

  /// Tables of odd bytes: quotes, line ends, other encodings.
  private static let odd: [(name: String, bytes: [UInt8], query: String)] = {
    var mixer = Mixer(state: 7)
    func cell() -> String {
      let letters = ["a", ",", "\"\"", "\n", "\r\n", "\u{E9}", "\u{1F600}", " ", "=1", "\t", "0"]
      let count = Int(mixer.next() % 6)
      return "\"" + (0..<count).map { _ in letters[Int(mixer.next() % 11)] }.joined() + "\""
    }
    let table =
      "k,\"a \"\"b\"\"\",c\r\n"
      + (0..<2000).map { "\($0),\(cell()),\(cell())\r\n" }.joined()
    let latin = Array("k,t\n1,Gr".utf8) + [0xFC, 0xDF] + Array("e\n".utf8)
    let utf16: [UInt8] =
      [0xFF, 0xFE]
      + "k,t\n1,\u{E9}\u{1F600}\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    return [
      ("quotes", Array(table.utf8), ""), ("mark", [0xEF, 0xBB, 0xBF] + Array(table.utf8), ""),
      ("latin", latin, "&encoding=iso-8859-1"), ("utf16", utf16, ""),
      ("open-end", Array("a;b\n1;2".utf8), ""), ("crlf", Array("a\r\n1\r\n\r\n".utf8), ""),
    ]
  }()

  @Test func `every byte of a file outlasts a restart, and its digest is told`() throws {
    let folder = ScratchFolder()
    var rows: [String: [UInt8]] = [:]
    for round in 0..<2 {
      let server = try TallyServer(folder: folder)
      let client = try server.connect()
      for (name, bytes, query) in Self.odd {
        if round == 0 {
          let answer = try client.upload(bytes, as: name, query)
          #expect(answer.status == 201, "\(name): \(answer.text)")
        }
        let file = try client.request("GET", "/api/v1/datasets/\(name)/file")
        #expect(file.body == bytes, "\(name)")
        let shown = try client.request("GET", "/api/v1/datasets/\(name)").object()
        let files = try #require(shown["files"] as? [[String: Any]])
        #expect(files[0]["sha256"] as? String == (try sha256(of: bytes)), "\(name)")
        let answer = try client.request("GET", "/api/v1/datasets/\(name)/rows?_format=csv").body
        #expect(rows[name] == nil || rows[name] == answer, "\(name)")
        rows[name] = answer
      }
      #expect(try server.stop() == 0)
    }
    #expect(rows["utf16"] == Array("k,t\n1,\u{E9}\u{1F600}\n".utf8))
    #expect(rows["latin"] == Array("k,t\n1,Gr\u{FC}\u{DF}e\n".utf8))
  }

  private func sha256(of bytes: [UInt8]) throws -> String {
    let folder = ScratchFolder()
    try Data(bytes).write(to: URL(fileURLWithPath: folder.path + "/bytes"))
    let program = try Program(["sha256sum", folder.path + "/bytes"])
    try program.waitForExit()
    return String(program.output.prefix(64))
  }
}
