import HTTP
import JSON
import Testing

@testable import API

struct GamesQueryTests {
  private func ids(_ query: String) throws -> [Int64] {
    let value = try GameSamples.site().ask(.get, "/api/query?" + query).value()
    guard case .array(let results)? = value["results"] else { return [-1] }
    return results.compactMap { if case .integer(let id)? = $0["id"] { id } else { nil } }
  }

  @Test(
    arguments: [
      // Numbers are compared exactly.
      ("app_id=20200", [1]), ("required_age=18", [4]), ("price=0.99", [2]), ("price=0", [5]),
      ("dlc_count=2", [3]), ("positive=53", [2]), ("negative=0", [3, 4]), ("score_rank=98", [3]),
      ("id=5", [5]), ("event_id=0", [1, 2, 3, 4, 5]), ("event_id=1", []),
      // Texts contain, whatever their case.
      ("name=JOLT", [3]), ("about_game=space", [1, 3, 4]), ("supported_languages=french", [2, 4]),
      ("developers=RUSTY", [2]), ("publishers=wild", [2]), ("categories=multi", [1]),
      ("genres=casual", [1, 4]), ("tags=farm", [5]), ("name=no+such+name", []),
      // Booleans have several words.
      ("windows=true", [1, 2, 3, 4]), ("windows=False", [5]), ("mac=1", [2, 4, 5]),
      ("mac=0", [1, 3]), ("linux=yes", [4]), ("linux=no", [1, 2, 3, 5]),
      // Days.
      ("release_date=2008-10-21", [1]), ("release_date=2020-05-01", [4]),
      ("before=2017-10-12", [1]), ("after=2017-10-12", [3, 4]),
      ("after=2008-10-21&before=2021-11-17", [2, 4]),
      ("min_price=4.99&max_price=5.99", [3, 4]), ("min_price=19.99", [1]),
      ("max_price=0.99", [2, 5]),
      // All must hold.
      ("about_game=space&mac=true", [4]), ("name=o&name=t", [1, 3, 5]),
    ] as [(String, [Int64])])
  func `a filter lets through what the service says`(query: String, expected: [Int64]) throws {
    #expect(try ids(query) == expected)
  }

  @Test(arguments: [
    "price=cheap", "app_id=x", "windows=maybe", "release_date=soon", "before=2020", "after=x",
    "min_price=", "max_price=1,000", "id=one", "positive=1e999", "score_rank=nan", "cursor=-1",
    "cursor=x", "cursor=1.5", "cursor=99999999999999999999", "limit=10001", "limit=-1", "limit=",
    "colour=red", "Name=x", "_limit=1", "price__gt=1",
  ])
  func `what makes no sense is an invalid input`(query: String) throws {
    let site = try GameSamples.site()
    let response = try site.ask(.get, "/api/query?" + query)
    #expect(response.status == .badRequest)
    #expect(response.fields[.contentType] == "application/json")
    let error = try site.gamesError("/api/query?" + query)
    #expect(error?.hasPrefix("Invalid input: ") == true, "\(error ?? "another shape")")
  }

  @Test func `cursor and limit cut the same list, whatever they are`() throws {
    let site = try GameSamples.site()
    for limit in 0...6 {
      for cursor in 0...6 {
        let value = try site.ask(.get, "/api/query?cursor=\(cursor)&limit=\(limit)").value()
        let end = min(cursor + limit, 5)
        #expect(value["status"] == .string("5 found"))
        #expect(value["results"]?.elementCount == max(0, end - cursor))
        if cursor < 5 {
          #expect(value["results"]?[0]?["id"] == (limit == 0 ? nil : .integer(Int64(cursor + 1))))
        }
        let hasNext = limit > 0 && cursor + limit < 5
        #expect(value["cursor"] == (hasNext ? .integer(Int64(end)) : .null))
      }
    }
    let far = try site.ask(.get, "/api/query?cursor=9223372036854775807&limit=10000").value()
    #expect(far["results"]?.elementCount == 0)
    #expect(far["cursor"] == .null)
  }
}
