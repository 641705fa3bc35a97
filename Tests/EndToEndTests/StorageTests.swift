import Foundation
import Harness
import Testing

/// A disk that takes no more.
struct StorageTests {
  private let question = "Percent of adults aged 18 years and older who have obesity"

  /// Whether a small disk of one's own can be had here: it needs a namespace of mounts.
  private static let canMount: Bool = {
    let script = "mount -t tmpfs -o size=64k tmpfs /mnt"
    let program = try? Program([
      "unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script,
    ])
    return (try? program?.waitForExit()) == 0
  }()

  @Test(.enabled(if: canMount))
  func `a full disk refuses jobs with 507 and is taken up again when there is room`() throws {
    let folder = ScratchFolder()
    let results = folder.path + "/results"
    try FileManager.default.createDirectory(atPath: results, withIntermediateDirectories: true)
    let server = try TallyServer(
      survey: Fixtures.realSurvey(), folder: folder,
      wrapper: [
        "unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
        #"mount -t tmpfs -o size=128k tmpfs "$0" && exec "$@""#, results,
      ])
    // The disk as the server sees it.
    let disk = "/proc/\(server.processID)/root\(results)"
    let client = try server.connect()
    let first = try client.ask("mean_by_category", ["question": question])
    #expect(first.text.hasPrefix(#"{"status":"done""#))
    #expect(try client.request("GET", "/readyz").status == 200)

    // One job at most finds out that the disk is full, and waits; those after it are refused.
    fill(disk + "/filler")
    let waiting = try client.submit("global_mean", ["question": question])
    #expect(try waitUntil { try client.request("GET", "/readyz").status == 503 })
    let refused = try client.request(
      "POST", "/api/mean_by_category", body: #"{"question":"\#(question)"}"#)
    #expect(refused.status == 507)
    #expect(refused["retry-after"] != nil)
    #expect(refused.text.hasPrefix(#"{"status":"error","reason":"The disk is full"#))
    #expect(try client.request("GET", "/readyz").text.contains("No space left on device"))
    #expect(try client.request("GET", "/metrics").text.contains("\ntally_storage_failing 1\n"))
    #expect(try client.request("GET", "/livez").status == 200)
    #expect(try client.request("GET", "/api/get_results/1").text == first.text)
    #expect(
      try client.request("GET", "/api/get_results/\(waiting)").text == #"{"status":"running"}"#)
    #expect(try client.unfinishedJobs() == 1)

    // It finds the room by itself, and the job that waited is done.
    try FileManager.default.removeItem(atPath: disk + "/filler")
    #expect(try waitUntil { try client.request("GET", "/readyz").status == 200 })
    #expect(try waitUntil { try client.unfinishedJobs() == 0 })
    #expect(
      try client.request("GET", "/api/get_results/\(waiting)").text.hasPrefix(#"{"status":"done""#))
    #expect(try client.ask("mean_by_category", ["question": question]).text == first.text)
    let names = try FileManager.default.contentsOfDirectory(atPath: disk).sorted()
    #expect(names == ["job_id_1.json", "job_id_2.json", "job_id_3.json"])
    #expect(try server.stop() == 0)
  }

  @Test func `jobs wait while the results folder is a file, and are done once it is none`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let client = try server.connect()
    try FileManager.default.removeItem(atPath: server.resultsPath)
    try server.folder.write("in the way", to: "results")
    let waiting = try client.submit("global_mean", ["question": question])
    #expect(try waitUntil { try client.request("GET", "/readyz").status == 503 })
    #expect(try client.request("GET", "/readyz").text.contains("Not a directory"))
    try FileManager.default.removeItem(atPath: server.resultsPath)
    #expect(try waitUntil { try client.request("GET", "/readyz").status == 200 })
    #expect(try waitUntil { try client.unfinishedJobs() == 0 })
    let stored = try client.request("GET", "/api/get_results/\(waiting)")
    #expect(stored.text.hasPrefix(#"{"status":"done""#))
    #expect(server.folder.names(in: "results") == ["job_id_1.json"])
  }

  /// Writes until the disk takes no more.
  private func fill(_ path: String) {
    let number = open(path, O_WRONLY | O_CREAT, 0o644)
    let bytes = [UInt8](repeating: 0, count: 4096)
    while number >= 0, write(number, bytes, bytes.count) > 0 {}
    close(number)
  }
}
