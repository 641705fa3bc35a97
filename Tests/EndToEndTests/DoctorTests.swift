import Foundation
import Harness
import Testing

/// `tally doctor`, as the real binary.
struct DoctorTests {
  private func doctor(
    _ folder: ScratchFolder, _ arguments: [String] = [], environment: [String: String] = [:]
  ) throws -> (status: Int32, output: String, error: String) {
    try TallyServer.run(
      ["doctor", "--data", folder.path + "/data", "--results", folder.path + "/results"]
        + arguments,
      environment: environment)
  }

  /// What lies below a folder, with what it holds.
  private func files(in folder: ScratchFolder) -> [String: Data] {
    let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    return Dictionary(
      uniqueKeysWithValues: (paths ?? []).map {
        ($0, FileManager.default.contents(atPath: folder.path + "/" + $0) ?? Data())
      })
  }

  @Test func `beside a running server all is well but that the port is taken`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let upstream = try TrialUpstream(["--cities", "6"])
    let result = try doctor(
      server.folder, ["--port", "\(server.port)", "--upstream", upstream.address])
    #expect(result.status == 0 && result.error.isEmpty)
    for line in [
      "ok    database     it opens", "warn  port         a Tally answers",
      "ok    upstream     \(upstream.address) has 6 cities", "ok    survey ",
    ] {
      #expect(result.output.contains(line), "\(line) is missing in \(result.output)")
    }
    #expect(try server.request("POST", "/api/graceful_shutdown").status == 200)
  }

  @Test func `what a server has left stays as it is`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    try server.stop()
    let before = files(in: server.folder)
    #expect(try doctor(server.folder, ["--port", "0"]).status == 0)
    #expect(files(in: server.folder) == before)
  }

  @Test func `another program on the port is told from a server`() throws {
    let upstream = try TrialUpstream()
    let folder = ScratchFolder()
    let result = try doctor(folder, ["--port", "\(upstream.port)", "--api-key", "hidden-word"])
    #expect(!result.output.contains("hidden-word"))
    #expect(result.status == 1 && result.output.contains("another program listens"))
  }

  @Test func `a state that others may read is a warning, keys that they may read a failure`() throws
  {
    let server = try TallyServer()
    try server.stop()
    let state = server.dataPath + "/state"
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: state)
    let keys = try server.folder.write(
      "boss:admin:\(String(repeating: "a", count: 64))\n", to: "keys")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: keys)
    let warned = try doctor(server.folder, ["--port", "0"])
    #expect(warned.status == 0 && warned.output.contains("mend: chmod 700 \(state)"))
    let failed = try doctor(server.folder, ["--port", "0", "--keys-file", keys, "--json"])
    #expect(failed.status == 1)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(failed.output.utf8)) as? [String: Any])
    #expect(report["status"] as? String == "fail")
    let checks = try #require(report["checks"] as? [[String: Any]])
    let found = checks.first { $0["name"] as? String == "keys" }
    #expect(found?["mend"] as? String == "chmod 600 \(keys)")
  }

  @Test func `a command line that makes no sense is none of its findings`() throws {
    let result = try TallyServer.run(["doctor", "--prot", "1"])
    #expect(result.status == 2 && result.output.isEmpty)
  }
}
