import Posix
import Testing

@testable import App

struct OutputTests {
  @Test func `lines go to standard output and complaints to standard error, at once`() async {
    let result = await #expect(
      processExitsWith: .exitCode(0), observing: [\.standardOutputContent, \.standardErrorContent]
    ) {
      Output.line("é one")
      Output.error("two")
      Output.line("three")
      // Nothing is flushed at this exit, so nothing may wait in a buffer.
      Process.exitNow(0)
    }
    #expect(
      result.output
        .hasSuffix("é one\nthree\n"))
    #expect(
      result.error.hasSuffix("two\n"))
  }
}
