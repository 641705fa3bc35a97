internal import Engine
internal import Posix
internal import Tables

/// The file that a command reads without a server, and how.
struct OfflineFile: Equatable {
  /// The flags that are about the file.
  static let flags = [
    CommandFlag(
      name: "--delimiter", placeholder: "D",
      help: "what stands between two cells: one character, or tab; default: found out"),
    CommandFlag(
      name: "--encoding", placeholder: "E",
      help: "such as utf-8, iso-8859-1, windows-1252, utf-16; default: found out"),
    CommandFlag(
      name: "--type", placeholder: "COLUMN=TYPE",
      help: "a column's type: integer, float, boolean, text, date or date:%d/%m/%Y, datetime",
      isRepeated: true),
    CommandFlag(
      name: "--on-error", placeholder: "WHAT",
      help: "of a row or cell that cannot be read: abort, null_cell or skip_row (default abort)",
      choices: ReadOptions.OnError.allCases.map(\.rawValue)),
    CommandFlag(
      name: "--workers", placeholder: "N", help: "threads to use; default: one per processor"),
  ]

  /// Where it is; `nil` for standard input.
  let path: String?
  /// Whether standard input was not asked for, but is what there is without a path.
  let isImplied: Bool
  let options: ReadOptions
  let workers: Int

  init(_ arguments: CommandArguments) throws(UsageFailure) {
    if arguments.operands.count > 1 { throw .unexpectedArgument(arguments.operands[1]) }
    let operand = arguments.operands.first
    path = operand == "-" ? nil : operand
    isImplied = operand == nil
    var types: [String: String] = [:]
    for text in arguments.values("--type") {
      let (column, type) = try Self.type(text)
      types[column] = type
    }
    options = ReadOptions(
      delimiter: arguments.value("--delimiter"), encoding: arguments.value("--encoding"),
      types: types, onError: try arguments.choice("--on-error") ?? .abort)
    workers = try arguments.number("--workers", in: 1...1024) ?? Process.processorCount
  }

  /// `zip=text`. A column's name may hold the sign, and so may a format: the first one with a type behind it counts.
  private static func type(_ text: String) throws(UsageFailure) -> (column: String, type: String) {
    var reason = "COLUMN=TYPE, such as zip=text or day=date:%d/%m/%Y"
    for mark in text.indices where text[mark] == "=" && mark > text.startIndex {
      let type = String(text[text.index(after: mark)...])
      do throws(ColumnRequestFailure) {
        _ = try ColumnRequest(type)
        return (String(text[..<mark]), type)
      } catch {
        reason = "COLUMN=TYPE; \(error.sentence)"
      }
    }
    throw .badValue(name: "--type", value: text, expected: reason)
  }

  /// How the file is called.
  var name: String { path ?? "standard input" }

  /// The threads that may be used.
  var lanes: Lanes { .computing(count: workers) }

  /// Reads the table. On a terminal a line tells how far that has come, if it takes long; what was left out is told on standard error.
  func table(
    of command: String, _ environment: [String: String]
  ) throws(OfflineFailure) -> Table {
    if isImplied, Terminal(of: 0) != nil {
      throw .usage(.missingArgument("a FILE, or - for standard input", of: command))
    }
    let input = try open()
    let progress = progress(environment)
    defer { progress?.end() }
    let file = LoneFile(
      name: name, temporaryFolder: try Self.temporaryFolder(environment), on: lanes,
      progress: progress?.reading)
    do throws(DatasetFailure) {
      let reading = try file.read(input, options)
      progress?.end()
      tell(reading.loaded)
      return reading.loaded.table
    } catch {
      throw .unread(name: name, error)
    }
  }

  private func open() throws(OfflineFailure) -> InputFile {
    do throws(Errno) {
      guard let path else { return try .standardInput() }
      return try InputFile(path: path)
    } catch {
      throw .unopened(name: name, error)
    }
  }

  private func progress(_ environment: [String: String]) -> LoadProgress? {
    guard let terminal = Terminal(of: 2), environment["TERM"] != "dumb" else { return nil }
    return LoadProgress(
      of: name, width: terminal.columns ?? 80, now: { Moment.monotonicNanoseconds() },
      write: { Output.errorText($0) })
  }

  private static func temporaryFolder(
    _ environment: [String: String]
  ) throws(OfflineFailure) -> Folder {
    let path = environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    do throws(Errno) {
      return try Folder(path: path, creating: false)
    } catch {
      throw .temporaryFolder(path: path, error)
    }
  }

  /// Says what was left out of the table.
  private func tell(_ loaded: LoadedTable) {
    guard let first = loaded.rejects.first else { return }
    let place = "line \(first.line)" + (first.column.map { ", column \($0)" } ?? "")
    let value = first.value.isEmpty ? "" : "'\(ShownText(first.value).text)' "
    let count = loaded.rejectCount
    Output.error(
      "tally: \(name): \(count) \(count == 1 ? "fault" : "faults") passed over; "
        + "the first on \(place): \(value)\(first.reason)")
  }
}
