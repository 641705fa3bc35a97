import Posix
import Testing

@testable import App

/// What a command printed, and its exit code.
struct RemoteRun {
  /// Before it stands what others print into these streams.
  private static let start = "start of the command\n"

  let exitCode: Int32?
  let output: String
  let error: String

  /// Runs a command line in a process of its own.
  init(_ arguments: [String], environment: [String: String] = [:]) async {
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardOutputContent, \.standardErrorContent]
    ) { [arguments = arguments as [String], environment = environment as [String: String]] in
      Output.errorText(Self.start)
      try Output.write(Array(Self.start.utf8))
      // The exit code is printed: an exit test has to know beforehand which one comes.
      Output.error("\(CommandLineTool.run(arguments, environment: environment))")
      Process.exitNow(0)
    }
    output = Self.behindStart(result.output)
    var lines = Self.behindStart(result.error).split(separator: "\n").map(String.init)
    exitCode = lines.popLast().flatMap { Int32($0) }
    error = lines.joined(separator: "\n")
  }

  private static func behindStart(_ text: String) -> String {
    text.firstRange(of: start).map { String(text[$0.upperBound...]) } ?? ""
  }
}
