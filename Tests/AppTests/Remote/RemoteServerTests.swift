import Testing

@testable import App

struct RemoteServerTests {
  private func server(
    _ arguments: [String] = [], _ environment: [String: String] = [:]
  ) throws -> RemoteServer {
    try RemoteServer(CommandArguments(arguments, flags: RemoteServer.flags), environment)
  }

  @Test func `a flag counts before the environment and that before the default`() throws {
    #expect(try server() == RemoteServer(url: "http://127.0.0.1:8080", key: nil))
    let environment = ["TALLY_SERVER": "https://a.example/tally/", "TALLY_API_KEY": "one"]
    #expect(
      try server([], environment) == RemoteServer(url: "https://a.example/tally", key: "one"))
    #expect(
      try server(["--server", "HTTP://b:1//", "--key=two"], environment)
        == RemoteServer(url: "HTTP://b:1", key: "two"))
    #expect(
      try server([], ["TALLY_SERVER": "", "TALLY_API_KEY": ""])
        == RemoteServer(url: RemoteServer.usualURL))
  }

  @Test(arguments: [
    "", "localhost:8080", "ftp://a", "http://", "http:///jobs", "http://a?b", "http://a#b",
    "http://a b", "http:a",
  ])
  func `what is no URL of a server is told with where it came from`(text: String) {
    let expected = "a URL such as http://127.0.0.1:8080"
    #expect(
      throws: UsageFailure.badValue(name: "--server", value: text, expected: expected)
    ) { try server(["--server", text]) }
    if text.isEmpty { return }
    #expect(
      throws: UsageFailure.badValue(name: "TALLY_SERVER", value: text, expected: expected)
    ) { try server([], ["TALLY_SERVER": text]) }
  }

  @Test func `a key that cannot be sent is refused and not shown`() {
    for key in ["a b", "é", "a\r\nb"] {
      #expect(
        throws: UsageFailure.badValue(
          name: "--key", value: "...",
          expected: "letters, digits and marks of ASCII, without blanks")
      ) { try server(["--key", key]) }
    }
  }
}
