internal import Posix

/// The `tally` binary: reads arguments and environment, and hands over.
@main
enum Main {
  static func main() {
    Process.holdStandardDescriptors()
    let status = CommandLineTool.run(
      Array(CommandLine.arguments.dropFirst()), environment: Process.environment)
    Process.exitNow(status)
  }
}
