package import Tables

/// A table of games as the games service knows it: the columns of its CSV under names of its own, with two that number rows and uploads.
package enum GamesTable {
  /// A column of the CSV.
  package struct Column: Equatable, Sendable {
    /// The name in the header.
    package let title: String
    /// The name in answers.
    package let name: String
    /// What its values are; days are texts in the file.
    package let type: ColumnType
  }

  /// The columns in the order of the answers.
  package static let columns: [Column] = [
    Column(title: "AppID", name: "app_id", type: .integer),
    Column(title: "Name", name: "name", type: .text),
    Column(title: "Release date", name: "release_date", type: .date),
    Column(title: "Required age", name: "required_age", type: .integer),
    Column(title: "Price", name: "price", type: .decimal),
    Column(title: "DLC count", name: "dlc_count", type: .integer),
    Column(title: "About the game", name: "about_game", type: .text),
    Column(title: "Supported languages", name: "supported_languages", type: .text),
    Column(title: "Windows", name: "windows", type: .boolean),
    Column(title: "Mac", name: "mac", type: .boolean),
    Column(title: "Linux", name: "linux", type: .boolean),
    Column(title: "Positive", name: "positive", type: .integer),
    Column(title: "Negative", name: "negative", type: .integer),
    Column(title: "Score rank", name: "score_rank", type: .decimal),
    Column(title: "Developers", name: "developers", type: .text),
    Column(title: "Publishers", name: "publishers", type: .text),
    Column(title: "Categories", name: "categories", type: .text),
    Column(title: "Genres", name: "genres", type: .text),
    Column(title: "Tags", name: "tags", type: .text),
  ]

  /// The number of a row over all uploads, from 1.
  package static let rowNumber = "id"
  /// The number of the upload that a row came with.
  package static let uploadNumber = "event_id"
  /// The columns whose words say what a game is like.
  package static let wordColumns = ["about_game", "categories", "genres", "tags"]

  /// The types that the columns of a file are asked to be, by title.
  package static let types: [String: ColumnType] = Dictionary(
    uniqueKeysWithValues: columns.map { ($0.title, $0.type == .date ? .text : $0.type) })

  /// The columns that a table lacks to be one of games, by title.
  package static func missingColumns(of table: Table) -> [String] {
    columns.map(\.title).filter { table.column($0) == nil }
  }

  /// The table under the names of the service.
  ///
  /// - Parameters:
  ///   - table: a table that lacks no column.
  ///   - uploads: for each upload its number and how many rows it has, in the order of the rows.
  package static func view(
    _ table: Table, uploads: [(number: Int, rows: Int)]
  ) -> Table {
    let named = columns.compactMap { column -> Tables.Column? in
      guard let found = table.column(column.title) else { return nil }
      let isDay = column.type == .date && found.type == .text
      return (isDay ? found.dates(in: formats) : found).named(column.name, as: column.type)
    }
    let ends = uploads.reduce(into: [Int]()) { $0.append(($0.last ?? 0) + $1.rows) }
    var upload = 0
    let numbers = table.integers(uploadNumber) { row in
      while upload < ends.count - 1, row >= ends[upload] { upload += 1 }
      return uploads.isEmpty ? 0 : Int64(uploads[upload].number)
    }
    return table.view([table.integers(rowNumber) { Int64($0) + 1 }] + named + [numbers])
  }

  /// How release days are written: `Oct 21, 2008`, or `May 2020`, which is the first of the month.
  private static let formats = ["%b %d, %Y", "%b %Y", "%Y-%m-%d"].compactMap {
    try? DateFormat($0)
  }
}
