internal import JSON
internal import Statistics
internal import Tables

/// Writes the rows of an answer in one of the forms, a stretch at a time.
///
/// A table takes its widths from the first stretch; later rows that do not fit are cut.
struct AnswerLines {
  /// A column of the answer.
  struct Heading: Equatable {
    let name: String
    let kind: TextTable.Kind
  }

  private let headings: [Heading]
  private let form: PrintedForm
  private let style: TerminalStyle
  private let keys: [[UInt8]]
  private let csv = CSVWriter(isSpreadsheetSafe: false)
  private var hasBegun = false
  private var hasRows = false
  private var layout = TextTable.Layout(widths: [], shown: [])

  init(_ headings: [Heading], as form: PrintedForm, _ style: TerminalStyle) {
    self.headings = headings
    self.form = form
    self.style = style
    keys = headings.map { JSONWriter.keyText($0.name) }
  }

  /// Appends some rows.
  ///
  /// - Parameter columns: the values of each column, all of one length.
  mutating func append(_ columns: [[AggregateValue]], to bytes: inout [UInt8]) {
    switch form {
    case .table: appendTable(columns, to: &bytes)
    case .csv: appendCSV(columns, to: &bytes)
    case .json, .ndjson: appendObjects(columns, to: &bytes)
    }
    hasBegun = true
    if columns.first?.isEmpty == false { hasRows = true }
  }

  /// Ends the answer, also one without rows.
  mutating func end(to bytes: inout [UInt8]) {
    if !hasBegun { append(headings.map { _ in [] }, to: &bytes) }
    if form == .json { bytes.append(contentsOf: "\n]\n".utf8) }
    let hidden = headings.dropFirst(layout.shown.count)
    guard form == .table, !hidden.isEmpty else { return }
    var note = ShownText(
      "(and \(hidden.count) more: \(hidden.map(\.name).joined(separator: ", ")))")
    if let width = style.width { note.cut(to: width) }
    bytes.append(contentsOf: "\(note.text)\n".utf8)
  }

  private mutating func appendTable(_ columns: [[AggregateValue]], to bytes: inout [UInt8]) {
    let table = TextTable(
      columns: zip(headings, columns).map { heading, values in
        TextTable.Column(heading.name, heading.kind, cells: values.map(\.shown))
      })
    if !hasBegun { layout = table.layout(within: style.width) }
    let lines =
      hasBegun ? table.rows(layout) : table.lines(layout, emphasis: style.heading)
    for line in lines { bytes.append(contentsOf: "\(line)\n".utf8) }
  }

  private func appendCSV(_ columns: [[AggregateValue]], to bytes: inout [UInt8]) {
    if !hasBegun { csv.appendHeader(headings.map(\.name), to: &bytes) }
    for row in 0..<(columns.first?.count ?? 0) {
      csv.appendRow(columns.map { $0[row].cellOfLine }, to: &bytes)
    }
  }

  private func appendObjects(_ columns: [[AggregateValue]], to bytes: inout [UInt8]) {
    if form == .json, !hasBegun { bytes.append(UInt8(ascii: "[")) }
    for row in 0..<(columns.first?.count ?? 0) {
      var writer = JSONWriter()
      writer.beginObject()
      for (key, values) in zip(keys, columns) {
        writer.key(escaped: key)
        writer.value(values[row])
      }
      writer.endObject()
      if form == .json {
        bytes.append(contentsOf: (hasRows || row > 0 ? ",\n" : "\n").utf8)
      }
      bytes.append(contentsOf: writer.bytes)
      if form == .ndjson { bytes.append(UInt8(ascii: "\n")) }
    }
  }
}
