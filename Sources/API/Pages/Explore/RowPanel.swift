internal import HTTP
internal import Statistics
internal import Tables

/// One row with all that stands in it.
struct RowPanel: Sendable {
  /// How many columns and how much of each cell are shown.
  private static let columnLimit = 200
  private static let cellLimit = 2000

  private let address: ExploreAddress
  private let row: Int
  private let columns: [Column]
  private let cells: [Cell]
  private let columnCount: Int

  /// - Parameter number: that of the row, from 1.
  init(_ number: Int, _ address: ExploreAddress, _ table: Table) throws(Failure) {
    guard (1...max(1, table.rowCount)).contains(number), table.rowCount > 0 else {
      throw .badParameters([
        .init("There is no row \(number)", at: .parameter("_row"), value: "\(number)")
      ])
    }
    self.address = address
    row = number
    columnCount = table.columns.count
    columns = Array(table.columns.prefix(Self.columnLimit))
    cells = columns.map { $0.cell(at: number - 1) }
  }

  func write(to page: inout MarkupWriter) {
    page.begin(
      "section", ("class", "card closer"), ("id", "closer"), ("tabindex", "-1"),
      ("aria-labelledby", "closer-title"))
    page.closeLink(address.changed { $0.row = nil })
    page.element("h2", ("id", "closer-title"), text: "Row \(row)")
    page.begin("dl", ("class", "row-cells"))
    for (column, cell) in zip(columns, cells) {
      page.element("dt", ("dir", "auto"), text: CellMarkup.cut(column.name, to: 100))
      page.element(
        "dd", ("dir", "auto"), ("class", cell == .null ? "null" : ""),
        text: cell == .null ? "missing" : CellMarkup.text(cell, limit: Self.cellLimit))
    }
    page.end()
    if columns.count < columnCount {
      page.element(
        "p", ("class", "note"), text: "The first \(columns.count) of \(columnCount) columns.")
    }
    if columns.contains(where: { $0.type == .text }) {
      let like = ExploreAddress.similar(address.name, to: row)
      page.begin("p")
      page.element("a", ("href", like.target), text: "Rows whose words are like these")
      page.end()
    }
    page.end()
  }
}

extension MarkupWriter {
  /// What leads back to the page without the panel.
  mutating func closeLink(_ address: ExploreAddress) {
    element(
      "a", ("class", "close"), ("href", address.target), ("aria-label", "Close"), text: "×")
  }

  /// A chart that the API draws.
  mutating func chart(_ target: String, saying sentence: String) {
    begin("figure", ("class", "chart"))
    empty("img", ("src", target), ("alt", sentence), ("loading", "lazy"), ("width", "720"))
    end()
  }
}
