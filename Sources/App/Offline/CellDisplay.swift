internal import API
internal import Engine
internal import JSON
internal import Statistics
internal import Tables

extension Cell {
  /// The value as people read it in a table; nothing for null.
  var shown: String {
    switch self {
    case .null: return ""
    case .integer(let number): return String(number)
    case .decimal(let number): return number.description
    case .boolean(let truth): return truth ? "true" : "false"
    case .text(let bytes): return String(decoding: bytes, as: UTF8.self)
    case .date(let days):
      var spelled: [UInt8] = []
      CalendarText.appendDate(days, to: &spelled)
      return String(decoding: spelled, as: UTF8.self)
    case .datetime(let microseconds):
      var spelled: [UInt8] = []
      CalendarText.appendDatetime(microseconds, to: &spelled)
      return String(decoding: spelled, as: UTF8.self)
    }
  }
}

extension AggregateValue {
  /// The value as people read it in a table: a histogram as bars.
  var shown: String {
    switch self {
    case .cell(let cell): cell.shown
    case .histogram(let histogram): HistogramBars.text(histogram.counts)
    }
  }

  /// The value as a cell of CSV: a histogram as the text of its JSON.
  var cellOfLine: Cell {
    switch self {
    case .cell(let cell): return cell
    case .histogram:
      var writer = JSONWriter()
      writer.value(self)
      return .text(writer.bytes[...])
    }
  }
}

extension JSONWriter {
  /// A value of an aggregate: a histogram as its edges and counts.
  mutating func value(_ value: AggregateValue) {
    switch value {
    case .cell(let cell): self.cell(cell)
    case .histogram(let histogram): self.histogram(histogram)
    }
  }
}
