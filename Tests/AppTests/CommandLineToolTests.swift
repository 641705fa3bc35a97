import Testing

@testable import App

struct CommandLineToolTests {
  @Test(arguments: [
    ("127.0.0.1", true), ("127.8.8.8", true), ("localhost", true), ("::1", true),
    ("0.0.0.0", false), ("::", false), ("10.0.0.1", false), ("127.example.com", false),
    ("localhost.example.com", false),
  ])
  func `a host is this machine alone only if no other can be meant`(host: String, isLoopback: Bool)
  {
    #expect(CommandLineTool.isLoopback(host) == isLoopback)
  }
}
