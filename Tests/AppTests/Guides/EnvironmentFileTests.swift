import Testing

@testable import App

struct EnvironmentFileTests {
  @Test func `every setting stands there and none is set`() {
    let lines = EnvironmentFile.text.split(separator: "\n")
    #expect(lines.allSatisfy { $0.hasPrefix("#") })
    #expect(lines.filter { $0.hasPrefix("#TALLY_") }.count == Settings.all.count)
  }

  @Test func `a line without its mark is a setting that makes sense`() throws {
    var environment: [String: String] = [:]
    for line in EnvironmentFile.text.split(separator: "\n") where line.hasPrefix("#TALLY_") {
      let parts = line.dropFirst().split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      environment[String(parts[0])] = String(parts[1])
    }
    let configuration = try Configuration(arguments: [], environment: environment)
    for setting in Settings.all where setting.kind != .flag {
      #expect(configuration.text(setting.name) ?? "" == setting.fallback)
    }
  }
}
