internal import Engine

/// `tally cancel`: takes jobs of a running server back. A finished one is left as it is, with its result.
struct CancelCommand: Equatable {
  static let flags = RemoteServer.flags

  let server: RemoteServer
  let ids: [JobID]

  /// Reads what stands behind `tally cancel`.
  init(_ arguments: [String], _ environment: [String: String]) throws(UsageFailure) {
    let arguments = try CommandArguments(arguments, flags: Self.flags)
    server = try RemoteServer(arguments, environment)
    ids = try arguments.jobIDs(of: "tally cancel")
  }

  /// Cancels one job after the other, and prints what became of each.
  ///
  /// - Returns: 1 if one of them was not cancelled, else 0.
  func run() throws(RemoteFailure) -> Int32 {
    let jobs = RemoteJobs(server)
    var exitCode: Int32 = 0
    for id in ids {
      do throws(RemoteFailure) {
        try Output.write(remote: Array("\(id) \(try Self.cancel(id, jobs))\n".utf8))
      } catch {
        switch error {
        case .refused, .finished, .removed:
          // What is said of one job says nothing of the others.
          for sentence in error.sentences { Output.error("tally: \(sentence)") }
          exitCode = max(exitCode, error.exitCode)
        default: throw error
        }
      }
    }
    return exitCode
  }

  /// - Returns: what the job does from now on.
  private static func cancel(_ id: JobID, _ jobs: RemoteJobs) throws(RemoteFailure) -> String {
    let record = try jobs.job(id)
    if record.state.isFinal { throw .finished(id, record.state) }
    switch try jobs.cancel(id) {
    case .cancelled: return "cancelled"
    case .stopping: return "stopping"
    case .removed: throw .removed(id)
    }
  }
}
