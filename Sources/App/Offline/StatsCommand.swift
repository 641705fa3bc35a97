internal import Engine
internal import API
internal import JSON
internal import Posix
internal import Statistics
internal import Tables

/// `tally stats`: what every column of a file is like, without a server.
struct StatsCommand: Equatable {
  static let flags =
    [
      CommandFlag(
        name: "--column", placeholder: "COLUMN", help: "a column to look at; default: all",
        isRepeated: true),
      CommandFlag(
        name: "--json", placeholder: "",
        help: "print JSON, as GET /api/v1/datasets/{name}/profile answers it under data"),
    ] + OfflineFile.flags

  let file: OfflineFile
  let columns: [String]
  let isJSON: Bool

  /// Reads what stands behind `tally stats`.
  init(_ arguments: [String]) throws(UsageFailure) {
    let arguments = try CommandArguments(arguments, flags: Self.flags)
    file = try OfflineFile(arguments)
    columns = arguments.values("--column")
    isJSON = arguments.isSet("--json")
  }

  /// Prints the profile.
  func run(_ environment: [String: String]) throws(OfflineFailure) {
    let table = try file.table(of: "tally stats", environment)
    let chosen = try chosen(table)
    let lanes = file.lanes
    let profiles = try chosen.map { (column) throws(OfflineFailure) in
      do throws(Cancelled) {
        return try ColumnProfile(of: column, in: table, on: lanes)
      } catch {
        throw .query(.cancelled)
      }
    }
    var bytes =
      isJSON
      ? json(profiles, table)
      : text(profiles, table, TerminalStyle(Terminal(of: 1), environment))
    try Output.write(answer: &bytes)
  }

  private func chosen(_ table: Table) throws(OfflineFailure) -> [Column] {
    if columns.isEmpty { return table.columns }
    return try columns.map { (name) throws(OfflineFailure) in
      if let column = table.column(name) { return column }
      throw .unknownColumn(
        name, nearest: nearestName(to: name, in: table.columns.map(\.name)))
    }
  }

  private func json(_ profiles: [ColumnProfile], _ table: Table) -> [UInt8] {
    var writer = JSONWriter()
    writer.profile(profiles, rowCount: table.rowCount)
    return writer.bytes + [UInt8(ascii: "\n")]
  }

  private func text(
    _ profiles: [ColumnProfile], _ table: Table, _ style: TerminalStyle
  ) -> [UInt8] {
    let name = ShownText(file.name).text
    let lines =
      [
        "\(name): \(Self.count(table.rowCount, "row")), \(Self.count(table.columns.count, "column"))"
      ]
      + [""] + ProfileTables(profiles).lines(style)
    return lines.flatMap { Array("\($0)\n".utf8) }
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
