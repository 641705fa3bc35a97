import Posix
import Statistics
import Tables
import Testing

@testable import Engine

struct GamesCatalogTests {
  private let place: CatalogPlace
  private let catalog: Catalog

  init() throws {
    place = try CatalogPlace()
    catalog = try place.open()
  }

  private let titles = GamesTable.columns.map(\.title)

  private func csv(_ rows: [[String: String]], without missing: String? = nil) -> String {
    let names = titles.filter { $0 != missing }
    let lines = rows.map { row in
      names.map { title in "\"\(row[title] ?? "")\"" }.joined(separator: ",")
    }
    return ([names.joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
  }

  @discardableResult
  private func add(_ text: String) throws -> Catalog.Arrival {
    try catalog.addGames(
      place.arrived(text), ReadOptions(), origin: .upload, source: nil, at: 2)
  }

  private var games: Table { get throws { try catalog.games(of: catalog.dataset(.games)) } }

  @Test func `uploads make one table in which rows and uploads are numbered`() throws {
    try add(csv([["Name": "A", "Release date": "Oct 21, 2008"], ["Name": "B"]]))
    try add(csv([["Name": "C", "Release date": "May 2020", "Price": "9.99"]]))
    let table = try games
    #expect(table.columns.map(\.name) == ["id"] + GamesTable.columns.map(\.name) + ["event_id"])
    #expect(table.texts("id") == ["1", "2", "3"])
    #expect(table.texts("event_id") == ["1", "1", "2"])
    #expect(table.texts("name") == ["A", "B", "C"])
    #expect(table.texts("release_date") == ["14173", nil, "18383"])
    #expect(table.texts("price") == [nil, nil, "9.99"])
    #expect(
      Dictionary(uniqueKeysWithValues: GamesTable.columns.map { ($0.name, $0.type.word) })
        .allSatisfy { table.typeNames[$0.key] == $0.value })
  }

  @Test func `a person's file of games has the types of games as far as its cells go`() throws {
    try place.put(
      csv([["AppID": "10", "Name": "Seven", "Price": "5", "Release date": "Oct 21, 2008"]]),
      as: "games.csv")
    try catalog.look(at: 2)
    let table = try games
    #expect(table.column("price")?.type == .decimal)
    #expect(table.column("score_rank")?.type == .decimal)
    #expect(table.texts("release_date") == ["14173"])
    #expect(table.texts("event_id") == ["0"])
    try add(csv([["AppID": "11", "Name": "Half", "Price": "9.99"]]))
    #expect(try games.texts("name") == ["Seven", "Half"])
    #expect(try games.texts("event_id") == ["0", "1"])
  }

  @Test func `a file that lacks a column is refused and nothing is kept`() throws {
    for title in [titles[0], titles[6]] {
      let failure = DatasetFailure.join(.games, .otherColumns(missing: [title], unknown: []))
      #expect(throws: failure) { try add(csv([["Name": "A"]], without: title)) }
    }
    #expect(catalog.all.isEmpty)
    #expect(try place.uploads().isEmpty)
  }

  @Test func `a cell that is not of its type is refused with its line`() throws {
    do {
      try add(csv([["Price": "1"], ["Price": "cheap"]]))
      Issue.record("cheap is no price")
    } catch let failure as DatasetFailure {
      guard case .table(.badCell(3, "Price", "\"cheap\"", .decimal, [])) = failure else {
        throw failure
      }
    }
  }

  @Test func `a data set that is none of games has no games`() throws {
    let dataset = try catalog.upload(place.arrived("Name\nA\n"), "games").dataset
    do {
      _ = try catalog.games(of: dataset)
      Issue.record("it has one column")
    } catch {
      let expected = JoinFailure.otherColumns(
        missing: titles.filter { $0 != "Name" }, unknown: [])
      #expect(error == .join(.games, expected))
    }
  }

  @Test func `a version's games and indexes are made once`() throws {
    let dataset = try add(
      csv([["Name": "A", "Tags": "puzzle horse"], ["Name": "B", "Tags": "race horse"]])
    ).dataset
    _ = try catalog.games(of: dataset)
    #expect(dataset.games.loaded != nil)
    let table = try games
    let place = dataset.termIndexes.index(of: ["name", "tags"])
    #expect(place.loaded == nil)
    _ = try catalog.termIndex(of: dataset, table, ["name", "tags"])
    #expect(place.loaded != nil)
  }
}
