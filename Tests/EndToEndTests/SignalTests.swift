import Foundation
import Harness
import Testing

/// What signals do to the server, and what its log says meanwhile.
struct SignalTests {
  private let question = "Percent of adults who report consuming fruit less than one time daily"

  @Test(arguments: [SIGTERM, SIGINT])
  func `a signal to stop finishes accepted jobs and exits 0`(signal: Int32) throws {
    let server = try TallyServer(survey: Fixtures.realSurvey(), arguments: ["--workers", "1"])
    let client = try server.connect()
    let numbers = try (0..<200).map { _ in
      try client.submit("mean_by_category", ["question": question])
    }
    server.send(signal)
    #expect(try server.waitForExit() == 0)
    #expect(server.folder.names(in: "results").count == numbers.count)
  }

  @Test(arguments: [(SIGTERM, SIGTERM), (SIGINT, SIGINT), (SIGTERM, SIGINT), (SIGINT, SIGTERM)])
  func `a second signal ends at once what a first one would let linger`(
    first: Int32, second: Int32
  ) throws {
    let server = try TallyServer(survey: Fixtures.realSurvey(), lingerSeconds: 30)
    let client = try server.connect()
    server.send(first)
    #expect(try waitUntil { try client.request("GET", "/readyz").status == 503 })
    server.send(second)
    #expect(try server.waitForExit() == 128 + second)
  }

  @Test func `a hangup opens the log file anew and stops nothing`() throws {
    let folder = ScratchFolder()
    let path = folder.path + "/tally.log"
    let server = try TallyServer(
      survey: Fixtures.realSurvey(), folder: folder, arguments: ["--log-file", path])
    let client = try server.connect()
    _ = try client.request("GET", "/livez", fields: ["X-Request-Id": "before"])
    #expect(try waitUntil { try folder.text(of: "tally.log").contains("before") })
    try FileManager.default.moveItem(atPath: path, toPath: path + ".moved")
    server.send(SIGHUP)
    #expect(waitUntil { FileManager.default.fileExists(atPath: path) })
    _ = try client.request("GET", "/livez", fields: ["X-Request-Id": "after"])
    try server.stop()
    #expect(try folder.text(of: "tally.log").contains(#""request_id":"after""#))
    let moved = try folder.text(of: "tally.log.moved")
    #expect(moved.contains(#""request_id":"before""#) && !moved.contains("after"))
    #expect(server.log.isEmpty)
  }

  @Test func `each line of the log is JSON and tells the request it belongs to`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let client = try server.connect()
    let given = try client.request(
      "POST", "/api/global_mean", body: #"{"question":"\#(question)"}"#,
      fields: ["X-Request-Id": "my-request.1"])
    #expect(given["x-request-id"] == "my-request.1")
    _ = try client.result(of: 1)
    let unknown = try client.request("GET", "/nowhere", fields: ["X-Request-Id": "bad id \""])
    let made = try #require(unknown["x-request-id"])
    #expect(made != "bad id \"" && !made.isEmpty)
    try client.send("BAD\r\n\r\n")
    let broken = try #require(try client.answer()["x-request-id"])
    try server.stop()
    let lines = try lines(of: server.log)
    #expect(lines.allSatisfy { $0["time"] is String && $0["level"] is String })
    let ours = lines.filter { $0["request_id"] as? String == "my-request.1" }
    let accepted = try #require(ours.first { $0["message"] as? String == "job accepted" })
    #expect(accepted["job_id"] as? String == "job_id_1")
    let posted = try #require(ours.first { $0["message"] as? String != "job accepted" })
    #expect(posted["route"] as? String == "/api/global_mean")
    #expect(posted["method"] as? String == "POST")
    #expect(posted["status"] as? Int == 200)
    #expect(posted["bytes_in"] as? Int ?? 0 > question.utf8.count)
    #expect(posted["bytes_out"] as? Int == given.body.count)
    #expect(posted["duration_ms"] is Double)
    #expect(lines.first { $0["request_id"] as? String == made }?["status"] as? Int == 404)
    #expect(lines.first { $0["request_id"] as? String == broken }?["status"] as? Int == 400)
    let finished = try #require(lines.first { $0["message"] as? String == "job finished" })
    #expect(finished["job_id"] as? String == "job_id_1")
    #expect(finished["state"] as? String == "succeeded")
    for message in ["survey loaded", "listening", "shutting down", "stopped"] {
      #expect(lines.contains { $0["message"] as? String == message })
    }
    // Bodies are never logged.
    #expect(!server.log.contains(question))
  }

  @Test func `the level and the format of the log are as they were set`() throws {
    let quiet = try TallyServer(survey: Fixtures.realSurvey(), arguments: ["--log-level", "error"])
    _ = try quiet.request("GET", "/livez")
    try quiet.stop()
    #expect(quiet.log.isEmpty)
    let plain = try TallyServer(
      survey: Fixtures.realSurvey(), arguments: ["--log-format", "text", "--log-level", "debug"])
    _ = try plain.request("GET", "/livez", fields: ["X-Request-Id": "seen"])
    try plain.stop()
    let lines = plain.log.split(separator: "\n")
    #expect(lines.allSatisfy { !$0.hasPrefix("{") })
    #expect(lines.filter { $0.contains("seen") }.count == 2)
  }

  @Test func `a log file is put aside by size, N old ones are kept and no line is lost`() throws {
    let folder = ScratchFolder()
    let path = folder.path + "/logs/tally.log"
    try folder.write("", to: "logs/tally.log")
    let server = try TallyServer(
      survey: Fixtures.realSurvey(), folder: folder,
      arguments: ["--log-file", path, "--log-rotate", "20KiB,40"])
    let client = try server.connect()
    for number in 0..<1500 {
      _ = try client.request("GET", "/livez", fields: ["X-Request-Id": "line-\(number)"])
    }
    try server.stop()
    let names = folder.names(in: "logs")
    #expect(names.count > 3 && names.count <= 41)
    let old = names.sorted { left, right in age(left) > age(right) }
    #expect(old.map(age) == (0..<names.count).reversed())
    let ids = try old.flatMap { try lines(of: folder.text(of: "logs/\($0)")) }
      .compactMap { $0["request_id"] as? String }
    #expect(ids == (0..<1500).map { "line-\($0)" })

    // The same again, keeping two: the newest lines are there and nothing else is.
    let next = try TallyServer(
      folder: folder, arguments: ["--log-file", path + ".b", "--log-rotate", "4KiB,2"])
    let other = try next.connect()
    for number in 0..<300 {
      _ = try other.request("GET", "/livez", fields: ["X-Request-Id": "line-\(number)"])
    }
    try next.stop()
    let kept = folder.names(in: "logs").filter { $0.hasPrefix("tally.log.b") }.sorted()
    #expect(kept == ["tally.log.b", "tally.log.b.1", "tally.log.b.2"])
    let last = try kept.reversed().flatMap { try lines(of: folder.text(of: "logs/\($0)")) }
      .compactMap { $0["request_id"] as? String }
    #expect(last.count > 1 && last == (0..<300).map { "line-\($0)" }.suffix(last.count))
  }

  @Test func `a log file that cannot be opened ends the start with its path`() throws {
    let folder = ScratchFolder()
    let (status, output, error) = try TallyServer.run(
      TallyServer.command(in: folder, ["--log-file", folder.path + "/none/tally.log"]))
    #expect(status == 1)
    #expect(output.isEmpty)
    #expect(error == "tally: \(folder.path)/none/tally.log: No such file or directory\n")
  }

  // Leaves

  private func lines(of log: String) throws -> [[String: Any]] {
    try log.split(separator: "\n").map { line in
      try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
    }
  }

  /// The number behind an old log file's name; 0 for the newest.
  private func age(_ name: String) -> Int {
    Int(name.split(separator: ".").last ?? "") ?? 0
  }
}
