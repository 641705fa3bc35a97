import Foundation
import Harness
import Testing

/// Files that the server fetches, and addresses that it must not reach.
struct ImportTests {
  /// Spellings of addresses within this machine and its networks.
  private static let forbidden = [
    "http://127.0.0.1/x", "http://localhost/x", "http://LOCALHOST./x", "http://127.1/x",
    "http://2130706433/x", "http://0x7f000001/x", "http://0x7f.0.0.1/x", "http://017700000001/x",
    "http://0177.0.0.1/x", "http://127.0.0.1./x", "http://[::1]/x", "http://[::]/x",
    "http://[::ffff:127.0.0.1]/x", "http://[::ffff:7f00:1]/x", "http://[0:0:0:0:0:ffff:a00:1]/x",
    "http://0.0.0.0/x", "http://0/x", "http://10.0.0.1/x", "http://10.1/x", "http://172.16.0.1/x",
    "http://172.31.255.255/x", "http://192.168.1.1/x", "http://3232235777/x",
    "http://169.254.169.254/latest/meta-data/", "http://0xa9fea9fe/x", "http://[fd00::1]/x",
    "http://[fe80::1]/x", "http://[fd00:ec2::254]/x", "http://[64:ff9b::7f00:1]/x",
    "http://[2002:7f00:1::]/x", "http://100.64.0.1/x", "http://224.0.0.1/x",
    "http://255.255.255.255/x", "https://127.0.0.1/x", "http://%31%32%37.0.0.1/x",
    "http://\u{FF11}27.0.0.1/x", "http://user:pw@127.0.0.1/x",
  ]

  @Test func `no spelling of an inner address is fetched, by neither way of asking`() throws {
    let server = try TallyServer(arguments: ["--upload-rate-limit", "none"])
    let client = try server.connect()
    // The server itself is what a request to its own address would find.
    for address in Self.forbidden + ["http://127.0.0.1:\(server.port)/livez"] {
      let reason = try Self.reason(ofRefusing: address, by: client)
      #expect(Self.isRefusal(reason), "\(address): \(reason)")
      let games = try client.request(
        "POST", "/api/import_csv",
        body: String(
          decoding: JSONSerialization.data(withJSONObject: ["file_url": address]), as: UTF8.self))
      #expect(games.status == 400, "\(address)")
      let error = try #require(try games.object()["error"] as? String)
      #expect(Self.isRefusal(error), "\(address): \(error)")
    }
    #expect(try client.request("GET", "/api/v1/datasets").text == #"{"data":[]}"#)
    // The body of the last request is let go after its answer has left.
    #expect(
      waitUntil { !server.folder.names(in: "data/state").contains { $0.hasSuffix(".draft") } })
  }

  /// Why an import is refused: at once if its address can never be asked, else by a job that fails.
  private static func reason(
    ofRefusing address: String, by client: HTTPConnection
  ) throws -> String {
    let body = try JSONSerialization.data(withJSONObject: ["url": address, "name": "stolen"])
    let answer = try client.request(
      "POST", "/api/v1/imports", body: String(decoding: body, as: UTF8.self),
      fields: ["Prefer": "wait=30"])
    let object = try answer.object()
    if answer.status == 422 { return try #require(object["detail"] as? String) }
    #expect(object["state"] as? String == "failed", "\(address.prefix(50))")
    return try #require(object["error"] as? String)
  }

  /// Whether a sentence says that an address must not, or cannot, be fetched; not that nobody answered there.
  private static func isRefusal(_ reason: String) -> Bool {
    reason.contains("with --allow-private alone") || reason.contains("cannot be fetched")
      || reason.hasPrefix("There is no address for") || reason.hasPrefix("'url' cannot be '")
  }

  @Test func `other schemes and endless texts are no addresses`() throws {
    let server = try TallyServer(arguments: ["--upload-rate-limit", "none", "--allow-private"])
    let client = try server.connect()
    for address in [
      "file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/x", "dict://127.0.0.1/x",
      "javascript:alert(1)", "", "//127.0.0.1/x", "http://",
      "http://127.0.0.1:99999/x", "http://127.0.0.1/\u{0}", "http://127.0.0.1/a b\r\nX: y",
      "http://127.0.0.1/" + String(repeating: "a", count: 100_000),
    ] {
      let reason = try Self.reason(ofRefusing: address, by: client)
      #expect(reason.hasPrefix("'url' cannot be '"), "\(address.prefix(50)): \(reason)")
    }
  }

  @Test func `another server's file becomes a data set where private addresses are allowed`() throws
  {
    let source = try TallyServer()
    let csv = "name,\"a b\"\nx,1\ny,2\n"
    #expect(try source.connect().upload(csv, as: "origin").status == 201)
    let url = "http://127.0.0.1:\(source.port)/api/v1/datasets/origin/file"
    let folder = ScratchFolder()
    do {
      let server = try TallyServer(folder: folder, arguments: ["--allow-private"])
      let client = try server.connect()
      let job = try client.finishImport(url, as: "copy")
      #expect(job["state"] as? String == "succeeded")
      #expect(job["type"] as? String == "import")
      let id = try #require(job["id"] as? String)
      let result = try client.request("GET", "/api/v1/jobs/\(id)/result").object()
      #expect(result["name"] as? String == "copy")
      #expect(result["rows_loaded"] as? Int == 2)
      // There is one of that name now.
      let again = try client.finishImport(url, as: "copy")
      #expect((again["error"] as? String)?.contains("There is a data set 'copy' already") == true)
      // What answers with another status, or nobody, is told.
      let missing = try client.finishImport(url + "x", as: "none")
      #expect(missing["error"] as? String == "The answer has the status 404")
      let nobody = try client.finishImport("http://127.0.0.1:1/x.csv", as: "none")
      #expect(nobody["error"] as? String == "Nobody answers at 127.0.0.1, port 1")
      let page = try client.finishImport("http://127.0.0.1:\(source.port)/livez", as: "none")
      #expect(page["state"] as? String != "running")
      try server.stop()
    }
    let next = try TallyServer(folder: folder)
    #expect(try next.request("GET", "/api/v1/datasets/copy/file").text == csv)
    let files = try next.request("GET", "/api/v1/datasets/copy").object()["files"]
    let file = try #require((files as? [[String: Any]])?.first)
    #expect(file["origin"] as? String == "import")
    #expect(file["url"] as? String == url)
    // The result of an earlier run is there too.
    #expect(try next.request("GET", "/api/v1/jobs/1/result").object()["name"] as? String == "copy")
  }

  @Test func `an import that is longer than an upload may be is cut off`() throws {
    let source = try TallyServer()
    let csv = "n\n" + (0..<5000).map { "\($0)\n" }.joined()
    #expect(try source.connect().upload(csv, as: "origin").status == 201)
    let server = try TallyServer(arguments: ["--allow-private", "--upload-limit", "10KB"])
    let client = try server.connect()
    let job = try client.finishImport(
      "http://127.0.0.1:\(source.port)/api/v1/datasets/origin/file", as: "copy")
    #expect(job["error"] as? String == "It is longer than 10000 bytes")
    #expect(try client.request("GET", "/api/v1/datasets").text == #"{"data":[]}"#)
  }

  @Test func `the games of another server are added to one's own`() throws {
    let header =
      "AppID,Name,Release date,Required age,Price,DLC count,About the game,Supported languages,"
      + "Windows,Mac,Linux,Positive,Negative,Score rank,Developers,Publishers,Categories,Genres,"
      + "Tags\n"
    let csv = header + "7,x,\"Oct 21, 2008\",0,1.5,0,a b,,True,False,False,1,2,,d,p,c,g,t\n"
    let source = try TallyServer()
    #expect(try source.connect().upload(csv, as: "games").status == 201)
    let server = try TallyServer(arguments: ["--allow-private"])
    let client = try server.connect()
    let url = "http://127.0.0.1:\(source.port)/api/v1/datasets/games/file"
    let answer = try client.request(
      "POST", "/api/import_csv", body: "file_url=" + url,
      fields: ["Content-Type": "application/x-www-form-urlencoded"])
    #expect(answer.status == 201)
    #expect(answer.text == #"{"message":"CSV data imported successfully from URL"}"#)
    #expect(
      try client.uploadForm(Array(csv.utf8), named: "x.csv", to: "/api/upload_csv").status == 201)
    let found = try client.request("GET", "/api/query?name=X").object()
    #expect(found["status"] as? String == "2 found")
  }
}
