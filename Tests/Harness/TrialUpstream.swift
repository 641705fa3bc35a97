import Foundation

/// `tally-bench upstream`, started on a free port, and stopped with the test: what the collector collects from.
package final class TrialUpstream {
  package let port: UInt16
  /// How a server is told of it.
  package var address: String { "http://127.0.0.1:\(port)" }

  private let program: Program

  /// Starts it and waits until it says where it listens.
  ///
  /// - Parameter arguments: how many cities, countries and rows, and how it misbehaves.
  package init(_ arguments: [String] = []) throws {
    program = try Program(
      [try TallyServer.builtBinaryPath("tally-bench"), "upstream", "--port", "0"] + arguments)
    let output = program.firstOutput()
    let found = output.firstMatch(of: /listening on http:\/\/127\.0\.0\.1:([0-9]+)/)
    guard let port = found.flatMap({ UInt16($0.1) }) else {
      throw TallyServer.Failure.notReady(output + program.error)
    }
    self.port = port
  }

  /// Starts the one that a page starts on port 8090; `nil` if it starts none.
  package convenience init?(startedIn page: String) throws {
    guard let found = page.firstMatch(of: /tally-bench upstream --port 8090([ a-z0-9-]*)/) else {
      return nil
    }
    try self.init(found.1.split(separator: " ").map(String.init))
  }

  package func send(_ signal: Int32) { program.send(signal) }
}
