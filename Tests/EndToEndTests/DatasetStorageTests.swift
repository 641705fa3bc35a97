import Foundation
import Harness
import Testing

/// A disk that takes no more data sets.
struct DatasetStorageTests {
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

  private static func table(bytes: Int) -> String {
    "n,text\n" + (0..<bytes / 16).map { "\($0 % 10),abcdefghijklm\n" }.joined()
  }

  @Test(.enabled(if: canMount))
  func `a full disk refuses uploads with 507, keeps what there is, and is taken up again`() throws {
    let folder = ScratchFolder()
    let data = folder.path + "/data"
    try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
    let server = try TallyServer(
      folder: folder, arguments: ["--upload-rate-limit", "none"],
      wrapper: [
        "unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
        #"mount -t tmpfs -o size=4m tmpfs "$0" && exec "$@""#, data,
      ])
    let disk = "/proc/\(server.processID)/root\(data)"
    let client = try server.connect()
    let small = Self.table(bytes: 100_000)
    #expect(try client.upload(small, as: "small").status == 201)
    for round in 0..<3 {
      let refused = try server.connect().upload(Self.table(bytes: 6_000_000), as: "large\(round)")
      #expect(refused.status == 507)
      #expect(refused["content-type"] == "application/problem+json")
      #expect(try refused.object()["status"] as? Int == 507)
      let games = try server.connect().uploadForm(
        Array(Self.table(bytes: 6_000_000).utf8), named: "x.csv", to: "/api/upload_csv")
      #expect(games.status == 507)
      #expect(try games.object()["error"] is String)
    }
    #expect(try client.request("GET", "/api/v1/datasets/small/rows?_format=csv").text == small)
    #expect(try client.request("GET", "/api/v1/datasets/small/file").text == small)
    // What was refused took no room.
    #expect(try waitUntil { try drafts(disk) == [] })
    #expect(try client.upload(Self.table(bytes: 500_000), as: "middle").status == 201)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: disk + "/uploads").sorted()
        == ["middle.1.csv", "small.1.csv"])
    #expect(try server.stop() == 0)
  }

  private func drafts(_ disk: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: disk + "/state")
      .filter { $0.hasSuffix(".draft") }
  }

  // The thread sanitizer needs larger files than these itself.
  @Test(.enabled(if: !isRaceCheck))
  func `a file that may not grow is refused with 507, in every encoding`() throws {
    // Files of 1 MiB at most, and the log on standard error is one of them.
    let server = try TallyServer(
      arguments: ["--log-level", "error", "--upload-rate-limit", "none"],
      wrapper: ["bash", "-c", #"ulimit -f 1024; exec "$@""#, "--"])
    let client = try server.connect()
    let small = Self.table(bytes: 50_000)
    #expect(try client.upload(small, as: "small").status == 201)
    #expect(try server.connect().upload(Self.table(bytes: 3_000_000), as: "large").status == 507)
    // Latin letters of one byte become two: the upload is short enough, its text is not.
    let letters = [UInt8](repeating: 0xE9, count: 99) + [0x0A]
    let latin = Array("t\n".utf8) + (0..<9000).flatMap { _ in letters }
    let converted = try server.connect().upload(latin, as: "latin", "&encoding=iso-8859-1")
    #expect(converted.status == 507, "\(converted.text)")
    #expect(try client.request("GET", "/api/v1/datasets/small/file").text == small)
    #expect(server.folder.names(in: "data/uploads") == ["small.1.csv"])
    #expect(
      waitUntil {
        !server.folder.names(in: "data/state").contains { $0.hasSuffix(".draft") }
      })
    #expect(try server.stop() == 0)
  }
}
