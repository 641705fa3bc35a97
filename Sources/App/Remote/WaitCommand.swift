internal import Engine
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
      try Output.write(remote: JobRecord.line(follower.result(of: record.id)))
    } else if printsResult {
      Output.error(record.ending)
    } else {
      try Output.write(remote: Array("\(record.ending)\n".utf8))
    }
    if let complaint = record.complaint { Output.error(complaint) }
  }
}
