internal import Engine
internal import Statistics
internal import Tables

/// Cells as parts of a page.
struct CellMarkup: Sendable {
  /// How many bytes of cells a page has at most, roughly.
  private static let pageBytes = 90_000
  /// How many characters of a cell are shown at most, and how few where there are many cells.
  private static let lengths = 24...200

  /// How many characters of a cell are shown.
  let limit: Int

  /// - Parameter cells: how many cells the page has.
  init(cells: Int) {
    limit = min(
      max(Self.pageBytes / max(1, cells), Self.lengths.lowerBound), Self.lengths.upperBound)
  }

  /// The cell of a table's row.
  func write(_ cell: Cell, to page: inout MarkupWriter) {
    switch cell {
    case .null: page.element("td", ("class", "null"), text: "–")
    case .integer, .decimal: page.element("td", ("class", "n"), text: Self.text(cell, limit: limit))
    case .boolean, .date, .datetime: page.element("td", text: Self.text(cell, limit: limit))
    case .text: page.element("td", ("dir", "auto"), text: Self.text(cell, limit: limit))
    }
  }

  /// A value as the API tells it, and as a condition takes it; cut where it is longer.
  static func text(_ cell: Cell, limit: Int) -> String {
    switch cell {
    case .null: return ""
    case .integer(let number): return "\(number)"
    case .decimal(let number): return Int(exactly: number).map { "\($0)" } ?? "\(number)"
    case .boolean(let truth): return truth ? "true" : "false"
    case .date(let days):
      var bytes: [UInt8] = []
      CalendarText.appendDate(days, to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    case .datetime(let microseconds):
      var bytes: [UInt8] = []
      CalendarText.appendDatetime(microseconds, to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    case .text(let bytes):
      // No character takes more than four bytes; what is beyond is not looked at.
      let isLong = bytes.count > 4 * limit
      let text = String(decoding: isLong ? bytes.prefix(4 * limit + 4) : bytes, as: UTF8.self)
      return cut(text, to: limit)
    }
  }

  /// The condition that this value alone keeps, or `nil` where it is too long for an address.
  static func condition(_ column: String, _ cell: Cell) -> (Filter.Operation, String)? {
    switch cell {
    case .null: return (.isNull, "true")
    case .text(let bytes):
      guard bytes.count <= 500, let text = String(validating: bytes, as: UTF8.self) else {
        return nil
      }
      return (.eq, text)
    case .integer, .decimal, .boolean, .date, .datetime: return (.eq, text(cell, limit: 64))
    }
  }

  /// The beginning of a text, with a mark where there is more of it.
  static func cut(_ text: String, to limit: Int) -> String {
    let scalars = text.unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
      end != scalars.endIndex
    else { return text }
    return String(scalars[..<end]) + "…"
  }
}
