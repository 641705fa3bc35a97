import Testing

@testable import Statistics

struct BusTypesTests {
  private func types(_ names: Set<String>) -> BusTypes {
    BusTypes(sorted: names.map { Array($0.utf8)[...] }.sorted { $0.lexicographicallyPrecedes($1) })
  }

  @Test func `a merge is the union`() {
    let names = ["a", "aa", "ab", "b", "ba", "c", "é", "z", "zz", "😀"]
    for _ in 0..<2_000 {
      let mine = Set(names.filter { _ in Bool.random() })
      let theirs = Set(names.filter { _ in Int.random(in: 0..<3) == 0 })
      var merged = types(mine)
      merged.merge(types(theirs))
      #expect(merged == types(mine.union(theirs)))
      #expect(merged.count == mine.union(theirs).count)
    }
  }

  @Test func `types are found by their numbers`() {
    let both = types(["Mini", "Articulated"])
    #expect(both[0].elementsEqual("Articulated".utf8))
    #expect(both[1].elementsEqual("Mini".utf8))
    #expect(both.memoryBytes > types(["Mini"]).memoryBytes)
  }
}
