/// Why bytes are no table. Lines count from 1, as an editor counts them; columns are called by their names.
package enum TableFailure: Error, Equatable, Sendable {
  /// There is no line that names the columns.
  case empty
  /// A quote that opens a cell on this line has no end.
  case quoteNeverClosed(line: Int)
  /// A row has more or fewer cells than the header has names.
  case ragged(line: Int, cells: Int, expected: Int)
  /// The quotes of a cell open or close in the middle of it.
  case misplacedQuote(line: Int, column: String?, value: String)
  /// A cell is none of the type that was asked for, in none of the formats if there are some.
  case badCell(
    line: Int, column: String, value: String, type: ColumnType, formats: [DateFormat] = [])
  /// The header names more columns than may be.
  case tooManyColumns(limit: Int)
  /// A cell is longer than may be.
  case cellTooLong(line: Int, column: String?, limitBytes: Int)
  /// A row is longer than may be.
  case rowTooLong(line: Int, limitBytes: Int)
  /// A column that is not there was asked for, or a type for it.
  case unknownColumn(String)
  /// The delimiter is a quote or ends a line.
  case badDelimiter(UInt8)
  /// The bytes changed between two looks at them.
  case changedWhileReading
  /// Nobody wants the table any more.
  case cancelled

  /// The failure for people, without the name of the file.
  package var sentence: String {
    switch self {
    case .empty: "the file is empty: line 1 should name the columns"
    case .quoteNeverClosed(let line): "line \(line): a quote is never closed"
    case .ragged(let line, let cells, let expected):
      "line \(line): \(raggedReason(cells: cells, expected: expected))"
    case .misplacedQuote(let line, let column, let value):
      "\(place(line, column)): '\(value)' \(misplacedQuoteReason)"
    case .badCell(let line, let column, let value, let type, let formats):
      "\(place(line, column)): '\(value)' \(type.refusal(formats))"
    case .tooManyColumns(let limit): "line 1: more than \(limit) columns"
    case .cellTooLong(let line, let column, let limit):
      "\(place(line, column)): a cell of more than \(limit) bytes"
    case .rowTooLong(let line, let limit): "line \(line): a row of more than \(limit) bytes"
    case .unknownColumn(let name): "there is no column \(name)"
    case .badDelimiter(let byte):
      "a delimiter must be one character that is neither a quote nor the end of a line, not byte \(byte)"
    case .changedWhileReading: "file changed while reading"
    case .cancelled: "the reading was cancelled"
    }
  }

  private func place(_ line: Int, _ column: String?) -> String {
    column.map { "line \(line), column \($0)" } ?? "line \(line)"
  }
}

func raggedReason(cells: Int, expected: Int) -> String {
  "\(cells) \(cells == 1 ? "cell" : "cells") where the header has \(expected)"
}

let misplacedQuoteReason = "has a quote that opens or closes in the middle of the cell"

extension ColumnType {
  /// What is said of a cell that is none of this type, or written in none of its formats.
  func refusal(_ formats: [DateFormat] = []) -> String {
    if !formats.isEmpty {
      let ways = formats.map(\.text).joined(separator: " or ")
      return "is not a \(self == .date ? "date" : "time") like \(ways)"
    }
    return switch self {
    case .integer: "is not a whole number"
    case .decimal: "is not a number"
    case .boolean: "is neither true, yes, t, y, 1 nor false, no, f, n, 0"
    case .date: "is not a date (YYYY-MM-DD)"
    case .datetime: "is not a time (YYYY-MM-DDTHH:MM:SS)"
    case .text: "is not text"
    }
  }
}
