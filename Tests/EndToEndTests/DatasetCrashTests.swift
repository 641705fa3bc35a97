import Foundation
import Harness
import Testing

/// What kill -9 leaves of uploads.
struct DatasetCrashTests {
  private static let roundCount = 50

  /// A table whose rows tell which upload they came with, and how many they are.
  private static func text(_ name: String, _ version: Int, rows count: Int) -> String {
    "name,version,count,n\n"
      + (0..<count).map { "\(name),\(version),\(count),\($0)\n" }.joined()
  }

  /// Whether rows are those of one upload, all of them.
  private static func areWhole(_ csv: String, of name: String) -> Bool {
    let lines = csv.split(separator: "\n").dropFirst()
    guard let first = lines.first?.split(separator: ","), first.count == 4 else { return false }
    let lead = "\(first[0]),\(first[1]),\(first[2]),"
    return first[0] == name && Int(first[2]) == lines.count
      && lines.enumerated().allSatisfy { $1 == lead + "\($0)" }
  }

  @Test func `after kill -9 in the midst of uploads there are whole data sets and no strays`()
    throws
  {
    let folder = ScratchFolder()
    var mixer = Mixer(state: 2024)
    /// What clients were told is kept, by name.
    var promised: [String: Int] = [:]
    for round in 0...Self.roundCount {
      let server = try TallyServer(
        folder: folder, arguments: ["--upload-rate-limit", "none", "--log-level", "error"])
      try check(server, promised)
      if round == Self.roundCount { break }
      let delay = UInt32(mixer.next() % 300_000)
      let processID = server.processID
      let rowCount = 500 + Int(mixer.next() % 20_000)
      let port = server.port
      let killer = Thread {
        usleep(delay)
        kill(processID, SIGKILL)
      }
      killer.start()
      let taken = try together(2) { number -> [(String, Int)] in
        var taken: [(String, Int)] = []
        var version = round * 1000
        while let client = try? HTTPConnection(port: port) {
          version += 1
          let name = "d\(number)\(version % 3)"
          let bytes = Self.text(name, version, rows: rowCount)
          guard let answer = try? client.upload(bytes, as: name, "&mode=replace") else { break }
          if answer.status == 201 { taken.append((name, version)) }
        }
        return taken
      }
      #expect(try server.waitForExit() == -SIGKILL)
      for (name, version) in taken.flatMap({ $0 }) { promised[name] = version }
    }
    #expect(!promised.isEmpty)
  }

  private func check(_ server: TallyServer, _ promised: [String: Int]) throws {
    let client = try server.connect()
    let list = try client.request("GET", "/api/v1/datasets").object()["data"]
    let datasets = try #require(list as? [[String: Any]])
    var files: Set<String> = []
    for dataset in datasets {
      let name = try #require(dataset["name"] as? String)
      let version = try #require(dataset["version"] as? Int)
      files.insert("\(name).\(version).csv")
      let rows = try client.request("GET", "/api/v1/datasets/\(name)/rows?_format=csv")
      #expect(rows.status == 200)
      #expect(Self.areWhole(rows.text, of: name), "\(name)")
      let file = try client.request("GET", "/api/v1/datasets/\(name)/file")
      #expect(file.body == rows.body, "\(name)")
      // What a client was told is there, unless a later upload took its place and the answer was lost.
      if let told = promised[name] {
        let found = rows.text.split(separator: "\n")[1].split(separator: ",")[1]
        #expect(Int(found).map { $0 >= told } == true, "\(name)")
      }
    }
    #expect(Set(datasets.compactMap { $0["name"] as? String }).isSuperset(of: promised.keys))
    #expect(Set(server.folder.names(in: "data/uploads")) == files)
    let drafts = server.folder.names(in: "data/state").filter { $0.hasSuffix(".draft") }
    #expect(drafts.isEmpty)
  }
}
