import Foundation
package import Posix

/// A program that runs beside the tests. It is killed with this value at the latest.
///
/// What it prints goes to files: a pipe could be held open by a program that another test starts at that moment.
package final class Program {
  /// Why a program could not be started or watched.
  package enum Failure: Error {
    case notStarted(String, Errno)
    case stillRunning(afterSeconds: Int)
  }

  package let processID: Int32
  private let prints = ScratchFolder()
  private var outputPath: String { prints.path + "/stdout" }
  private let errorPath: String
  /// As waitpid(2) gave it; `nil` while the program runs.
  private var waitStatus: Int32?

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - command: its path and its arguments.
  ///   - errorPath: the file that takes its standard error; one of its own if there is none.
  package init(
    _ command: [String], environment: [String: String] = [:], errorPath: String? = nil
  ) throws {
    self.errorPath = errorPath ?? prints.path + "/stderr"
    processID = try Self.spawn(
      command, ProcessInfo.processInfo.environment.merging(environment) { $1 },
      outputPath: prints.path + "/stdout", errorPath: self.errorPath)
  }

  deinit {
    guard waitStatus == nil else { return }
    kill(processID, SIGKILL)
    waitpid(processID, nil, 0)
  }

  private static func spawn(
    _ command: [String], _ environment: [String: String], outputPath: String,
    errorPath: String
  ) throws -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    for (number, path) in [(Int32(1), outputPath), (2, errorPath)] {
      posix_spawn_file_actions_addopen(
        &actions, number, path, O_WRONLY | O_CREAT | O_APPEND, 0o644)
    }
    // Whatever signals this process blocks or ignores, the program starts with none.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
    let arguments = command.map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var processID: Int32 = 0
    let code = posix_spawnp(
      &processID, command[0], &actions, &attributes, arguments, variables)
    guard code == 0 else { throw Failure.notStarted(command[0], Errno(code: code)) }
    return processID
  }

  package var isRunning: Bool {
    collect()
    return waitStatus == nil
  }

  package func send(_ signal: Int32) { kill(processID, signal) }

  /// What it wrote to standard output so far.
  package var output: String { Self.text(of: outputPath) }

  /// What it wrote to standard error so far.
  package var error: String { Self.text(of: errorPath) }

  /// Waits until it has written a line to standard output, or has ended, and returns all that it wrote there.
  package func firstOutput() -> String {
    _ = waitUntil { !isRunning || output.contains("\n") }
    return output
  }

  private static func text(of path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }

  /// Waits for its end.
  ///
  /// - Returns: its exit code; minus the signal's number if one ended it.
  /// - Throws: `Failure.stillRunning`, after the program was killed.
  @discardableResult
  package func waitForExit(seconds: Int = 180) throws -> Int32 {
    for _ in 0..<seconds * 200 {
      collect()
      if let waitStatus {
        let signal = waitStatus & 0x7F
        return signal == 0 ? (waitStatus >> 8) & 0xFF : -signal
      }
      usleep(5000)
    }
    send(SIGKILL)
    throw Failure.stillRunning(afterSeconds: seconds)
  }

  private func collect() {
    guard waitStatus == nil else { return }
    var status: Int32 = 0
    if waitpid(processID, &status, WNOHANG) == processID { waitStatus = status }
  }
}
