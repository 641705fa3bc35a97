@testable import App
import Foundation
import Harness
import Testing

/// What README and docs/ say is what the server does.
///
/// Every command behind `$ ` in a fenced `console` block is run, in its order, in the folder of a fresh server on the shipped data; what
/// stands below it must be its output. Three things may differ: the port; what the page leaves out with `...`; and what is different
/// each time (times, random request ids), which counts as `...` on both sides. Decimals are compared in twelve digits. A command that
/// only asks is repeated until its answer is there.
struct DocumentationTests {
  @Test func `every command of the README's session prints what the README says`() throws {
    // The session ends with a graceful shutdown, after which it asks on.
    let upstream = try #require(try TrialUpstream(startedIn: Pages.text("README.md")))
    let server = try Self.shippedServer(
      arguments: ["--linger", "5s", "--upstream", upstream.address])
    try Self.run(Pages.text("README.md"), on: server, leastCommands: 15)
    let exitCode: () throws -> Int32 = server.waitForExit
    #expect(try exitCode() == 0)
    withExtendedLifetime(upstream) {}
  }

  @Test(arguments: try Pages.withCommands.filter { $0 != "README.md" })
  func `every command of a page prints what the page says`(page: String) throws {
    let text = try Pages.text(page)
    let upstream = try TrialUpstream(startedIn: text)
    let server = try Self.shippedServer(
      arguments: (Self.serverArguments[page] ?? [])
        + (upstream.map { ["--upstream", $0.address] } ?? []))
    try Self.run(text, on: server, leastCommands: 1)
    withExtendedLifetime(upstream) {}
  }

  /// What the servers of some pages are started with.
  private static let serverArguments = ["docs/operating.md": ["--api-key", "open-sesame"]]

  /// Blocks that are not run as they stand, by their pages and their first lines, and why.
  private static let notRun = [
    NotRun("README.md", "make run ARGS=--demo", "it builds; DemoTests look at what it starts"),
    NotRun(
      "docs/collector.md", ".build/release/tally-bench upstream", "the page's test starts both"),
    NotRun("docs/collector.md", "export AWS_ACCESS_KEY_ID", "S3ServerTests have a bucket"),
    NotRun("docs/events.md", "", "a browser runs it", language: "js"),
    NotRun("docs/jobs.md", "const events = new EventSource", "a browser runs it"),
    NotRun("docs/operating.md", "mkdir -p backup", "BackupTests run it"),
    NotRun("docs/operating.md", "mkdir -p -m 700 data/state", "BackupTests run it"),
    NotRun("docs/operating.md", "pip install openapi", "the network is needed"),
    NotRun("docs/operating.md", "from tally_client", "a generated package is needed"),
    NotRun(
      "docs/command-line.md", "tally manual",
      "ManualPageTests and CompletionScriptTests look at them"),
    NotRun("docs/deploying.md", "", "a machine of its own is needed", language: "sh"),
    NotRun("docs/deploying.md", "flush ruleset", "nft reads it"),
    NotRun("docs/deploying.md", "# Tally behind nginx", "ProxyTests run it"),
    NotRun("docs/deploying.md", "30 3 * * *", "cron reads it"),
    NotRun("docs/operating.md", "groups:", "Prometheus reads it; its metrics are looked up"),
    NotRun("docs/webhooks.md", "", "the test of the receiver runs it", language: "python"),
  ]

  @Test func `every block of the pages is run, or it is said why not`() throws {
    var excused: Set<NotRun> = []
    for page in try Pages.all {
      for block in FencedBlock.all(in: try Pages.text(page)) where !block.isRunOrPicture {
        guard let excuse = Self.notRun.first(where: { $0.fits(block, of: page) }) else {
          Issue.record("\(page):\(block.line): make it a console block, or say here why not")
          continue
        }
        excused.insert(excuse)
      }
    }
    for excuse in Self.notRun where !excused.contains(excuse) {
      Issue.record("\(excuse.page) has no block '\(excuse.start)' any more: take it off the list")
    }
  }

  @Test func `every make target that a page names is there`() throws {
    let targets = Set(
      try Pages.text("Makefile").matches(of: /(?m)^([a-z-]+):/).map { String($0.1) })
    #expect(targets.count > 10)
    for page in try Pages.all {
      let text = try Pages.text(page)
      for name in text.matches(of: /(?m)(?:`|^)make ([a-z-]+)[^a-z]/).map({ String($0.1) }) {
        #expect(targets.contains(name), "\(page): make \(name)")
      }
    }
  }

  @Test func `the receiver of docs/webhooks.md takes our webhooks and no others`() throws {
    let secret = "whsec_" + Data(repeating: 7, count: 32).base64EncodedString()
    let receiver = try Self.receiver(secret: secret)
    let port = try #require(receiver.firstOutput().split(separator: " ").last?.dropLast())
    let order = """
      {"type":"profile","dataset":"games","callback_url":"http://127.0.0.1:\(port)/hook"}
      """
    for (serverSecret, isOurs) in [
      ("whsec_" + Data(repeating: 8, count: 32).base64EncodedString(), false), (secret, true),
    ] {
      let server = try Self.shippedServer(
        arguments: ["--allow-private"], environment: ["TALLY_WEBHOOK_SECRET": serverSecret])
      #expect(try server.request("POST", "/api/v1/jobs", body: order).status == 202)
      let attempts =
        isOurs ? "tally_webhooks_delivered_total" : "tally_webhook_attempts_failed_total"
      #expect(
        try waitUntil { try server.request("GET", "/metrics").text.contains("\(attempts) 1\n") })
      #expect(receiver.output.contains("job.succeeded job_id_1\n") == isOurs)
    }
  }

  @Test func `docs/survey.md asks each of the nine statistics`() throws {
    let page = try Pages.text("docs/survey.md")
    for name in [
      "states_mean", "state_mean", "best5", "worst5", "global_mean", "diff_from_mean",
      "state_diff_from_mean", "mean_by_category", "state_mean_by_category",
    ] {
      #expect(page.contains("http://127.0.0.1:8080/api/\(name) "), "\(name) is not asked")
    }
  }

  @Test func `the README's table of settings is the list of settings`() throws {
    let page = try Pages.text("README.md")
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `--") }.map(String.init)
    #expect(rows == Settings.all.map(Self.row))
  }

  @Test func `every route is named in README or docs`() throws {
    let server = try Self.shippedServer()
    let paths = try #require(
      try server.request("GET", "/openapi.json").object()["paths"] as? [String: Any])
    let text = try Pages.all.map(Pages.text).joined()
    #expect(paths.count > 10)
    for path in paths.keys { #expect(text.contains(path), "\(path) is not named") }
  }

  @Test func `every metric is named in docs/operating.md`() throws {
    let page = try Pages.text("docs/operating.md")
    let lead = "# TYPE "
    let names = try Self.shippedServer().request("GET", "/metrics").text
      .split(separator: "\n").filter { $0.hasPrefix(lead) }
      .map { $0.dropFirst(lead.count).prefix { $0 != " " } }
    #expect(names.count > 10)
    for name in names { #expect(page.contains("`\(name)`"), "\(name) is not named") }
  }

  @Test func `the sample alerts ask for metrics and labels that there are`() throws {
    let rules = try #require(
      Pages.text("docs/operating.md").firstMatch(of: /```yaml\n((?s).*?)```/)?.1)
    let server = try Self.shippedServer()
    // Requests are counted once there is one, a moment after its answer.
    _ = try server.request("GET", "/livez")
    #expect(
      try waitUntil { try server.request("GET", "/metrics").text.contains(#"endpoint="/livez""#) })
    let figures = try server.request("GET", "/metrics").text
    let expressions = rules.split(separator: "\n").filter { $0.contains("expr:") }
    #expect(expressions.count > 10)
    var names: Set<String> = []
    for expression in expressions {
      for found in expression.matches(of: /((?:tally|process)_[a-z_]+)\{([a-z]+)[=!]/) {
        // The label may have another value as yet, but it must be one of this metric's.
        #expect(
          figures.split(separator: "\n").contains {
            $0.hasPrefix("\(found.1){") && $0.contains("\(found.2)=\"")
          } || found.2 == "job", "\(found.0)")
      }
      names.formUnion(
        expression.matches(of: /(?:tally|process)_[a-z_]+/).map {
          String($0.0).replacing(/_bucket$/, with: "")
        })
    }
    #expect(names.count > 10)
    for name in names {
      #expect(figures.contains("# TYPE \(name) "), "\(name) is not a metric")
    }
  }

  @Test func `every limit that can be set stands in docs/operating.md`() throws {
    let page = try Pages.text("docs/operating.md")
    for setting in Settings.all where !["port", "loops"].contains(setting.name) {
      switch setting.kind {
      case .integer, .duration, .size, .rate, .retention, .rotation:
        #expect(page.contains("`--\(setting.name)"), "--\(setting.name) is not named")
      default: continue
      }
    }
  }

  @Test(arguments: [
    ("{\"a\":1}", "{\"a\":2}"), ("1.234567890123", "1.234567890223"), ("a b", "a c...b"),
    ("a b", "...c"), ("a", ""), ("", "a"), ("x ab", "a...b"), ("ab x", "a...b"),
    ("2026-11-21T10:13:19.368Z a", "2026-11-21T10:13:19.368Z b"),
  ])
  func `another answer is not what a page says`(printed: String, page: String) {
    #expect(!Example.matches(printed, page))
  }

  @Test(arguments: [
    ("{\"a\":31.617445482866042}", "{\"a\":31.617445482866035}"), ("a b c", "a...c"),
    ("ac", "a...c"),
    ("abcd", "...b...d"), ("2026-11-21T10:13:19.368Z a", "2025-01-01T00:00:00Z a"), ("", ""),
  ])
  func `what differs each time and what is left out may differ`(printed: String, page: String) {
    #expect(Example.matches(printed, page))
  }

  // Leaves

  /// The row of the README that a setting stands in.
  private static func row(of setting: Setting) -> String {
    let flag = "--\(setting.name)" + (setting.placeholder.isEmpty ? "" : " \(setting.placeholder)")
    let environment = [setting.environmentName, setting.olderEnvironmentName]
      .compactMap { $0.map { "`\($0)`" } }.joined(separator: ", ")
    let fallback = setting.fallback.isEmpty ? "" : "`\(setting.fallback)`"
    return "| `\(flag)` | \(environment) | \(fallback) | \(setting.help) |"
  }

  /// The program of docs/webhooks.md, on a free port.
  private static func receiver(secret: String) throws -> Program {
    let program = try #require(
      Pages.text("docs/webhooks.md").firstMatch(of: /```python\n((?s).*?)```/)?.1
    )
    .replacing("9000", with: "0")
    return try Program(
      ["/usr/bin/env", "python3", "-c", String(program)],
      environment: ["TALLY_WEBHOOK_SECRET": secret])
  }

  /// Runs a script in a folder.
  ///
  /// - Returns: its exit code.
  private static func run(_ script: String, in folder: ScratchFolder) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-euc", script]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// A server on a copy of the shipped data folder.
  private static func shippedServer(
    arguments: [String] = [], environment: [String: String] = [:]
  ) throws -> TallyServer {
    let folder = ScratchFolder()
    let data = URL(fileURLWithPath: folder.path + "/data")
    try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
    for file in ["survey.csv", "games.csv", "test_data"] {
      try FileManager.default.copyItem(
        at: Pages.root.appending(path: "data/\(file)"), to: data.appending(path: file))
    }
    return try TallyServer(folder: folder, arguments: arguments, environment: environment)
  }

  private static func run(_ page: String, on server: TallyServer, leastCommands: Int) throws {
    let examples = Example.all(in: page)
    #expect(examples.count >= leastCommands, "the page's commands were not found")
    for example in examples {
      let printed = try example.run(on: server)
      #expect(
        Example.matches(printed, example.expected),
        "\(example.command)\nprinted \(printed)\nthe page says \(example.expected)")
    }
  }
}

/// The texts of this repository.
private enum Pages {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  /// README and all of docs/.
  static var all: [String] {
    get throws {
      let names = try FileManager.default.contentsOfDirectory(
        atPath: root.appending(path: "docs").path)
      return ["README.md"] + names.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }
    }
  }

  /// Those that have commands to be run.
  static var withCommands: [String] {
    get throws {
      try all.filter { page in
        try FencedBlock.all(in: text(page)).contains { $0.language == "console" }
      }
    }
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }
}

/// What stands between two fences of a page.
private struct FencedBlock {
  /// Of the first fence, from 1.
  let line: Int
  /// What stands behind the first fence.
  let language: String
  let text: String

  /// The commands of console blocks are run; text is looked at.
  var isRunOrPicture: Bool { ["console", "text"].contains(language) }

  static func all(in page: String) -> [FencedBlock] {
    var blocks: [FencedBlock] = []
    var start: (line: Int, language: String)?
    var lines: [Substring] = []
    for (place, line) in page.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      guard line.drop(while: { $0 == " " }).hasPrefix("```") else {
        lines.append(line)
        continue
      }
      if let (line, language) = start {
        blocks.append(
          FencedBlock(line: line, language: language, text: lines.joined(separator: "\n")))
        start = nil
      } else {
        start = (place + 1, line.drop { $0 == " " || $0 == "`" }.description)
        lines = []
      }
    }
    return blocks
  }
}

/// A block that is not run as it stands.
private struct NotRun: Hashable {
  let page: String
  let start: String
  let reason: String
  /// `nil` for any.
  let language: String?

  init(_ page: String, _ start: String, _ reason: String, language: String? = nil) {
    self.page = page
    self.start = start
    self.reason = reason
    self.language = language
  }

  func fits(_ block: FencedBlock, of page: String) -> Bool {
    page == self.page && block.text.hasPrefix(start) && language ?? block.language == block.language
  }
}

/// A command of a page, with what the page says it prints.
private struct Example {
  let command: String
  let expected: String

  /// The examples of the `console` blocks. A command goes on where a line ends with a backslash.
  static func all(in page: String) -> [Example] {
    var examples: [Example] = []
    var isInBlock = false
    var command: [Substring]?
    var output: [Substring] = []
    func end() {
      guard let lines = command else { return }
      examples.append(
        Example(
          command: lines.joined(separator: "\n"),
          expected: output.joined(separator: "\n").trimmingCharacters(in: .newlines)))
      command = nil
      output = []
    }
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        end()
        isInBlock = line == "```console"
      } else if !isInBlock {
        continue
      } else if line.hasPrefix("$ ") {
        end()
        command = [line.dropFirst(2)]
      } else if output.isEmpty, command?.last?.hasSuffix("\\") == true {
        command?.append(line)
      } else {
        output.append(line)
      }
    }
    return examples
  }

  /// What the command prints on a server; asked again for up to ten seconds while that is not what the page says, if asking changes
  /// nothing.
  func run(on server: TallyServer) throws -> String {
    let repeats =
      !command.contains("--json") && !command.contains("-X ") && !command.hasPrefix("tally ")
    let end = ContinuousClock.now + .seconds(10)
    while true {
      let printed = try runOnce(on: server)
      if !repeats || Self.matches(printed, expected) || ContinuousClock.now > end {
        return printed
      }
      Thread.sleep(forTimeInterval: 0.02)
    }
  }

  private func runOnce(on server: TallyServer) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = [
      "-c",
      command.replacingOccurrences(of: "127.0.0.1:8080", with: "127.0.0.1:\(server.port)")
        .replacingOccurrences(of: ".build/release/", with: ""),
    ]
    // Where a page says `tally`, it means the binary that was built, and its usual server the one of the page.
    let binaries = URL(fileURLWithPath: try TallyServer.binaryPath()).deletingLastPathComponent()
    process.environment = ProcessInfo.processInfo.environment.merging(
      [
        "PATH": "\(binaries.path):/usr/local/bin:/usr/bin:/bin",
        "TALLY_SERVER": "http://127.0.0.1:\(server.port)",
      ]) { $1 }
    process.currentDirectoryURL = URL(fileURLWithPath: server.folder.path)
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let printed = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return printed.replacingOccurrences(of: "\r", with: "").trimmingCharacters(in: .newlines)
  }

  /// Whether an output is what a page says.
  static func matches(_ printed: String, _ page: String) -> Bool {
    var rest = masked(printed)[...]
    let pieces = masked(page).components(separatedBy: "...")
    guard pieces.count > 1 else { return rest == pieces[0] }
    for (place, piece) in pieces.enumerated() {
      if place == 0 {
        guard rest.hasPrefix(piece) else { return false }
        rest = rest.dropFirst(piece.count)
      } else if place == pieces.count - 1 {
        return rest.hasSuffix(piece)
      } else {
        guard let found = rest.range(of: piece) else { return false }
        rest = rest[found.upperBound...]
      }
    }
    return true
  }

  /// A text with what is different each time replaced by `...`, and decimals in twelve digits.
  private static func masked(_ text: String) -> String {
    let hex = "[0-9a-f]"
    let volatile = [
      "\(hex){8}-\(hex){4}-\(hex){4}-\(hex){4}-\(hex){12}",
      "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z",
      "[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT",
      "(?<=\"(duration|query)_ms\":)[0-9.e-]+",
    ]
    let text = volatile.reduce(text) { text, pattern in
      text.replacingOccurrences(of: pattern, with: "...", options: .regularExpression)
    }
    var shortened = ""
    var rest = text[...]
    while let found = rest.range(of: "[0-9]+\\.[0-9]{6,}", options: .regularExpression) {
      shortened += rest[..<found.lowerBound]
      shortened += Double(rest[found]).map { String(format: "%.12g", $0) } ?? ""
      rest = rest[found.upperBound...]
    }
    return shortened + rest
  }
}
