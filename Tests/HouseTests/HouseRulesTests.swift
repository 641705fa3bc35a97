import Foundation
import Testing

/// What no compiler checks about the order of the house (docs/architecture.md).
struct HouseRulesTests {
  /// Sources with functions and without a test file of their own, and why.
  private static let testedElsewhere = [
    "Sources/App/Main.swift": "wiring only; the end-to-end tests start the real binary",
    "Sources/App/Demo/DemoVisitors.swift": "clients only; the end-to-end tests let them in",
    "Sources/Bench/main.swift": "wiring only; its commands have their tests",
    "Sources/Trial/SurveyFacts.swift": "facts; SurveyGeneratorTests holds them against real rows",
  ]

  private static let roomNames = Set(
    ["API", "App", "Bench", "Engine", "HTTP", "JSON", "Posix", "Server", "Statistics", "Stores"]
      + ["Tables", "Trial"])

  @Test func `there are sources to look at`() throws {
    let sources = try House.sources.get()
    #expect(Set(sources.map(\.room)).isSuperset(of: Self.roomNames.subtracting(["Stores"])))
  }

  @Test func `Dispatch is imported by two files at most`() throws {
    let files = try House.sources.get().filter { !$0.lines(with: ["import", "Dispatch"]).isEmpty }
    #expect(
      files.count <= 2,
      "\(files.map(\.path)): queues are the pool's business; take Lanes or a closure as an argument"
    )
  }

  @Test func `names say what a thing is`() throws {
    for file in try House.sources.get() {
      let offenders = [(name: file.name, line: 1)] + file.declaredTypes
      for offender in offenders where Self.saysNothing(offender.name) {
        Issue.record("\(file.path):\(offender.line) \(offender.name): name the noun of the domain")
      }
    }
  }

  @Test(arguments: ["Utils", "StringUtils", "Common", "Helpers", "Shared", "Base", "JobManager"])
  func `a name that says nothing is known as such`(_ name: String) {
    #expect(Self.saysNothing(name))
  }

  @Test(arguments: ["JobLedger", "Database", "SharedMapping", "Baseline", "Survey"])
  func `a name of the domain is not taken for one that says nothing`(_ name: String) {
    #expect(!Self.saysNothing(name))
  }

  private static func saysNothing(_ name: String) -> Bool {
    let endings = ["Utils", "Util", "Utilities", "Helpers", "Helper", "Manager"]
    return ["Common", "Shared", "Base"].contains(name) || endings.contains(where: name.hasSuffix)
  }

  @Test func `no type bears the name of a room`() throws {
    for file in try House.sources.get() {
      for type in file.declaredTypes where Self.roomNames.contains(type.name) {
        Issue.record(
          "\(file.path):\(type.line) \(type.name): a type hides the module it is named for")
      }
    }
  }

  @Test func `nothing is left for later`() throws {
    let marks = ["TO" + "DO", "FIX" + "ME"]
    for file in try House.sources.get() + House.files(below: "Tests") {
      for mark in marks where file.text.contains(mark) {
        Issue.record("\(file.path) holds \(mark): do it now, or say in docs what is missing")
      }
    }
  }

  @Test func `no source is longer than 400 lines`() throws {
    for file in try House.sources.get() where file.lineCount > 400 {
      Issue.record("\(file.path) has \(file.lineCount) lines: split it by its nouns")
    }
  }

  @Test func `no script or style of the pages is longer than 400 lines`() throws {
    let folder = House.root.appending(path: "Sources/CSite/assets")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.contains("tally.js") && names.contains("tally.css"))
    for name in names {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      let count = text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
      #expect(count <= 400, "\(name): split it by its nouns")
    }
  }

  @Test func `every source with logic has its tests`() throws {
    let tests = Set(try House.files(below: "Tests").map(\.path))
    for file in try House.sources.get() where !file.lines(with: ["func"]).isEmpty {
      let folder = "Tests/\(file.room)Tests/"
      let isTested = tests.contains {
        $0.hasPrefix(folder) && $0.hasSuffix("/\(file.name)Tests.swift")
      }
      let excuse = Self.testedElsewhere[file.path]
      if excuse == nil && !isTested {
        Issue.record("\(file.path) has no \(folder)\(file.name)Tests.swift: write it")
      }
      if let excuse, isTested {
        Issue.record("\(file.path) has its tests: take it off the list (\(excuse))")
      }
    }
  }

  @Test func `every file on the list of exceptions is there`() throws {
    let paths = Set(try House.sources.get().map(\.path))
    #expect(Set(Self.testedElsewhere.keys).subtracting(paths).isEmpty)
    let banned = Ban.all.flatMap(\.allowed).filter { !$0.hasSuffix("/") }
    for file in banned {
      #expect(
        FileManager.default.fileExists(atPath: House.root.appending(path: file).path),
        "\(file) is allowed something and does not exist: take it off the list in Ban.swift")
    }
  }

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: House.root.appending(path: ".git").path)))
  func `the top level holds what a visitor looks for and no more`() throws {
    let allowed: Set = [
      ".ci", ".deb", ".dockerignore", ".gitignore", ".swift-format", "Benchmarks", "CHANGELOG.md",
      "Dockerfile", "LICENSE", "Makefile", "Package.swift", "README.md", "Sources", "Tests",
      "compose.yaml", "data", "docs", "results",
    ]
    let names = try Self.trackedNames()
    #expect(names.contains("Package.swift"))
    #expect(
      names.subtracting(allowed).isEmpty,
      "scripts go to .ci or Benchmarks, pages to docs, everything else into a room")
  }

  /// The first parts of the paths that git keeps.
  private static func trackedNames() throws -> Set<String> {
    let git = Process()
    let output = Pipe()
    git.executableURL = URL(filePath: "/usr/bin/env")
    git.arguments = ["git", "-C", House.root.path, "ls-files", "-z"]
    git.standardOutput = output
    try git.run()
    let listed = try output.fileHandleForReading.readToEnd() ?? Data()
    git.waitUntilExit()
    try #require(git.terminationStatus == 0)
    let paths = String(decoding: listed, as: UTF8.self).split(separator: "\0")
    return Set(paths.compactMap { $0.split(separator: "/").first.map(String.init) })
  }
}
