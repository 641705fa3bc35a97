internal import JSON
internal import Posix
internal import Tables

/// What a client is told of a file that has come.
package enum ArrivalText {
  /// How many rows a dry run shows.
  private static let shownRows = 50

  /// A file that is, or is part of, a data set now.
  package static func added(_ arrival: Catalog.Arrival) -> [UInt8] {
    var writer = JSONWriter(reserving: 1024)
    write(arrival, to: &writer)
    return writer.bytes
  }

  /// The same as a value behind others.
  static func write(_ arrival: Catalog.Arrival, to writer: inout JSONWriter) {
    let (dataset, reading) = (arrival.dataset, arrival.reading)
    writer.beginObject()
    writer.key("name")
    writer.string(dataset.name.description)
    writer.key("version")
    writer.integer(dataset.version)
    writer.key("row_count")
    writer.integer(dataset.shape?.rowCount ?? reading.loaded.table.rowCount)
    writeReading(reading, dataset.shape ?? DatasetShape(reading.loaded.table), to: &writer)
    writer.endObject()
  }

  /// A file that was read and not kept, with its first rows.
  package static func dryRun(_ reading: PartReader.Reading) -> [UInt8] {
    let table = reading.loaded.table
    var writer = JSONWriter(reserving: 4096)
    writer.beginObject()
    writer.key("dry_run")
    writer.bool(true)
    writeReading(reading, DatasetShape(table), to: &writer)
    writer.key("rows")
    writer.beginArray()
    let rows = Array(0..<min(shownRows, table.rowCount))
    let cells = table.columns.map { $0.cells(at: rows[...]) }
    for row in rows.indices {
      writer.beginObject()
      for (column, cells) in zip(table.columns, cells) {
        writer.key(column.name)
        writer.cell(cells[row])
      }
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return writer.bytes
  }

  private static func writeReading(
    _ reading: PartReader.Reading, _ shape: DatasetShape, to writer: inout JSONWriter
  ) {
    writer.key("columns")
    writer.beginArray()
    for column in shape.columns {
      writer.beginObject()
      writer.key("name")
      writer.string(column.name)
      writer.key("type")
      writer.string(column.type.word)
      writer.endObject()
    }
    writer.endArray()
    writer.key("dialect")
    writer.beginObject()
    writer.key("delimiter")
    let loaded = reading.loaded
    writer.string(String(UnicodeScalar(loaded.dialect.delimiter)))
    writer.key("encoding")
    writer.string(reading.encoding.rawValue)
    writer.key("line_end")
    writer.string(loaded.dialect.lineEnd.rawValue)
    writer.endObject()
    writer.key("rows_read")
    writer.integer(loaded.rowsRead)
    writer.key("rows_loaded")
    writer.integer(loaded.table.rowCount)
    writer.key("rows_rejected")
    writer.integer(loaded.rowsRead - loaded.table.rowCount)
    writer.key("reject_count")
    writer.integer(loaded.rejectCount)
    writer.key("rejects")
    writer.beginArray()
    for reject in loaded.rejects { write(reject, to: &writer) }
    writer.endArray()
  }

  private static func write(_ reject: Reject, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("line")
    writer.integer(reject.line)
    writer.key("column")
    if let column = reject.column { writer.string(column) } else { writer.null() }
    writer.key("value")
    writer.string(reject.value)
    writer.key("reason")
    writer.string(reject.reason)
    writer.endObject()
  }
}

extension ColumnType {
  /// The type as clients call it.
  package var word: String { self == .decimal ? "float" : rawValue }
}
