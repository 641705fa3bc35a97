import HTTP
import JSON
import Testing

@testable import API

struct SimilarGamesTests {
  @Test func `the closest name is found, and games like it follow without itself`() throws {
    let site = try GameSamples.site()
    for name in ["Galactic+Bowling", "galactic%20bowling", "Galactc+Bowlin", "bowling+galactic"] {
      let value = try site.ask(.get, "/api/similar_games?name=" + name).value()
      #expect(
        value["closest_match"]
          == (try JSONParser.parse(
            Array(
              #"{"app_id":20200,"name":"Galactic Bowling","release_date":"2008-10-21","price":19.99}"#
                .utf8))))
      guard case .array(let similar)? = value["similar_games"] else {
        Issue.record("there are no similar games")
        continue
      }
      #expect(similar.count == 4)
      #expect(similar.allSatisfy { $0["app_id"] != .integer(20200) })
      let scores = similar.compactMap { game -> Double? in
        switch game["similarity_score"] {
        case .double(let score)?: score
        case .integer(let score)?: Double(score)
        default: nil
        }
      }
      #expect(scores.count == 4 && scores == scores.sorted(by: >))
      #expect(scores.allSatisfy { (0...1).contains($0) })
      guard case .object(let members)? = similar.first else { continue }
      #expect(
        members.map(\.key) == ["app_id", "name", "release_date", "price", "similarity_score"])
    }
  }

  @Test func `ten games are told at most`() throws {
    let site = try GameSamples.site()
    for _ in 0..<3 { try site.send(GameSamples.csv, to: "/api/upload_csv") }
    let value = try site.ask(.get, "/api/similar_games?name=Henosis").value()
    #expect(value["similar_games"]?.elementCount == 10)
  }

  @Test(arguments: ["", "?name=", "?nam=x"])
  func `without a name the service asks for one`(query: String) throws {
    let site = try GameSamples.site()
    #expect(try site.ask(.get, "/api/similar_games" + query).status == .badRequest)
    #expect(try site.gamesError("/api/similar_games" + query) == "Please provide a game name")
  }

  @Test func `a data set of games without a game has no closest one`() throws {
    let site = try Site()
    try site.put(GameSamples.header, as: "games.csv")
    #expect(try site.ask(.get, "/api/similar_games?name=x").status == .notFound)
  }
}
