import Foundation
import Harness
import Testing

/// The commands of docs/operating.md that back a server up and restore it.
@Suite(.enabled(if: Tools.areThere("sqlite3", "bash"), "needs sqlite3 and bash"))
struct BackupTests {
  /// The two blocks of commands: the one that makes a backup, and the one that restores it.
  private func commands() throws -> (backUp: String, restore: String) {
    let page = try String(
      contentsOf: URL(fileURLWithPath: Unit.path).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs/operating.md"), encoding: .utf8)
    let section = try #require(page.components(separatedBy: "### Backup\n").last)
    let blocks = section.matches(of: /```sh\n((?s).*?)```/).map { String($0.1) }
    try #require(blocks.count >= 2)
    return (blocks[0], blocks[1])
  }

  private func run(_ script: String, in folder: ScratchFolder) throws {
    let program = try Program(["bash", "-euc", "cd \(folder.path)\n\(script)"])
    #expect(try program.waitForExit() == 0, "\(program.error)")
  }

  @Test func `what was there when a running server was backed up is there when it is restored`()
    throws
  {
    let (backUp, restore) = try commands()
    let folder = ScratchFolder()
    let server = try TallyServer(survey: Fixtures.realSurvey(), folder: folder)
    let client = try server.connect()
    #expect(try client.upload("sku,price\na,1\nb,3\n", as: "prices").status == 201)
    let question = "Percent of adults who report consuming fruit less than one time daily"
    let result = try client.ask("global_mean", ["question": question]).text
    try run(backUp, in: folder)
    // What comes after it is in no backup.
    #expect(try client.upload("a\n1\n", as: "later").status == 201)
    _ = try client.ask("global_mean", ["question": question, "from_year": 2011])
    #expect(try server.stop() == 0)

    // The same folder, whose later state gives way.
    try run(restore, in: folder)
    try check(folder, result)
    // An empty machine.
    let other = ScratchFolder()
    try FileManager.default.copyItem(
      atPath: folder.path + "/backup", toPath: other.path + "/backup")
    try run(restore, in: other)
    try check(other, result)
  }

  private func check(_ folder: ScratchFolder, _ result: String) throws {
    let server = try TallyServer(folder: folder)
    let client = try server.connect()
    #expect(
      try client.request("GET", "/api/v1/datasets/prices/rows").text.contains(
        #""sku":"b","price":3"#))
    #expect(try client.request("GET", "/api/v1/datasets/later").status == 404)
    #expect(try client.request("GET", "/api/get_results/job_id_1").text == result)
    #expect(try client.request("GET", "/api/get_results/job_id_2").status == 404)
    #expect(try client.request("GET", "/api/questions").status == 200)
    #expect(try server.stop() == 0)
  }
}
