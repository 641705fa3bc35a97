internal import Engine
internal import JSON
internal import Statistics
internal import Tables

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
