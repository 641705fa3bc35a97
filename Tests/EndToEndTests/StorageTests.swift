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

  #if RACE_CHECK
    private static let isRaceCheck = true
  #else
    private static let isRaceCheck = false
  #endif

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

    // One job at most finds out that the disk is full; those after it are refused.
    fill(disk + "/filler")
    let failed = try client.ask("mean_by_category", ["question": question])
    #expect(
      failed.text
        == #"{"status":"error","reason":"The result could not be stored: No space left on device"}"#
    )
    let refused = try client.request(
      "POST", "/api/mean_by_category", body: #"{"question":"\#(question)"}"#)
    #expect(refused.status == 507)
    #expect(refused["retry-after"] != nil)
    #expect(refused.text.hasPrefix(#"{"status":"error","reason":"The disk is full"#))
    let readiness = try client.request("GET", "/readyz")
    #expect(readiness.status == 503)
    #expect(readiness.text.contains("No space left on device"))
    #expect(try client.request("GET", "/metrics").text.contains("\ntally_storage_failing 1\n"))
    #expect(try client.request("GET", "/livez").status == 200)
    #expect(try client.request("GET", "/api/get_results/1").text == first.text)
    #expect(try client.unfinishedJobs() == 0)

    // It finds the room by itself, without a job to try.
    try FileManager.default.removeItem(atPath: disk + "/filler")
    #expect(try waitUntil { try client.request("GET", "/readyz").status == 200 })
    #expect(try client.ask("mean_by_category", ["question": question]).text == first.text)
    let names = try FileManager.default.contentsOfDirectory(atPath: disk).sorted()
    #expect(names == ["job_id_1.json", "job_id_3.json"])
    #expect(try server.stop() == 0)
  }

  // The thread sanitizer needs larger files than these itself.
  @Test(.enabled(if: !isRaceCheck))
  func `a file that may not grow fails its job and no other`() throws {
    // Files of 64 KiB at most, which the database needs; the log on standard error is one of them.
    let server = try TallyServer(
      survey: Fixtures.shippedSurvey(), arguments: ["--log-level", "error"],
      wrapper: ["bash", "-c", #"ulimit -f 64; exec "$@""#, "--"])
    let client = try server.connect()
    let large = try client.ask("mean_by_category", ["question": question])
    #expect(
      large.text == #"{"status":"error","reason":"The result could not be stored: File too large"}"#
    )
    let small = try client.ask("global_mean", ["question": question])
    #expect(small.text.hasPrefix(#"{"status":"done""#))
    #expect(server.folder.names(in: "results") == ["job_id_2.json"])
    #expect(try client.request("GET", "/readyz").status == 200)
    #expect(try server.stop() == 0)
  }

  @Test func `a results folder that became a file fails jobs until it is a folder again`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let client = try server.connect()
    try FileManager.default.removeItem(atPath: server.resultsPath)
    try server.folder.write("in the way", to: "results")
    let failed = try client.ask("global_mean", ["question": question])
    #expect(failed.text.contains("could not be stored: Not a directory"))
    #expect(try client.request("GET", "/readyz").status == 503)
    try FileManager.default.removeItem(atPath: server.resultsPath)
    #expect(try waitUntil { try client.request("GET", "/readyz").status == 200 })
    let stored = try client.ask("global_mean", ["question": question])
    #expect(stored.text.hasPrefix(#"{"status":"done""#))
    #expect(server.folder.names(in: "results") == ["job_id_2.json"])
  }

  /// Writes until the disk takes no more.
  private func fill(_ path: String) {
    let number = open(path, O_WRONLY | O_CREAT, 0o644)
    let bytes = [UInt8](repeating: 0, count: 4096)
    while number >= 0, write(number, bytes, bytes.count) > 0 {}
    close(number)
  }
}
