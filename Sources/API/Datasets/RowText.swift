internal import Engine
internal import JSON
internal import Tables

/// How rows are written: as JSON in one of three shapes, a line of JSON for each row, or CSV.
enum RowShape: Equatable, Sendable {
  /// `{"name":value,...}` for each row.
  case objects
  /// `[value,...]` for each row.
  case arrays
}

/// Writes rows of some columns, a stretch at a time.
struct RowText: Sendable {
  private let columns: [Column]
  private let shape: RowShape
  private let keys: [[UInt8]]

  init(_ columns: [Column], _ shape: RowShape) {
    self.columns = columns
    self.shape = shape
    keys = columns.map { JSONWriter.keyText($0.name) }
  }

  /// Writes rows as elements of an array that the caller has opened, or as values one behind the other.
  ///
  /// - Parameter ended: called behind each row, so that lines can be ended.
  func write(
    _ rows: ArraySlice<Int>, to writer: inout JSONWriter,
    _ ended: (inout JSONWriter) -> Void = { _ in }
  ) {
    let cells = columns.map { $0.cells(at: rows) }
    for row in 0..<rows.count {
      switch shape {
      case .objects:
        writer.beginObject()
        for column in columns.indices {
          writer.key(escaped: keys[column])
          writer.cell(cells[column][row])
        }
        writer.endObject()
      case .arrays:
        writer.beginArray()
        for column in columns.indices { writer.cell(cells[column][row]) }
        writer.endArray()
      }
      ended(&writer)
    }
  }

  /// Writes the columns of some rows: `{"name":[value,...],...}`.
  func writeColumns(_ rows: ArraySlice<Int>, to writer: inout JSONWriter) {
    writer.beginObject()
    for column in columns.indices {
      writer.key(escaped: keys[column])
      writer.beginArray()
      for cell in columns[column].cells(at: rows) { writer.cell(cell) }
      writer.endArray()
    }
    writer.endObject()
  }
}
