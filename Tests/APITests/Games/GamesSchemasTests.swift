import HTTP
import JSON
import Statistics
import Tables
import Testing

@testable import API

struct GamesSchemasTests {
  @Test func `a game has the members of the description, in its order`() throws {
    let page = try GameSamples.site().ask(.get, "/api/query").value()
    #expect(SchemaCheck().mistakes(page, schema: "GamesPage").isEmpty)
    guard case .object(let members)? = page["results"]?[0],
      case .object(let described)? = GamesSchemas.game["properties"]
    else {
      Issue.record("there is no game")
      return
    }
    #expect(Set(members.map(\.key)) == Set(described.map(\.key)))
  }

  @Test(arguments: [
    (ColumnType.integer, "integer"), (.decimal, "number"), (.boolean, "boolean"),
    (.date, "string"), (.datetime, "string"), (.text, "string"),
  ])
  func `a column's values are of its type`(type: ColumnType, word: String) {
    #expect(GamesSchemas.schema(of: type)["type"] == .string(word))
  }

  @Test func `statistics of a column are numbers, but for the percentiles`() throws {
    let statistics = try GameSamples.site().ask(.get, "/api/stats?column=price").value()
    #expect(SchemaCheck().mistakes(statistics, schema: "GamesStatistics").isEmpty)
    #expect(
      GamesSchemas.columnStatistics["properties"]?["percentiles"]?["type"] == .string("object"))
  }
}
