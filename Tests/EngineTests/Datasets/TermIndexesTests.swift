import Testing

@testable import Engine

struct TermIndexesTests {
  @Test func `the same columns have one place, and others another one`() {
    let indexes = TermIndexes()
    let first = indexes.index(of: ["a", "b"])
    #expect(indexes.index(of: ["a", "b"]) === first)
    #expect(indexes.index(of: ["b", "a"]) !== first)
    #expect(indexes.index(of: ["a"]) !== first)
    #expect(indexes.index(of: []) !== first)
  }

  @Test func `the one that was not asked for the longest is forgotten first`() {
    let indexes = TermIndexes()
    let places = ["1", "2", "3", "4"].map { indexes.index(of: [$0]) }
    #expect(indexes.index(of: ["1"]) === places[0])
    _ = indexes.index(of: ["5"])
    for kept in [0, 2, 3] { #expect(indexes.index(of: ["\(kept + 1)"]) === places[kept]) }
    #expect(indexes.index(of: ["2"]) !== places[1])
  }
}
