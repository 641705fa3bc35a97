import Foundation
import Harness
import Testing

/// The files of the data folder as clients reach for them, and for what is none of them.
struct DataFileTests {
  private static let secret = "name,secret\nx,CANARY\n"

  /// A server with files that clients may read, and others around them that they may not.
  private func server(arguments: [String] = []) throws -> TallyServer {
    let folder = ScratchFolder()
    for (text, path) in [
      ("name,size\nant,1\nbee,2\n", "data/own.csv"), ("a,b\n1,2\n", "data/test_data/deep/t.csv"),
      (Self.secret, "outside.csv"), (Self.secret, "outside/o.csv"),
      (Self.secret, "data/.hidden.csv"),
      (Self.secret, "data/objects/o.csv"), (Self.secret, "data/notes.txt"),
      (Self.secret, "data/.x.csv.1.1.draft"),
    ] {
      try folder.write(text, to: path)
    }
    for (name, target) in [
      ("link.csv", "../outside.csv"), ("out", "../outside"), ("absolute.csv", "/etc/passwd"),
      ("root", "/"), ("inner.csv", "own.csv"), ("test_data/state", "../state"), ("loop", "loop"),
    ] {
      try FileManager.default.createSymbolicLink(
        atPath: folder.path + "/data/" + name, withDestinationPath: target)
    }
    let server = try TallyServer(folder: folder, arguments: arguments)
    try folder.write(Self.secret, to: "data/state/s.csv")
    try folder.write(Self.secret, to: "results/r.csv")
    return server
  }

  // Attacks

  private static let attacks = [
    "/data/../state/tally.sqlite", "/data/../outside.csv", "/data/%2e%2e/outside.csv",
    "/data/%2E%2E%2Foutside.csv", "/data/..%2foutside.csv", "/data/..%252foutside.csv",
    "/data/%252e%252e/outside.csv", "/data/..%c0%afoutside.csv", "/data/%c0%ae%c0%ae/outside.csv",
    "/data/..%5coutside.csv", "/data/..\\outside.csv", "/data/test_data/../../outside.csv",
    "/data/test_data/..%2f..%2foutside.csv", "/data/./own.csv", "/data/own.csv/.", "/data//own.csv",
    "//data/own.csv", "/data/own.csv/", "/data/%00", "/data/own.csv%00", "/data/own.csv%00.csv",
    "/data/state/s.csv", "/data/state/..", "/data/state/../own.csv", "/data/STATE/s.csv",
    "/data/state", "/data/state/tally.sqlite", "/data/%73tate/s.csv", "/data/state%2Fs.csv",
    "/data/state%00/s.csv", "/data/objects/o.csv", "/data/.hidden.csv", "/data/%2ehidden.csv",
    "/data/.x.csv.1.1.draft", "/data/notes.txt", "/data/notes.txt%3F.csv", "/data/notes.txt?.csv",
    "/data/link.csv", "/data/out/o.csv", "/data/absolute.csv", "/data/root/etc/passwd",
    "/data/root/etc/x.csv", "/data/inner.csv", "/data/test_data/state/s.csv", "/data/loop/x.csv",
    "/data//etc/passwd", "/data/%2Fetc%2Fpasswd", "/data/C:%5Cwindows%5Cx.csv", "/data/~/x.csv",
    "/data", "/data/", "/data/test_data", "/data/own.csv%0d%0aSet-Cookie:%20a=b", "/data/own.csv;a",
    "/data/own.csv%20", "/data/own.csv.", "/data/state/%CC%81s.csv", "/data/state%CC%81/s.csv",
    "/data/sta%EF%BD%94e/s.csv", "/data/\u{FF0E}\u{FF0E}/outside.csv", "/data/..;/outside.csv",
    "/data/results/r.csv", "/data/../results/r.csv", "/data/%FF%FE.csv",
    "http://localhost/data/../outside.csv", "http://localhost/data/state/s.csv",
  ]

  @Test func `no path leads out of the data folder, or into what is not the clients'`() throws {
    let server = try server()
    for target in Self.attacks {
      for method in ["GET", "HEAD"] {
        let answer = try server.request(method, target)
        #expect([400, 404].contains(answer.status), "\(method) \(target): \(answer.status)")
        #expect(!answer.text.contains("CANARY") && !answer.text.contains("root:"), "\(target)")
        #expect(!answer.text.contains("SQLite format"), "\(target)")
        #expect(answer["set-cookie"] == nil)
      }
    }
    for (target, status) in [
      ("/data/" + String(repeating: "a", count: 2000) + ".csv", 404),
      ("/data/" + String(repeating: "a/", count: 1000) + "b.csv", 404),
      ("/data/" + String(repeating: "../", count: 2500), 404),
      ("/data/" + String(repeating: "a", count: 9000) + ".csv", 414),
    ] { #expect(try server.request("GET", target).status == status) }
    #expect(try server.request("GET", "/data/own.csv").text == "name,size\nant,1\nbee,2\n")
    #expect(try server.request("GET", "/data/test_data/deep/t.csv").status == 200)
    let list = try server.request("GET", "/api/v1/data/list").object()
    #expect(list["data"] as? [String] == ["/data/own.csv"])
    #expect(list["test_data"] as? [String] == ["/data/test_data/deep/t.csv"])
    #expect(list["uploads"] as? [String] == [])
    #expect(!server.log.contains("CANARY"))
  }

  @Test func `bodies reach no further than paths do`() throws {
    let server = try server()
    let client = try server.connect()
    for path in [
      "/data/../outside.csv", "/data/state/s.csv", "/data/link.csv", "/data/out/o.csv",
      "../outside.csv",
      "/etc/passwd", "/data/notes.txt", "/data/.hidden.csv", "/data/objects/o.csv",
      "file:///etc/passwd",
      "/data/state/\\u0301s.csv", "/data/own.csv\\u0000", "/data/..\\\\outside.csv",
      "dataset:../outside",
      "http://localhost/data/../outside.csv", "http://127.0.0.1:1/x.csv",
      "/data/%2e%2e/outside.csv",
    ] {
      for name in ["preview", "unique-values"] {
        let answer = try client.request(
          "POST", "/api/v1/data/" + name,
          body: #"{"file_path":"\#(path)","column_name":"secret"}"#)
        #expect([404, 422].contains(answer.status), "\(path): \(answer.status)")
        #expect(!answer.text.contains("CANARY"), "\(path)")
        #expect(try answer.object()["detail"] != nil, "\(path)")
      }
    }
  }

  @Test func `a folder that becomes a link and back is never a way out`() throws {
    let server = try server()
    let folder = server.dataPath + "/test_data/swap"
    let aside = server.dataPath + "/test_data/aside"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data("a\nright\n".utf8).write(to: URL(fileURLWithPath: folder + "/o.csv"))
    try FileManager.default.createSymbolicLink(
      atPath: aside, withDestinationPath: server.folder.path + "/outside")
    let outside = server.folder.path + "/third"
    let swapper = Swapper(folder, aside, over: outside)
    swapper.start()
    let client = try server.connect()
    var seen: Set<Int> = []
    for _ in 0..<2000 {
      let answer = try client.request("GET", "/data/test_data/swap/o.csv")
      seen.insert(answer.status)
      #expect(answer.status == 404 || answer.text == "a\nright\n")
    }
    swapper.stop()
    #expect(seen.isSubset(of: [200, 404]))
  }

  // What it is for

  @Test func `an upload is on the disk when it is answered, and can be removed`() throws {
    let folder = ScratchFolder()
    do {
      let server = try TallyServer(folder: folder)
      let client = try server.connect()
      let answer = try client.uploadForm(
        Array("a,b\n1,x\n".utf8), named: "../../My data.csv", to: "/api/v1/data/upload")
      #expect(answer.status == 200)
      #expect(answer.text == #"{"file_path":"/data/uploads/My_data.1.csv"}"#)
      let bad = try server.connect().uploadForm(
        Array("a,b\n1\n".utf8), named: "bad.csv", to: "/api/v1/data/upload")
      #expect(bad.status == 422)
      #expect(bad.text.contains("line 2"))
      server.send(SIGKILL)
      _ = try server.waitForExit()
    }
    let server = try TallyServer(folder: folder)
    #expect(try server.request("GET", "/data/uploads/My_data.1.csv").text == "a,b\n1,x\n")
    let list = try server.request("GET", "/api/v1/data/list").object()
    #expect(list["uploads"] as? [String] == ["/data/uploads/My_data.1.csv"])
    #expect(try server.request("DELETE", "/api/v1/datasets/My_data").status == 204)
    #expect(try server.request("GET", "/data/uploads/My_data.1.csv").status == 404)
    #expect(folder.names(in: "data/uploads").isEmpty)
  }

  @Test func `keys and limits hold here too, in the shape of the family`() throws {
    let server = try TallyServer(
      folder: self.server().folder, arguments: ["--upload-rate-limit", "2/min"],
      environment: ["TALLY_API_KEY": "sesame-0123456789"])
    #expect(try server.request("GET", "/data/own.csv").status == 200)
    #expect(try server.request("GET", "/api/v1/data/list").status == 200)
    let body = #"{"file_path":"/data/own.csv"}"#
    #expect(try server.request("POST", "/api/v1/data/preview", body: body).status == 200)
    let refused = try server.connect().uploadForm(
      Array("a\n1\n".utf8), named: "a.csv", to: "/api/v1/data/upload")
    #expect(refused.status == 401)
    #expect(try refused.object()["detail"] is String)
    #expect(server.folder.names(in: "data/uploads").isEmpty)
  }

  @Test func `uploads beyond their limit are refused`() throws {
    let server = try TallyServer(arguments: ["--upload-rate-limit", "2/min"])
    for number in 1...3 {
      let answer = try server.connect().uploadForm(
        Array("a\n1\n".utf8), named: "a.csv", to: "/api/v1/data/upload")
      #expect(answer.status == (number < 3 ? 200 : 429))
      if number == 3 {
        #expect(try answer.object()["detail"] is String)
        #expect(answer["retry-after"] != nil)
      }
    }
  }

  @Test func `folders in the data folder are passed over by the watch, and are no data sets`()
    throws
  {
    let server = try server()
    try FileManager.default.createDirectory(
      atPath: server.dataPath + "/folder.csv", withIntermediateDirectories: true)
    try server.folder.write("c\n1\n", to: "data/folder.csv/in.csv")
    try server.folder.write("c\n1\n", to: "data/later.csv")
    let client = try server.connect()
    #expect(
      try waitUntil { try client.request("GET", "/api/v1/datasets/later").status == 200 })
    #expect(try client.request("GET", "/data/folder.csv/in.csv").status == 200)
    let list = try client.request("GET", "/api/v1/datasets").object()["data"] as? [[String: Any]]
    #expect(
      list?.compactMap { $0["name"] as? String }.filter { $0 != "link" && $0 != "absolute" }
        == ["inner", "later", "own"])
    #expect(!server.log.contains("test_data"))
  }

  // The shipped table

  @Test func `the shipped sample is ten incidents, and only the shipped folder has it`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let sample = try String(
      contentsOf: root.appending(path: "data/test_data/sample_incidents.csv"), encoding: .utf8)
    let lines = sample.split(separator: "\n")
    #expect(lines.count == 11)
    #expect(lines.first == "timestamp,lat,lon")
    let days = Dictionary(grouping: lines.dropFirst()) { $0.prefix(10) }.mapValues(\.count)
    #expect(days.sorted { $0.key < $1.key }.map(\.value) == [2, 1, 3, 1, 1, 1, 1])
    for file in ["Dockerfile", ".dockerignore"] {
      let text = try String(contentsOf: root.appending(path: file), encoding: .utf8)
      #expect(text.contains("data/test_data"), "\(file) leaves the sample out")
    }
    let server = try TallyServer()
    #expect(server.folder.names(in: "data").sorted() == ["state", "uploads"])
    #expect(try server.request("GET", "/data/test_data/sample_incidents.csv").status == 404)
  }

  // Archives

  @Test func `the archive of a job is read by others`() throws {
    let server = try server()
    let order = """
      {"job_id":"zip-1","data_url":"/data/own.csv","config":{"analysis_stages":[]}}
      """
    #expect(try server.request("POST", "/api/v1/jobs", body: order).status == 202)
    let target = "/api/v1/jobs/zip-1/results.zip"
    #expect(try waitUntil { try server.request("GET", target).status == 200 })
    let answer = try server.request("GET", target)
    #expect(answer["content-type"] == "application/zip")
    #expect(answer["content-disposition"] == #"attachment; filename="zip-1.zip""#)
    #expect(try server.request("GET", target).body == answer.body)
    let path = server.folder.path + "/zip-1.zip"
    try Data(answer.body).write(to: URL(fileURLWithPath: path))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      """
      import sys, zipfile
      with zipfile.ZipFile(sys.argv[1]) as z:
          assert z.testzip() is None
          assert set(z.namelist()) <= {'manifest.json'}, z.namelist()
      """, path,
    ]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}

/// Gives two things each other's names, again and again, as long as it runs.
private final class Swapper: @unchecked Sendable {
  private let paths: (first: String, second: String, spare: String)
  private let lock = NSLock()
  private let ended = DispatchSemaphore(value: 0)
  private var isRunning = true

  init(_ first: String, _ second: String, over spare: String) {
    paths = (first, second, spare)
  }

  func start() {
    Foundation.Thread.detachNewThread { [self] in
      while lock.withLock({ isRunning }) {
        rename(paths.first, paths.spare)
        rename(paths.second, paths.first)
        rename(paths.spare, paths.second)
      }
      ended.signal()
    }
  }

  func stop() {
    lock.withLock { isRunning = false }
    ended.wait()
  }
}
