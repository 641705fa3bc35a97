import Foundation
import Harness
import Testing

/// The pages in a real browser: every file of `Tests/Browser` is a test here, and names in its output what failed.
@Suite(.serialized) struct BrowserTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let folder = root.path + "/Tests/Browser"
  private static let python = root.path + "/.build-tools/browser/bin/python3"

  private static let files =
    (try? FileManager.default.contentsOfDirectory(atPath: folder))?
    .filter { $0.hasPrefix("test_") && $0.hasSuffix(".py") }.sorted() ?? []

  private static let isPossible =
    FileManager.default.isExecutableFile(atPath: python)
    && (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: $0 + "/chromium")
    }

  @Test func `there are tests of the pages`() {
    #expect(!Self.files.isEmpty)
  }

  @Test(
    .enabled(
      if: isPossible,
      "skipped: the pages need Debian's chromium on the PATH and .ci/install-browser.sh"),
    arguments: files)
  func `the pages hold in a browser`(_ file: String) throws {
    let run = try Program(
      [Self.python, "-m", "pytest", "--quiet", "\(Self.folder)/\(file)"],
      environment: [
        "TALLY_BINARY": try TallyServer.binaryPath(), "PYTHONDONTWRITEBYTECODE": "1",
      ])
    let status = try run.waitForExit(seconds: 900)
    #expect(status == 0, "\(file):\n\(run.output.suffix(8000))\(run.error.suffix(2000))")
  }
}
