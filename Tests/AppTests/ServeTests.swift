import Engine
import Posix
import Testing

@testable import App

struct ServeTests {
  private let scratch = ScratchFolder()

  /// Starts a server in a process of its own, which must end by itself with 1.
  ///
  /// - Returns: what it said last.
  private func failedStart(_ arguments: [String]) async -> Substring? {
    let all =
      ["--data", scratch.path + "/data", "--results", scratch.path + "/results"] + arguments
    let result = await #expect(
      processExitsWith: .exitCode(1), observing: [\.standardErrorContent]
    ) { [all = all as [String]] in
      guard let configuration = try? Configuration(arguments: all, environment: [:]) else {
        Process.exitNow(9)
      }
      Process.exitNow(Serve.run(configuration))
    }
    return result.error
      .split(separator: "\n").last
  }

  @Test func `a folder that cannot be made ends the start with its path`() async throws {
    let path = try scratch.write("in the way", to: "file")
    #expect(await failedStart(["--data", path]) == "tally: \(path)/state: Not a directory")
    #expect(await failedStart(["--results", path]) == "tally: \(path): Not a directory")
  }

  @Test func `a survey that cannot be loaded ends the start with its fault`() async throws {
    let path = try scratch.write(Samples.survey + "Q,Ohio,x,a,b\n", to: "survey.csv")
    #expect(
      await failedStart(["--csv", path])
        == "tally: \(path): line 4, column Data_Value: 'x' is not a number")
    #expect(
      await failedStart(["--survey", "none"])
        == "tally: --survey none: there is no file none.csv in \(scratch.path)/data")
  }

  @Test func `a data folder in use ends the start with what to do`() async throws {
    let state = try Folder(path: scratch.path + "/data/state", creating: true)
    let lock = try state.lock("lock")
    let isHeld = lock != nil
    #expect(isHeld)
    #expect(
      await failedStart([])
        == "tally: another server works on the data folder \(scratch.path)/data; "
        + "stop it, or give this one its own --data")
  }

  @Test func `a results folder in use ends the start with what to do`() async throws {
    let results = try Folder(path: scratch.path + "/results", creating: true)
    let lock = try results.lock()
    let isHeld = lock != nil
    #expect(isHeld)
    #expect(
      await failedStart([])
        == "tally: another server writes into the results folder \(scratch.path)/results; "
        + "stop it, or give this one its own --results")
  }

  @Test func `a port in use ends the start with its address`() async throws {
    let listener = try Listener(host: "127.0.0.1", port: 0, backlog: 1, sharesPort: false)
    let port = listener.port
    let line = await failedStart(["--port", "\(port)"])
    #expect(line == "tally: cannot listen on 127.0.0.1:\(port): Address already in use")
  }

  @Test func `a log that cannot be written ends the start with its path`() async {
    #expect(
      await failedStart(["--log-file", scratch.path + "/none/log"])
        == "tally: \(scratch.path)/none/log: No such file or directory")
  }

  @Test func `a note of the numbers that makes no sense ends the start`() async throws {
    try scratch.write("x", to: "data/state/job_numbers.json")
    #expect(
      await failedStart([])
        == "tally: state/job_numbers.json in the data folder makes no sense; restore it from a backup"
    )
  }

  @Test(
    arguments: [
      (.folder(path: "/x", .denied), "/x: Permission denied"),
      (.engine(.folder(path: "/x", .denied)), "/x: Permission denied"),
      (
        .engine(.state(file: "a.json", reason: .system(.noSpace))),
        "state/a.json in the data folder: No space left on device"
      ),
      (
        .listening(host: "::1", port: 80, .denied), "cannot listen on [::1]:80: Permission denied"
      ),
    ] as [(StartFailure, String)])
  func `each failure is a sentence`(failure: StartFailure, sentence: String) {
    #expect(failure.sentence == sentence)
  }

  @Test func `connections leave descriptors for everything else`() {
    func limit(_ wanted: Int, _ descriptors: Int) -> Int {
      Serve.connectionLimit(wanted: wanted, descriptorLimit: descriptors, workers: 4)
    }
    #expect(limit(10_000, 1_048_576) == 10_000)
    #expect(limit(10_000, 1024) == 816)
    #expect(limit(20, 1024) == 20)
    #expect(limit(2, 1024) == 2)
    #expect(limit(10_000, 64) == 16)
    #expect(limit(10_000, .max) == 10_000)
  }

  @Test func `uploads are written at once as far as descriptors are many`() {
    #expect(Serve.spoolLimit(descriptorLimit: .max) == 256)
    #expect(Serve.spoolLimit(descriptorLimit: 1024) == 32)
    #expect(Serve.spoolLimit(descriptorLimit: 16) == 1)
  }

  @Test func `results are kept open as far as descriptors are many`() {
    #expect(Serve.openResultLimit(descriptorLimit: .max) == 64)
    #expect(Serve.openResultLimit(descriptorLimit: 1024) == 64)
    #expect(Serve.openResultLimit(descriptorLimit: 256) == 16)
    #expect(Serve.openResultLimit(descriptorLimit: 15) == 0)
  }
}
