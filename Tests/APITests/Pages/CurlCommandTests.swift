import Foundation
import HTTP
import Testing

@testable import API

struct CurlCommandTests {
  private static let server = PublicURL("https://tally.example.org")

  @Test func `a question is a command that needs nothing more`() {
    let command = CurlCommand(.get, "/api/jobs?a=1&b=2", of: Self.server, needsKey: false)
    #expect(command.text == "curl -s 'https://tally.example.org/api/jobs?a=1&b=2'")
  }

  @Test func `a key is taken from the shell`() {
    let command = CurlCommand(.delete, "/api/v1/jobs/7", of: Self.server, needsKey: true)
    #expect(
      command.text
        == "curl -s -X DELETE 'https://tally.example.org/api/v1/jobs/7' "
        + #"-H "Authorization: Bearer $TALLY_KEY""#)
  }

  @Test func `a body is sent as JSON`() {
    let command = CurlCommand(.post, "/api/best5", json: "{}", of: Self.server, needsKey: false)
    #expect(command.text == "curl -s 'https://tally.example.org/api/best5' --json '{}'")
  }

  @Test func `a file is sent in a form`() {
    let command = CurlCommand(.post, "/api/v1/datasets", file: "a.csv", of: nil, needsKey: false)
    #expect(command.text == "curl -s '/api/v1/datasets' -F 'file=@a.csv'")
  }

  @Test(arguments: ["", "plain", "it's", "''", "$HOME `id` \"x\" \\ \n !", "a'; rm -rf /; '"])
  func `a shell takes a quoted text for one word, whatever is in it`(text: String) throws {
    let shell = Foundation.Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", "printf %s " + CurlCommand.quoted(text)]
    let output = Pipe()
    shell.standardOutput = output
    try shell.run()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    shell.waitUntilExit()
    #expect(String(decoding: printed, as: UTF8.self) == text)
  }
}
