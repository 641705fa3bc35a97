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
  package private(set) var port: UInt16 = 0

  private let process = Process()

  package var dataPath: String { folder.path + "/data" }
  package var resultsPath: String { folder.path + "/results" }
  package var processID: Int32 { process.processIdentifier }
  package var isRunning: Bool { process.isRunning }

  /// Starts the server and waits until it says where it listens.
  ///
  /// - Parameters:
  ///   - survey: CSV bytes of the data set `survey`; `nil` leaves the data folder as it is.
  ///   - folder: an older server's folder, to start again on its data.
  ///   - wrapper: a program with its arguments that starts the server's command line.
  package init(
    survey: Data? = nil, folder: ScratchFolder = ScratchFolder(), arguments: [String] = [],
    environment: [String: String] = [:], wrapper: [String] = []
  ) throws {
    self.folder = folder
    try FileManager.default.createDirectory(
      atPath: folder.path + "/data", withIntermediateDirectories: true)
    if let survey {
      try survey.write(to: URL(fileURLWithPath: folder.path + "/data/survey.csv"))
    }
    let command =
      wrapper + [try Self.binaryPath(), "serve", "--port", "0", "--data", folder.path + "/data"]
      + ["--results", folder.path + "/results"] + arguments
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = output
    try Data().write(to: URL(fileURLWithPath: folder.path + "/stderr"))
    process.standardError = FileHandle(forWritingAtPath: folder.path + "/stderr")
    try process.run()
    let line = Self.firstLine(of: output.fileHandleForReading)
    let lead = "tally: listening on http://127.0.0.1:"
    guard line.hasPrefix(lead), let port = UInt16(line.dropFirst(lead.count)) else {
      process.terminate()
      throw Failure.notReady(line + log)
    }
    self.port = port
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
  }

  /// What the server wrote to standard error so far.
  package var log: String {
    (try? String(contentsOfFile: folder.path + "/stderr", encoding: .utf8)) ?? ""
  }

  package func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for the end of the process.
  ///
  /// - Returns: its exit code; minus the signal's number if one ended it.
  package func waitForExit() -> Int32 {
    process.waitUntilExit()
    return process.terminationReason == .exit
      ? process.terminationStatus : -process.terminationStatus
  }

  /// A connection to the server.
  package func connect() throws -> HTTPConnection { try HTTPConnection(port: port) }

  /// One request on a connection of its own.
  package func request(
    _ method: String, _ target: String, body: String? = nil, fields: [String: String] = [:]
  ) throws -> HTTPAnswer {
    try connect().request(method, target, body: body, fields: fields)
  }

  /// Runs a `tally` command to its end.
  package static func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> (status: Int32, output: String, error: String) {
    let process = Process()
    let output = Pipe()
    let error = Pipe()
    process.executableURL = URL(fileURLWithPath: try binaryPath())
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = output
    process.standardError = error
    try process.run()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    let complained = error.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (
      process.terminationStatus, String(decoding: printed, as: UTF8.self),
      String(decoding: complained, as: UTF8.self)
    )
  }

  /// The binary that was built with these tests: it lies beside them.
  package static func binaryPath() throws -> String {
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let path = URL(fileURLWithPath: tests).deletingLastPathComponent().appending(path: "tally").path
    guard FileManager.default.isExecutableFile(atPath: path) else { throw Failure.noBinary(path) }
    return path
  }

  private static func firstLine(of handle: FileHandle) -> String {
    var line = Data()
    while let byte = try? handle.read(upToCount: 1), let first = byte.first, first != 0x0A {
      line.append(first)
    }
    return String(decoding: line, as: UTF8.self)
  }
}

/// A folder of its own for one test, removed at its end.
package final class ScratchFolder {
  package let path: String

  package init() {
    path = NSTemporaryDirectory() + "tally-test-" + UUID().uuidString
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Files that come with the tests.
package enum Fixtures {
  /// The 159 real rows of the CDC's survey.
  package static func realSurvey() throws -> Data {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    return try Data(contentsOf: tests.appending(path: "Fixtures/survey_real_159.csv"))
  }
}
