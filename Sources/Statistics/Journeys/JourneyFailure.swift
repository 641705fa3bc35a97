/// Why an object is no CSV of journeys. Lines are counted from 1.
package enum JourneyFailure: Error, Equatable, Sendable {
  /// There is no line with the names of the columns.
  case noHeader
  /// The header lacks a column.
  case missingColumn(JourneyMember)
  /// The header has a column twice.
  case repeatedColumn(JourneyMember)
  /// A record has another number of fields than the header.
  case fieldCount(line: Int, found: Int, expected: Int)
  /// A field does not say what it must; what stands there, cut to 100 characters.
  case value(line: Int, JourneyMember, String)
  /// Something stands behind the quote that ends a field.
  case misplacedQuote(line: Int)
  /// A quote opens in a record that begins on the line, and none closes it.
  case quoteNeverClosed(line: Int)
  case recordTooLong(line: Int, limitBytes: Int)
  /// There are more types of buses than one object may have, or their names are too long together.
  case tooManyBusTypes(line: Int, limit: Int, limitBytes: Int)

  /// The failure as a sentence.
  package var sentence: String {
    switch self {
    case .noHeader: "it is empty: expected a header"
    case .missingColumn(let column): "the header has no column \"\(column.rawValue)\""
    case .repeatedColumn(let column): "the header has the column \"\(column.rawValue)\" twice"
    case .fieldCount(let line, let found, let expected):
      "line \(line) has \(found) \(found == 1 ? "field" : "fields"), the header has \(expected)"
    case .value(let line, let column, let value):
      "line \(line) has \"\(value)\" as its \"\(column.rawValue)\": expected \(column.expectedField)"
    case .misplacedQuote(let line):
      "line \(line) has something behind the quote that ends a field"
    case .quoteNeverClosed(let line): "a quote opens on line \(line) or behind it and never closes"
    case .recordTooLong(let line, let limitBytes):
      "the record on line \(line) is longer than \(limitBytes) bytes"
    case .tooManyBusTypes(let line, let limit, let limitBytes):
      "up to line \(line) there are more than \(limit) types of buses, "
        + "or their names have more than \(limitBytes) bytes together"
    }
  }
}

extension JourneyMember {
  /// What would be right in a field, in words.
  fileprivate var expectedField: String {
    switch self {
    case .departureTime: "a date and a time"
    case .busType: "a text"
    case .passengers: "a whole number from 0 to 1000000000"
    case .delay: "an ISO 8601 duration of fixed length, or a number of seconds"
    case .accident: "true or false"
    }
  }
}
