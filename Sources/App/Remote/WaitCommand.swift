internal import Engine
internal import JSON
internal import Posix

/// `tally wait`: waits until jobs of a running server have ended.
struct WaitCommand: Equatable {
  static let flags =
    [
      CommandFlag(
        name: "--timeout", placeholder: "TIME",
        help: "how long to wait for all of them, such as 60s or 5m; default: until they end"),
      CommandFlag(
        name: "--result", placeholder: "", help: "print their results, not what became of them"),
    ] + RemoteServer.flags

  let server: RemoteServer
  let ids: [JobID]
  let limitMilliseconds: Int?
  let printsResult: Bool

  /// Reads what stands behind `tally wait`.
  init(_ arguments: [String], _ environment: [String: String]) throws(UsageFailure) {
    let arguments = try CommandArguments(arguments, flags: Self.flags)
    server = try RemoteServer(arguments, environment)
    ids = try arguments.jobIDs(of: "tally wait")
    limitMilliseconds = try arguments.duration("--timeout")
    printsResult = arguments.isSet("--result")
  }

  /// Waits for one job after the other, and prints what became of each.
  ///
  /// - Returns: 0 if all have succeeded, 3 if one has not ended in time, else 1.
  func run(_ environment: [String: String]) throws(RemoteFailure) -> Int32 {
    let jobs = RemoteJobs(server)
    var follower = JobFollower(
      jobs, limitMilliseconds: limitMilliseconds, progress: .onTerminal(environment))
    var exitCode: Int32 = 0
    for id in ids {
      do throws(RemoteFailure) {
        let record = try follower.end(of: id)
        try conclude(record, &follower)
        if record.state != .succeeded { exitCode = max(exitCode, 1) }
      } catch {
        switch error {
        case .refused, .unfinished:
          // What is said of one job says nothing of the others.
          for sentence in error.sentences { Output.error("tally: \(sentence)") }
          exitCode = max(exitCode, error.exitCode)
        default: throw error
        }
      }
    }
    return exitCode
  }

  private func conclude(
    _ record: JobRecord, _ follower: inout JobFollower
  ) throws(RemoteFailure) {
    if printsResult, record.state == .succeeded {
      try Output.write(result: try follower.result(of: record.id))
    } else if printsResult {
      Output.error(record.ending)
    } else {
      try Output.write(remote: Array("\(record.ending)\n".utf8))
    }
    record.tellReason()
  }
}

extension JobRecord {
  /// `job_id_7 succeeded`.
  var ending: String { "\(id) \(state.rawValue)" }

  /// Says on standard error why there is no result.
  func tellReason() {
    if state != .succeeded, let reason { Output.error("tally: \(id): \(ShownText(reason).text)") }
  }
}

extension JobProgress {
  /// A line on standard error, if that is a terminal.
  static func onTerminal(_ environment: [String: String]) -> JobProgress? {
    guard let terminal = Terminal(of: 2), environment["TERM"] != "dumb" else { return nil }
    return JobProgress(
      width: terminal.columns ?? 80, now: { Moment.monotonicNanoseconds() },
      write: { Output.errorText($0) })
  }
}

extension CommandArguments {
  /// The operands as jobs, one at least.
  func jobIDs(of command: String) throws(UsageFailure) -> [JobID] {
    if operands.isEmpty { throw .missingArgument("an ID, such as job_id_7", of: command) }
    return try operands.map { (text) throws(UsageFailure) in
      if let id = JobID(text.utf8) { return id }
      throw .badValue(name: "an ID", value: text, expected: "job_id_7, or 7 for short")
    }
  }

  /// The value of a flag that is a time, in milliseconds.
  func duration(_ name: String) throws(UsageFailure) -> Int? {
    guard let text = value(name) else { return nil }
    guard let milliseconds = Quantity.milliseconds(text), milliseconds > 0 else {
      throw .badValue(name: name, value: text, expected: "a time such as 500ms, 10s or 2m")
    }
    return milliseconds
  }
}

extension Output {
  /// Writes a result, which ends with a line's end.
  static func write(result bytes: [UInt8]) throws(RemoteFailure) {
    try write(remote: bytes)
    if bytes.last != UInt8(ascii: "\n") { try write(remote: [UInt8(ascii: "\n")]) }
  }

  /// Writes all that the server says of a job.
  static func write(remote record: JobRecord) throws(RemoteFailure) {
    var writer = JSONWriter()
    writer.value(record.description)
    try write(result: writer.bytes)
  }
}
