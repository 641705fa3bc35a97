import HTTP
import JSON
import Testing

@testable import API

struct GamesTests {
  @Test func `the service answers a ping`() throws {
    let response = try Site().ask(.get, "/api/ping")
    #expect(response.status == .ok)
    #expect(response.text == #"{"response":"pong"}"#)
  }

  @Test func `a game has its members in the order of the service`() throws {
    let response = try GameSamples.site().ask(.get, "/api/query?limit=1&name=Jolt")
    #expect(
      response.text
        == #"{"status":"1 found","results":[{"id":3,"app_id":1732930,"name":"Jolt Project","#
        + #""release_date":"2021-11-17","required_age":0,"price":4.99,"dlc_count":2,"#
        + #""about_game":"A robot in space jumps over planets","#
        + #""supported_languages":"['English']","windows":true,"mac":false,"linux":false,"#
        + #""positive":0,"negative":0,"score_rank":98.0,"developers":"Campion","#
        + #""publishers":"Campion","categories":"Single-player","genres":"Action","#
        + #""tags":"Space","event_id":0}],"cursor":null}"#)
  }

  @Test func `a day that cannot be read is null, and a month is its first day`() throws {
    let value = try GameSamples.site().ask(.get, "/api/query?cursor=3&limit=2").value()
    #expect(value["results"]?[0]?["release_date"] == .string("2020-05-01"))
    #expect(value["results"]?[1]?["release_date"] == .null)
  }

  @Test func `without games nothing is found, and nothing is a mistake of the server`() throws {
    let site = try Site()
    #expect(
      try site.ask(.get, "/api/query").text == #"{"status":"0 found","results":[],"cursor":null}"#)
    #expect(try site.ask(.get, "/api/stats").text == #"{"result":{}}"#)
    #expect(
      try site.gamesError("/api/stats?column=price")
        == "Column price does not exist or is not allowed")
    let similar = try site.ask(.get, "/api/similar_games?name=a")
    #expect(similar.status == .notFound)
    #expect(try site.gamesError("/api/similar_games?name=a") != nil)
  }

  @Test func `a wrong method is told in the service's other shape`() throws {
    let response = try Site().ask(.delete, "/api/query")
    #expect(response.status == .methodNotAllowed)
    #expect(response.fields[.allow] == "GET, HEAD, OPTIONS")
    #expect(
      response.text
        == #"{"message":"DELETE is not allowed here; this path takes GET, HEAD, OPTIONS"}"#)
  }

  @Test func `a file of games that lacks columns is told as an error`() throws {
    let site = try Site()
    try site.put("a,b\n1,2\n", as: "games.csv")
    for target in ["/api/query", "/api/stats", "/api/similar_games?name=a"] {
      let response = try site.ask(.get, target)
      #expect(response.status == .unprocessableContent)
      #expect(try site.gamesError(target)?.contains("missing: AppID, Name") == true)
    }
  }

  @Test func `a column without a single value keeps the type that the service gives it`() throws {
    let site = try Site()
    try site.put(GameSamples.csv.replacing(",98,", with: ",,"), as: "games.csv")
    #expect(
      try site.ask(.get, "/api/stats?column=score_rank&aggregate=count").text
        == #"{"result":{"score_rank":{"count":0}}}"#)
    #expect(try site.ask(.get, "/api/query?score_rank=98").text.contains("0 found"))
    #expect(try site.ask(.get, "/api/query?score_rank=high").status == .badRequest)
    // Values may come later.
    try site.send(GameSamples.csv, to: "/api/upload_csv")
    #expect(try site.ask(.get, "/api/query?score_rank=98").text.contains("1 found"))
  }
}
