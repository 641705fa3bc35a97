internal import Posix

/// The form in which a command prints rows.
enum PrintedForm: String, CaseIterable {
  case table, csv, json
  /// One JSON text a line.
  case ndjson

  /// The form that is meant where none is asked for: people read tables, programs lines.
  static func usual(on terminal: Terminal?) -> PrintedForm {
    terminal == nil ? .csv : .table
  }
}
