import Testing

@testable import Statistics
@testable import Tables

struct GamesTableTests {
  private let titles = GamesTable.columns.map(\.title)

  private func table(
    _ rows: [[String: String]], types: [String: ColumnType] = GamesTable.types
  ) throws -> Table {
    let lines = rows.map { row in
      titles.map { "\"\(row[$0] ?? "")\"" }.joined(separator: ",")
    }
    var options = CSVOptions()
    options.types = types
    let text = ([titles.joined(separator: ",")] + lines).joined(separator: "\n")
    return try CSVLoader.load(Array(text.utf8), options).table
  }

  private func numbers(_ table: Table, _ name: String) -> [Double?] {
    guard let numbers = table.column(name)?.numbers else { return [] }
    return numbers.segments.flatMap { segment in (0..<segment.count).map { segment[$0] } }
  }

  @Test func `names, titles and types are as the service gives them`() {
    #expect(Set(titles).count == 19)
    #expect(Set(GamesTable.columns.map(\.name)).count == 19)
    #expect(
      GamesTable.columns[2] == .init(title: "Release date", name: "release_date", type: .date))
    #expect(GamesTable.types["Release date"] == .text)
    #expect(GamesTable.types["Price"] == .decimal)
    #expect(GamesTable.types["Windows"] == .boolean)
    #expect(
      GamesTable.wordColumns.allSatisfy { word in
        GamesTable.columns.contains { $0.name == word && $0.type == .text }
      })
  }

  @Test func `missing columns are named by their titles in their order`() throws {
    let some = try CSVLoader.load(Array("Name, Tags ,other\nx,y,z\n".utf8)).table
    #expect(GamesTable.missingColumns(of: some) == titles.filter { $0 != "Name" && $0 != "Tags" })
    #expect(GamesTable.missingColumns(of: try table([[:]])).isEmpty)
  }

  @Test func `a view has the service's names between the number of the row and of the upload`()
    throws
  {
    let view = GamesTable.view(
      try table([["Name": "A"], ["Name": "B"]]), uploads: [(number: 4, rows: 2)])
    #expect(view.columns.map(\.name) == ["id"] + GamesTable.columns.map(\.name) + ["event_id"])
    #expect(numbers(view, "id") == [1, 2])
    #expect(numbers(view, "event_id") == [4, 4])
  }

  @Test(
    arguments: [
      ("Oct 21, 2008", 14173.0), ("May 2020", 18383), ("2008-10-21", 14173), ("Oct 1, 2008", 14153),
      ("soon", nil), ("", nil), ("2008", nil),
    ] as [(String, Double?)])
  func `release days are read as they are written`(_ text: String, _ day: Double?) throws {
    let view = GamesTable.view(
      try table([["Release date": text]]), uploads: [(number: 1, rows: 1)])
    #expect(numbers(view, "release_date") == [day])
    #expect(view.column("release_date")?.type == .date)
  }

  @Test func `columns whose types were inferred get those of games as far as their values go`()
    throws
  {
    let view = GamesTable.view(
      try table(
        [["AppID": "1", "Price": "5", "Release date": "2008-10-21", "Name": "Seven"]], types: [:]),
      uploads: [(number: 1, rows: 1)])
    for column in GamesTable.columns {
      #expect(view.column(column.name)?.type == column.type, "\(column.name)")
    }
    #expect(numbers(view, "price") == [5])
    #expect(numbers(view, "release_date") == [14173])
    #expect(numbers(view, "score_rank") == [nil])
  }

  @Test func `uploads are numbered by their rows, also empty ones`() throws {
    let rows = try table((0..<7).map { ["Name": "\($0)"] })
    let uploads = [(number: 0, rows: 0), (2, 3), (3, 0), (5, 0), (6, 4), (9, 0)]
    let view = GamesTable.view(rows, uploads: uploads.map { (number: $0.0, rows: $0.1) })
    #expect(numbers(view, "event_id") == [2, 2, 2, 6, 6, 6, 6])
    #expect(
      numbers(GamesTable.view(rows, uploads: []), "event_id") == Array(repeating: 0, count: 7))
    let none = GamesTable.view(try table([]), uploads: [(number: 1, rows: 0)])
    #expect(none.rowCount == 0)
  }
}
