import JSON
import Posix
import Testing

@testable import App

struct RemoteOutputTests {
  private func record(_ text: String) throws -> JobRecord {
    try #require(JobRecord(try JSONParser.parse(Array(text.utf8))))
  }

  @Test func `an end is the id and the state`() throws {
    #expect(try record(ScriptedServer.job("cancelled")).ending == "job_id_7 cancelled")
  }

  @Test func `a reason is told where there is no result, and cannot steer the terminal`() throws {
    let failed = try record(ScriptedServer.job("failed", error: "a\\u001b[2J"))
    #expect(failed.complaint == "tally: job_id_7: a\\u{1b}[2J")
    #expect(try record(ScriptedServer.job("failed")).complaint == nil)
    #expect(try record(ScriptedServer.job("succeeded", error: "odd")).complaint == nil)
  }

  @Test func `a description is one line with all that was said`() throws {
    let text = ScriptedServer.job(7, "queued", more: ",\"links\":{\"self\":\"/x\"}")
    #expect(try record(text).line == Array((text + "\n").utf8))
  }

  @Test func `a result ends with one line's end`() {
    #expect(JobRecord.line(Array("{}".utf8)) == Array("{}\n".utf8))
    #expect(JobRecord.line(Array("{}\n".utf8)) == Array("{}\n".utf8))
    #expect(JobRecord.line([]) == Array("\n".utf8))
  }

  @Test func `what cannot be written is a failure`() async {
    await #expect(processExitsWith: .exitCode(7)) {
      Process.refuseBrokenPipeSignal()
      // Closed at once.
      _ = FileDescriptor(owning: 1)
      do throws(RemoteFailure) {
        try Output.write(remote: [1])
      } catch {
        Process.exitNow(error.sentences.count == 1 && error.exitCode == 1 ? 7 : 8)
      }
      Process.exitNow(9)
    }
  }
}
