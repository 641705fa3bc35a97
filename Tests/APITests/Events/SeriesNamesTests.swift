import Testing

@testable import API

struct SeriesNamesTests {
  private func places(_ names: [String]) -> (places: [UInt32], texts: [String]) {
    var series = SeriesNames()
    let places = names.map { series.place(of: Array($0.utf8).span) }
    return (places, series.texts)
  }

  @Test func `each name has one number, however often and in whatever order it comes`() {
    let (places, texts) = places(["b", "b", "", "a", "b", "", "", "a", "c"])
    #expect(places == [0, 0, 1, 2, 0, 1, 1, 2, 3])
    #expect(texts == ["b", "", "a", "c"])
  }

  @Test func `names that only Unicode holds equal are two names`() {
    let (places, texts) = places(["\u{E9}", "e\u{301}", "\u{E9}"])
    #expect(places == [0, 1, 0])
    #expect(texts.map { Array($0.utf8) } == [[0xC3, 0xA9], [0x65, 0xCC, 0x81]])
  }

  @Test func `of equal length and beginning, names are told apart by each byte`() {
    let (places, _) = places(["aaa", "aab", "aba", "baa", "aaa", "aa", "aaaa"])
    #expect(places == [0, 1, 2, 3, 0, 4, 5])
  }

  @Test func `there are no names before the first`() {
    #expect(SeriesNames().texts.isEmpty)
  }

  @Test func `any order of names gives the numbers of a plain search`() {
    var random = EventSamples.Random(state: 19)
    for round in 1...200 {
      let names = (0..<200).map { place in
        round % 2 == 0 ? "s\(place % round)" : "s\(Int.random(in: 0..<round, using: &random))"
      }
      let (places, texts) = places(names)
      var known: [String] = []
      for name in names where !known.contains(name) { known.append(name) }
      #expect(texts == known)
      #expect(places == names.compactMap { known.firstIndex(of: $0).map(UInt32.init) })
    }
  }
}
