package import JSON
package import Statistics
internal import Tables

/// Writes what an aggregate comes to.
package struct AggregateText {
  private let answer: AggregateAnswer

  package init(_ answer: AggregateAnswer) {
    self.answer = answer
  }

  /// Writes an object for each group; without groups the one object alone, or null if it was not wanted.
  package func write(to writer: inout JSONWriter, isOne: Bool) {
    if isOne, answer.rows.isEmpty { return writer.null() }
    if !isOne { writer.beginArray() }
    for row in answer.rows { write(row, to: &writer) }
    if !isOne { writer.endArray() }
  }

  private func write(_ row: [AggregateValue], to writer: inout JSONWriter) {
    writer.beginObject()
    for (name, value) in zip(answer.columns, row) {
      writer.key(name)
      switch value {
      case .cell(let cell): writer.cell(cell)
      case .histogram(let histogram): writer.histogram(histogram)
      }
    }
    writer.endObject()
  }

  /// The groups as lines; in CSV a histogram is its JSON.
  package func lines(_ format: AnswerFormat, isSpreadsheetSafe: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    if format == .ndjson {
      for row in answer.rows {
        var writer = JSONWriter()
        write(row, to: &writer)
        bytes += writer.bytes + [UInt8(ascii: "\n")]
      }
      return bytes
    }
    let csv = CSVWriter(isSpreadsheetSafe: isSpreadsheetSafe)
    csv.appendHeader(answer.columns, to: &bytes)
    for row in answer.rows {
      csv.appendRow(row.map { $0.cell ?? Self.text(of: $0) }, to: &bytes)
    }
    return bytes
  }

  private static func text(of value: AggregateValue) -> Cell {
    guard case .histogram(let histogram) = value else { return .null }
    var writer = JSONWriter()
    writer.histogram(histogram)
    return .text(writer.bytes[...])
  }
}
