import HTTP
import JSON
import Testing

@testable import API

struct GamesDescriptionsTests {
  @Test func `every parameter that is described is taken, with its example`() throws {
    let site = try GameSamples.site()
    for (target, description) in [
      ("/api/query", EndpointDescription.gamesQuery), ("/api/stats", .gamesStatistics),
      ("/api/similar_games", .similarGames),
    ] {
      for parameter in description.parameters {
        let example = PercentCodingForm.encoded(parameter.exampleText)
        let response = try site.ask(.get, "\(target)?\(parameter.name)=\(example)")
        #expect(response.status == .ok, "\(target) \(parameter.name)")
      }
    }
  }

  @Test func `every refusal has the service's shape`() {
    let all: [EndpointDescription] = [
      .gamesQuery, .gamesStatistics, .similarGames, .uploadGames, .importGames,
    ]
    for reply in all.flatMap(\.replies) where reply.status >= 400 {
      #expect(reply.schema == "GamesError")
      #expect(reply.example["error"] != nil)
    }
  }

  @Test func `every aggregate is named`() {
    let words = EndpointDescription.gamesStatistics.parameters[0].schema["enum"]
    #expect(
      words == .array((["all"] + GamesAggregate.allCases.map(\.rawValue)).map { .string($0) }))
  }
}
