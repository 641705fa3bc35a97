import Testing

@testable import Statistics

struct TermCountingTests {
  private static func counting(_ documents: [String]) -> TermCounting {
    var counting = TermCounting()
    var words = TextWords()
    for document in documents {
      words.cut(Array(document.utf8).span)
      counting.add(words)
    }
    return counting
  }

  @Test func `terms are counted for each document, without stop words`() {
    let counted = Self.counting(["The ink, the map and ink", "", "map of a map: Ink"]).postings
    #expect(counted.ends == [2, 2, 4])
    #expect(counted.columns == [0, 1, 1, 0])
    #expect(counted.counts == [2, 1, 2, 1])
  }

  @Test func `terms of several pieces get one number each, in the order of the texts`() {
    var all = TermDictionary()
    #expect(Self.counting(["ink map"]).numbers(addingTo: &all) == [0, 1])
    #expect(Self.counting(["tide map", "ink"]).numbers(addingTo: &all) == [2, 1, 0])
    #expect(all.count == 3)
  }

  @Test func `a budget is spent by all together`() {
    let budget = PostingBudget(5)
    #expect(budget.take(3) && budget.take(2) && budget.take(0))
    #expect(!budget.take(1) && !budget.take(0))
  }
}
