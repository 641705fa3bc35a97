import Foundation
import Harness
import Testing

/// Keys and limits, as an operator sets them up and clients meet them.
struct AccessTests {
  private let question = "Percent of adults aged 18 years and older who have obesity"
  private let folder = ScratchFolder()
  private var keysPath: String { folder.path + "/keys" }

  /// Makes a key with the command and returns it.
  private func makeKey(_ name: String, _ scopes: String) throws -> String {
    let made = try TallyServer.run(
      ["keys", "create", name, "--scope", scopes, "--keys-file", keysPath])
    #expect(made.status == 0 && made.error.isEmpty)
    let key = made.output.trimmingCharacters(in: .newlines)
    #expect(key.hasPrefix("tally_") && key.count == 49)
    return key
  }

  private func bearer(_ key: String) -> [String: String] { ["Authorization": "Bearer \(key)"] }

  private func server(_ arguments: [String]) throws -> TallyServer {
    try TallyServer(survey: Fixtures.realSurvey(), folder: folder, arguments: arguments)
  }

  @Test func `a key is made, opens what it should, and no other does`() throws {
    let reader = try makeKey("reader", "read")
    let boss = try makeKey("boss", "read,write,admin")
    let server = try server(["--keys-file", keysPath])
    let client = try server.connect()
    let body = #"{"question":"\#(question)"}"#
    for fields in [bearer(reader), ["X-API-Key": boss]] {
      let answer = try client.request("POST", "/api/global_mean", body: body, fields: fields)
      #expect(answer.status == 200)
    }
    for (fields, challenge) in [
      ([:], #"Bearer realm="tally""#),
      (bearer("tally_wrong"), #"Bearer realm="tally", error="invalid_token""#),
    ] {
      let answer = try client.request("POST", "/api/global_mean", body: body, fields: fields)
      #expect(answer.status == 401)
      #expect(answer["www-authenticate"] == challenge)
      #expect(try answer.object()["status"] as? String == "error")
      #expect(try client.request("GET", "/metrics", fields: fields).status == 401)
      #expect(try client.request("HEAD", "/metrics", fields: fields).status == 401)
      #expect(try client.request("GET", "/livez", fields: fields).status == 200)
    }
    let refused = try client.request("POST", "/api/graceful_shutdown", fields: bearer(reader))
    #expect(refused.status == 403)
    #expect(refused["www-authenticate"]?.contains(#"scope="admin""#) == true)
    let metrics = try client.request("GET", "/metrics", fields: bearer(reader)).text
    #expect(metrics.contains("tally_access_refused_total{reason=\"missing_key\"} 3\n"))
    #expect(metrics.contains("tally_access_refused_total{reason=\"wrong_key\"} 3\n"))
    #expect(metrics.contains("tally_access_refused_total{reason=\"lacking_scope\"} 1\n"))
    let stopped = try client.request("POST", "/api/graceful_shutdown", fields: bearer(boss))
    #expect(stopped.status == 200)
    #expect(try server.waitForExit() == 0)
    for key in [reader, boss] {
      #expect(!server.log.contains(key))
      #expect(try !folder.text(of: "keys").contains(key))
    }
  }

  @Test func `a keys file that others may read, or that makes no sense, ends the start`() throws {
    _ = try makeKey("reader", "read")
    chmod(keysPath, 0o644)
    func failure() throws -> String {
      let ended = try TallyServer.run(
        TallyServer.command(in: folder, ["--keys-file", keysPath]))
      #expect(ended.status == 1)
      #expect(ended.output.isEmpty)
      return ended.error
    }
    #expect(try failure().contains("\(keysPath): its mode is 644"))
    chmod(keysPath, 0o600)
    try Data("# one\nreader:read\n".utf8).write(to: URL(fileURLWithPath: keysPath))
    chmod(keysPath, 0o600)
    #expect(try failure().contains("\(keysPath), line 2: "))
  }

  @Test func `a hang-up reads the keys again`() throws {
    let first = try makeKey("first", "read")
    let server = try server(["--keys-file", keysPath])
    let second = try makeKey("second", "read")
    func status(_ key: String) throws -> Int {
      try server.request("GET", "/api/num_jobs", fields: bearer(key)).status
    }
    #expect(try status(second) == 401)
    server.send(SIGHUP)
    #expect(try waitUntil { try status(first) == 200 && server.log.contains("keys read") })
    #expect(try status(second) == 200)
  }

  @Test func `one key for changes leaves reading open`() throws {
    let server = try TallyServer(
      survey: Fixtures.realSurvey(), environment: ["TALLY_API_KEY": "open-sesame"])
    let client = try server.connect()
    #expect(try client.ask("global_mean", ["question": question]).status == 200)
    #expect(try client.request("GET", "/metrics").status == 200)
    #expect(try client.request("POST", "/api/graceful_shutdown").status == 401)
    let stopped = try client.request(
      "POST", "/api/graceful_shutdown", fields: ["X-API-Key": "open-sesame"])
    #expect(stopped.status == 200)
    #expect(try server.waitForExit() == 0)
  }

  @Test func `with a key the server may be reached from other machines`() throws {
    let refused = try TallyServer.run(
      TallyServer.command(in: folder, ["--host", "0.0.0.0"]))
    #expect(refused.status == 2)
    #expect(refused.error.contains("--keys-file or --api-key"))
    _ = try makeKey("reader", "read")
    for arguments in [["--keys-file", keysPath], ["--api-key", "open-sesame"]] {
      let program = try Program(
        [try TallyServer.binaryPath()]
          + TallyServer.command(in: folder, ["--host", "0.0.0.0", "--linger", "0s"] + arguments))
      #expect(program.firstOutput().hasPrefix("tally: listening on http://0.0.0.0:"))
      program.send(SIGTERM)
      #expect(try program.waitForExit() == 0)
    }
  }

  @Test func `beyond the limit a client waits as long as it is told`() throws {
    let server = try TallyServer(
      survey: Fixtures.realSurvey(), arguments: ["--rate-limit", "3/s"])
    let client = try server.connect()
    var refused: HTTPAnswer?
    for _ in 0..<200 where refused == nil {
      let answer = try client.request("GET", "/api/num_jobs")
      #expect(answer["ratelimit-policy"] == #""requests";q=3;w=1"#)
      #expect(answer["ratelimit"]?.hasPrefix(#""requests";r="#) == true)
      if answer.status == 429 { refused = answer }
    }
    let answer = try #require(refused)
    #expect(answer["retry-after"] == "1")
    #expect(answer["ratelimit"] == #""requests";r=0;t=1"#)
    #expect(try answer.object()["status"] as? String == "error")
    // Other clients are not concerned, nor is what is open.
    #expect(try client.request("GET", "/readyz").status == 200)
    #expect(try waitUntil { try client.request("GET", "/api/num_jobs").status == 200 })
  }

  @Test func `behind a proxy each of its clients has a limit of its own`() throws {
    let server = try TallyServer(
      survey: Fixtures.realSurvey(),
      arguments: ["--rate-limit", "1/d", "--trusted-proxy", "127.0.0.1,10.0.0.1"])
    let client = try server.connect()
    func status(_ forwarded: String) throws -> Int {
      try client.request("GET", "/api/num_jobs", fields: ["X-Forwarded-For": forwarded]).status
    }
    #expect(try status("192.0.2.1") == 200)
    #expect(try status("192.0.2.2, 10.0.0.1") == 200)
    #expect(try status("192.0.2.9, 192.0.2.1") == 429)
    #expect(try client.request("GET", "/api/num_jobs").status == 200)
  }

  @Test func `who guesses keys is not listened to`() throws {
    let server = try TallyServer(
      survey: Fixtures.realSurvey(), arguments: ["--api-key", "open-sesame"])
    let client = try server.connect()
    var statuses: [Int] = []
    for number in 0..<200 where statuses.last != 429 {
      statuses.append(
        try client.request(
          "POST", "/api/graceful_shutdown", fields: ["X-API-Key": "guess\(number)"]
        ).status)
    }
    #expect(statuses.count > 20 && statuses.last == 429)
    #expect(statuses.dropLast().allSatisfy { $0 == 401 })
    #expect(try client.ask("global_mean", ["question": question]).status == 200)
    #expect(server.isRunning)
  }
}
