import Testing

@testable import App

struct HelpTests {
  @Test func `the help of serve names every setting with its default`() throws {
    let help = try #require(Help.text(of: "serve"))
    for setting in Settings.all {
      #expect(help.contains("--\(setting.name) "))
      #expect(help.contains(setting.help))
      #expect(help.contains("(default \(setting.fallback))") || setting.fallback.isEmpty)
    }
  }

  @Test func `every command has help and others have none`() {
    for command in [
      "serve", "stats", "query", "jobs", "submit", "wait", "cancel", "keys", "config",
      "doctor", "healthcheck", "--version",
    ] {
      #expect(Help.text(of: command) != nil)
    }
    #expect(Help.text(of: "dance") == nil)
  }

  @Test func `the help of a command that talks to a server names its flags`() throws {
    for (command, flags) in [
      ("jobs", JobsCommand.flags), ("submit", SubmitCommand.flags), ("wait", WaitCommand.flags),
      ("cancel", CancelCommand.flags),
    ] {
      let help = try #require(Help.text(of: command))
      #expect(help.hasPrefix("usage: tally \(command) "))
      for flag in flags { #expect(help.contains("  \(flag.name) ")) }
      #expect(Help.overview.contains("\n  \(command) "))
    }
  }

  @Test func `the table shows each value with its source`() throws {
    let table = Help.table(try Configuration(arguments: ["--port", "1"], environment: [:]))
    let port = table.split(separator: "\n").first { $0.hasPrefix("port ") }
    #expect(port?.contains("1 ") == true)
    #expect(port?.hasSuffix("flag") == true)
    #expect(table.split(separator: "\n").count == Settings.all.count)
  }
}
