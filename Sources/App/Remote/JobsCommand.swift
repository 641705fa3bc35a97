internal import Engine
internal import JSON
internal import Posix
internal import Statistics
internal import Tables

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

/// Writes jobs as lines of a table or as JSON, a page at a time.
struct JobLines {
  private let isJSON: Bool
  private let now: Int64
  private var table: AnswerLines
  private var count = 0

  /// - Parameter now: milliseconds since 1970.
  init(isJSON: Bool, _ style: TerminalStyle, now: Int64) {
    self.isJSON = isJSON
    self.now = now
    let headings: [(String, TextTable.Kind)] = [
      ("id", .whole), ("type", .text), ("state", .whole), ("progress", .number),
      ("age", .number), ("duration", .number), ("error", .text),
    ]
    table = AnswerLines(headings.map { .init(name: $0, kind: $1) }, as: .table, style)
  }

  /// The next jobs as text.
  mutating func text(of records: some Collection<JobRecord>) -> [UInt8] {
    defer { count += records.count }
    var bytes: [UInt8] = []
    if !isJSON {
      let rows = records.map { cells(of: $0) }
      let width = cells(of: nil).count
      table.append(
        (0..<width).map { column in rows.map { .cell(.text(Array($0[column].utf8)[...])) } },
        to: &bytes)
      return bytes
    }
    for (place, record) in records.enumerated() {
      var writer = JSONWriter()
      writer.value(record.description)
      bytes += Array((count + place == 0 ? "[\n" : ",\n").utf8) + writer.bytes
    }
    return bytes
  }

  /// The end of the text.
  mutating func end() -> [UInt8] {
    if isJSON { return Array((count == 0 ? "[]\n" : "\n]\n").utf8) }
    var bytes: [UInt8] = []
    table.end(to: &bytes)
    return bytes
  }

  private func cells(of record: JobRecord?) -> [String] {
    let duration = { (milliseconds: Int?) in
      milliseconds.map { ShortDuration.text(milliseconds: $0) } ?? ""
    }
    return [
      record?.id.description ?? "", record?.kind ?? "", record?.state.rawValue ?? "",
      record.map { "\($0.progress)%" } ?? "", duration(record?.ageMilliseconds(at: now)),
      duration(record?.durationMilliseconds(at: now)), record?.reason ?? "",
    ]
  }
}

extension Output {
  /// Writes a part of an answer.
  static func write(remote bytes: [UInt8]) throws(RemoteFailure) {
    do throws(Errno) {
      try write(bytes)
    } catch {
      throw .unwritten(error)
    }
  }
}
