import Testing

@testable import Engine

struct WebhookTurnsTests {
  @Test func `a place has one turn at a time`() {
    let turns = Game(laneCount: 3)
    #expect(turns.take("a"))
    #expect(!turns.take("a"))
    #expect(turns.take("b"))
    #expect(turns.last == "b")
    _ = turns.end("a", isAnswer: true)
    #expect(turns.take("a"))
  }

  @Test func `silent places never have all lanes`() {
    let turns = Game(laneCount: 3)
    for place in ["a", "b", "c"] {
      #expect(turns.take(place))
      #expect(!turns.end(place, isAnswer: false))
    }
    #expect(turns.take("a"))
    #expect(turns.take("b"))
    #expect(!turns.take("c"))
    #expect(turns.take("living"))
    #expect(turns.last == "living")
    #expect(turns.end("a", isAnswer: true))
    #expect(turns.take("c"))
  }

  @Test func `silent places have the only lane too`() {
    let turns = Game(laneCount: 1)
    #expect(turns.take("a"))
    _ = turns.end("a", isAnswer: false)
    #expect(turns.take("a"))
  }

  @Test func `a place that was not asked stays what it was`() {
    let turns = Game(laneCount: 2)
    _ = turns.take("a")
    _ = turns.end("a", isAnswer: false)
    _ = turns.take("a")
    #expect(!turns.end("a", isAnswer: nil))
    _ = turns.take("a")
    #expect(turns.end("a", isAnswer: true))
    _ = turns.take("a")
    #expect(!turns.end("a", isAnswer: true))
  }

  @Test func `so many silent places are remembered and no more`() {
    let turns = Game(laneCount: 2)
    let places = (0..<WebhookTurns.silentLimit + 100).map { "p\($0)" }
    for place in places {
      _ = turns.take(place)
      _ = turns.end(place, isAnswer: false)
    }
    let known = places.count { place in
      _ = turns.take(place)
      return turns.end(place, isAnswer: true)
    }
    #expect(known == WebhookTurns.silentLimit)
  }
}

/// The turns as an object, because expectations change no values.
private final class Game {
  private var turns: WebhookTurns

  init(laneCount: Int) { turns = WebhookTurns(laneCount: laneCount) }

  var last: String { turns.last }

  func take(_ place: String) -> Bool { turns.take(place) }

  func end(_ place: String, isAnswer: Bool?) -> Bool { turns.end(place, isAnswer: isAnswer) }
}
