import Posix
import Testing

@testable import App

struct LogSettingsTests {
  @Test func `the log's settings become its options`() throws {
    let options = try LogSettings.options(
      Configuration(
        arguments: [
          "--log-file", "x.log", "--log-rotate", "1MiB,7", "--log-format", "text", "--log-level",
          "warning",
        ], environment: [:]))
    #expect(options.destination == .file(path: "x.log", rotateBytes: 1 << 20, keptCount: 7))
    #expect(options.format == .text)
    #expect(options.level == .warning)
    let standard = try LogSettings.options(Configuration(arguments: [], environment: [:]))
    #expect(standard == Log.Options())
  }

  @Test(arguments: ["", "5MB", "5MB,", ",3", "5MB,3,1", "1,1", "5MB,-1", "5MB,1001", "x,1"])
  func `a rotation that makes no sense is refused`(text: String) {
    #expect(LogSettings.rotation(text) == nil)
    guard !text.isEmpty else { return }
    #expect(
      throws: UsageFailure.badValue(
        name: "--log-rotate", value: text, expected: LogSettings.rotationExpectation)
    ) {
      try Configuration(arguments: ["--log-rotate", text], environment: [:])
    }
  }
}
