package import JSON
package import Tables

extension JSONWriter {
  /// A cell as JSON: days and moments as texts of RFC 3339.
  package mutating func cell(_ cell: Cell) {
    switch cell {
    case .null: null()
    case .integer(let number): integer(Int(number))
    case .decimal(let number): double(number)
    case .boolean(let value): bool(value)
    case .text(let bytes): text(bytes)
    case .date(let days):
      var spelled: [UInt8] = []
      CalendarText.appendDate(days, to: &spelled)
      text(spelled[...])
    case .datetime(let microseconds):
      var spelled: [UInt8] = []
      CalendarText.appendDatetime(microseconds, to: &spelled)
      text(spelled[...])
    }
  }
}
