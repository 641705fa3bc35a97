package import Foundation

/// The real binary, started on a free port with folders of its own, and stopped with the test.
package final class TallyServer {
  /// Why the server could not be used.
  package enum Failure: Error {
    case noBinary(String)
    case notReady(String)
    case noAnswer
  }

  package let folder: ScratchFolder
  package let port: UInt16
  package let program: Program

  package var dataPath: String { folder.path + "/data" }
  package var resultsPath: String { folder.path + "/results" }
  package var processID: Int32 { program.processID }
  package var isRunning: Bool { program.isRunning }

  /// Starts the server and waits until it says where it listens.
  ///
  /// - Parameters:
  ///   - survey: CSV bytes of the data set `survey`; `nil` leaves the data folder as it is.
  ///   - folder: an older server's folder, to start again on its data.
  ///   - lingerSeconds: how long it stays for last polls after a graceful shutdown.
  ///   - wrapper: a program with its arguments that starts the server's command line.
  package init(
    survey: Data? = nil, folder: ScratchFolder = ScratchFolder(), lingerSeconds: Int = 0,
    arguments: [String] = [], environment: [String: String] = [:], wrapper: [String] = []
  ) throws {
    self.folder = folder
    try FileManager.default.createDirectory(
      atPath: folder.path + "/data", withIntermediateDirectories: true)
    if let survey {
      try survey.write(to: URL(fileURLWithPath: folder.path + "/data/survey.csv"))
    }
    program = try Program(
      wrapper + [try Self.binaryPath()]
        + Self.command(in: folder, ["--linger", "\(lingerSeconds)"] + arguments),
      environment: environment, errorPath: folder.path + "/stderr")
    let output = program.firstOutput()
    let lead = "tally: listening on http://127.0.0.1:"
    guard output.hasPrefix(lead), let port = UInt16(output.dropFirst(lead.count).dropLast()) else {
      throw Failure.notReady(output + program.error)
    }
    self.port = port
  }

  /// What the server wrote to standard error so far.
  package var log: String { program.error }

  package func send(_ signal: Int32) { program.send(signal) }

  /// Waits for the end of the process.
  ///
  /// - Returns: its exit code; minus the signal's number if one ended it.
  package func waitForExit() throws -> Int32 { try program.waitForExit() }

  /// Stops the server in order.
  ///
  /// - Returns: its exit code.
  @discardableResult
  package func stop() throws -> Int32 {
    send(SIGTERM)
    return try waitForExit()
  }

  /// A connection to the server.
  package func connect() throws -> HTTPConnection { try HTTPConnection(port: port) }

  /// One request on a connection of its own.
  package func request(
    _ method: String, _ target: String, body: String? = nil, fields: [String: String] = [:]
  ) throws -> HTTPAnswer {
    try connect().request(method, target, body: body, fields: fields)
  }

  /// The arguments that serve from a folder on a free port.
  package static func command(in folder: ScratchFolder, _ arguments: [String] = []) -> [String] {
    ["serve", "--port", "0", "--data", folder.path + "/data"]
      + ["--results", folder.path + "/results"] + arguments
  }

  /// Runs a `tally` command to its end.
  package static func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> (status: Int32, output: String, error: String) {
    let program = try Program([try binaryPath()] + arguments, environment: environment)
    return (try program.waitForExit(), program.output, program.error)
  }

  /// The binary that was built with these tests. `TESTED_BINARY` in the environment names another one.
  package static func binaryPath() throws -> String {
    if let named = ProcessInfo.processInfo.environment["TESTED_BINARY"], !named.isEmpty {
      return named
    }
    return try builtBinaryPath("tally")
  }

  /// A program that was built with these tests: it lies beside them.
  package static func builtBinaryPath(_ name: String) throws -> String {
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let path = URL(fileURLWithPath: tests).deletingLastPathComponent().appending(path: name).path
    guard FileManager.default.isExecutableFile(atPath: path) else { throw Failure.noBinary(path) }
    return path
  }
}
