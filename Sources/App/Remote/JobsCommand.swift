internal import Engine
internal import Posix

/// `tally jobs`: the jobs of a running server, the newest first.
struct JobsCommand: Equatable {
  static let flags =
    [
      CommandFlag(
        name: "--state", placeholder: "STATE,...",
        help: "only jobs that are queued, running, succeeded, failed or cancelled"),
      CommandFlag(
        name: "--type", placeholder: "TYPE", help: "only jobs of a type, such as aggregate"),
      CommandFlag(
        name: "--limit", placeholder: "N", help: "how many jobs at most (default \(usualLimit))"),
      CommandFlag(
        name: "--json", placeholder: "",
        help: "print JSON, as GET /api/v1/jobs answers it under data"),
    ] + RemoteServer.flags

  private static let usualLimit = 20

  let server: RemoteServer
  let states: [JobState]
  let kind: String?
  let limit: Int
  let isJSON: Bool

  /// Reads what stands behind `tally jobs`.
  init(_ arguments: [String], _ environment: [String: String]) throws(UsageFailure) {
    let arguments = try CommandArguments(arguments, flags: Self.flags)
    if let first = arguments.operands.first { throw .unexpectedArgument(first) }
    server = try RemoteServer(arguments, environment)
    states = try Self.states(arguments.value("--state"))
    kind = arguments.value("--type")
    limit = try arguments.number("--limit", in: 1...Int.max) ?? Self.usualLimit
    isJSON = arguments.isSet("--json")
  }

  private static func states(_ text: String?) throws(UsageFailure) -> [JobState] {
    guard let text else { return [] }
    return try text.split(separator: ",", omittingEmptySubsequences: false)
      .map { (word) throws(UsageFailure) in
        if let state = JobState(rawValue: String(word)) { return state }
        let known = JobState.allCases.map(\.rawValue).joined(separator: ", ")
        throw .badValue(name: "--state", value: text, expected: "some of \(known)")
      }
  }

  /// Prints the jobs, a page at a time.
  ///
  /// - Parameter now: milliseconds since 1970.
  func run(_ environment: [String: String], now: Int64) throws(RemoteFailure) -> Int32 {
    let jobs = RemoteJobs(server)
    var lines = JobLines(
      isJSON: isJSON, TerminalStyle(Terminal(of: 1), environment), now: now)
    var left = limit
    var cursor: String?
    repeat {
      let page = try jobs.list(
        states: states, kind: kind, limit: min(left, RemoteJobs.pageLimit), cursor: cursor)
      try Output.write(remote: lines.text(of: page.records.prefix(left)))
      left -= min(left, page.records.count)
      // A page without jobs has none behind it either.
      cursor = page.records.isEmpty ? nil : page.cursor
    } while cursor != nil && left > 0
    try Output.write(remote: lines.end())
    return 0
  }
}
