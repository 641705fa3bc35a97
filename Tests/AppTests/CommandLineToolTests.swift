import Posix
import Testing

@testable import App

struct CommandLineToolTests {
  @Test(arguments: [
    ("127.0.0.1", true), ("127.8.8.8", true), ("localhost", true), ("::1", true),
    ("0.0.0.0", false), ("::", false), ("10.0.0.1", false), ("127.example.com", false),
    ("localhost.example.com", false),
  ])
  func `a host is this machine alone only if no other can be meant`(host: String, isLoopback: Bool)
  {
    #expect(CommandLineTool.isLoopback(host) == isLoopback)
  }
}

extension CommandLineToolTests {
  @Test(arguments: [
    [String](), ["--help"], ["-h"], ["help"], ["serve", "--help"], ["serve", "--port", "1", "-h"],
    ["config", "--help"], ["healthcheck", "--help"], ["keys", "--help"], ["keys", "create", "-h"],
    ["--version", "--help"],
  ])
  func `help is printed to standard output and is no failure`(arguments: [String]) async throws {
    let result = await #expect(
      processExitsWith: .exitCode(0), observing: [\.standardOutputContent, \.standardErrorContent]
    ) { [arguments = arguments as [String]] in
      Process.exitNow(CommandLineTool.run(arguments, environment: [:]))
    }
    #expect(result.output.contains("usage: tally"))
    #expect(!result.error.contains("tally"))
  }

  @Test(arguments: [["--version"], ["version"]])
  func `the version is one line`(arguments: [String]) async {
    let result = await #expect(
      processExitsWith: .exitCode(0), observing: [\.standardOutputContent]
    ) { [arguments = arguments as [String]] in
      Process.exitNow(CommandLineTool.run(arguments, environment: [:]))
    }
    #expect(
      result.output
        .hasSuffix("tally \(CommandLineTool.version)\n"))
  }

  @Test(
    arguments: [
      (["dance"], "unknown command 'dance'"), (["dance", "--help"], "unknown command 'dance'"),
      (["--dance"], "unknown flag '--dance'"), (["serve", "--prot", "1"], "unknown flag '--prot'"),
      (["serve", "--port"], "--port needs a value"),
      (["serve", "--port", "x"], "--port is 'x', expected a whole number from 0 to 65535"),
      (["serve", "now"], "unexpected argument 'now'"),
      (["--version", "now"], "unexpected argument 'now'"),
      (["help", "serve"], "unexpected argument 'serve'"),
      (["serve", "--host="], "--host is '', expected an address such as 127.0.0.1"),
      (
        ["serve", "--host", "0.0.0.0"],
        "--host 0.0.0.0 can be reached from other machines and no key is configured; "
          + "give --keys-file or --api-key, listen on 127.0.0.1, or add --insecure-open if that "
          + "is what you want"
      ),
      (["keys"], "tally keys needs an action: create"),
      (["keys", "dance"], "unknown command 'keys dance'"),
      (["jobs", "--limit", "x"], "--limit is 'x', expected a whole number of 1 or more"),
      (["submit"], "tally submit needs a TYPE, such as aggregate"),
      (["wait"], "tally wait needs an ID, such as job_id_7"),
      (["cancel", "x"], "an ID is 'x', expected job_id_7, or 7 for short"),
    ] as [([String], String)])
  func `a command line that makes no sense ends with 2 and a sentence`(
    arguments: [String], sentence: String
  ) async {
    let result = await #expect(
      processExitsWith: .exitCode(2), observing: [\.standardErrorContent]
    ) { [arguments = arguments as [String]] in
      Process.exitNow(CommandLineTool.run(arguments, environment: [:]))
    }
    #expect(
      result.error
        .hasSuffix("tally: \(sentence); see tally --help\n"))
  }

  @Test func `the settings are printed with where they come from`() async {
    let result = await #expect(
      processExitsWith: .exitCode(0), observing: [\.standardOutputContent]
    ) {
      Process.exitNow(
        CommandLineTool.run(
          ["config", "--port", "7", "--api-key", "hidden"], environment: ["TALLY_WORKERS": "3"]))
    }
    #expect(!result.output.contains("hidden"))
    #expect(result.output.contains("(set)"))
    let lines = result.output
      .split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("port ") && $0.contains(" 7 ") && $0.hasSuffix("flag") })
    #expect(
      lines.contains {
        $0.hasPrefix("workers ") && $0.contains(" 3 ") && $0.hasSuffix("environment")
      })
  }
}
